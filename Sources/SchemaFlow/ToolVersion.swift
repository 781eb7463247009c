/// The version of the tool, as `--version` prints it.
public let toolVersion = "0.1.0"
