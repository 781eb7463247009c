import SystemPackage

/// Makes new projects and new files in them; never overwrites.
public enum Scaffold {
  /// Why a file could not be made.
  public struct Failure: Error, Sendable {
    public var path: String
    public var reason: String
  }

  /// Makes a project's folders with a configuration file and an example table.
  ///
  /// - Returns: the paths that were made; empty where all were there.
  public static func makeProject(directory: String) throws(Failure) -> [String] {
    let base = FilePath(directory).removingLastComponent()
    let root = base.isEmpty ? FilePath(".") : base
    var made: [String] = []
    for folder in ["tables", "enums", "functions", "views", "roles", "mixins"] {
      try makeDirectory(FilePath(directory).appending(folder))
    }
    for folder in ["pre", "post", "seeds"] { try makeDirectory(root.appending(folder)) }
    let files: [(FilePath, String)] = [
      (root.appending("schema-flow.config.yaml"), configuration(directory)),
      (FilePath(directory).appending("extensions.yaml"), "extensions: []\n"),
      (FilePath(directory).appending("tables").appending("example.yaml"), exampleTable),
    ]
    for (path, text) in files where try make(path, text) { made.append(path.string) }
    return made
  }

  /// Makes a script `pre/<number>_<name>.sql` or `post/...`, numbered after those there.
  public static func makeScript(
    phase: String, name: String, directory: String
  ) throws(Failure) -> String {
    let base = FilePath(directory).removingLastComponent()
    let folder = (base.isEmpty ? FilePath(".") : base).appending(phase)
    try makeDirectory(folder)
    let number = String(highestNumber(in: folder) + 1)
    let padded = String(repeating: "0", count: max(0, 3 - number.count)) + number
    let path = folder.appending("\(padded)_\(fileName(name)).sql")
    guard try make(path, "-- \(name)\n") else {
      throw Failure(path: path.string, reason: "it is already there")
    }
    return path.string
  }

  /// Makes a mixin file.
  public static func makeMixin(name: String, directory: String) throws(Failure) -> String {
    let folder = FilePath(directory).appending("mixins")
    try makeDirectory(folder)
    let path = folder.appending("\(fileName(name)).yaml")
    let text = """
      mixin: \(fileName(name))
      columns:
        - name: example
          type: text

      """
    guard try make(path, text) else {
      throw Failure(path: path.string, reason: "it is already there")
    }
    return path.string
  }

  private static func fileName(_ name: String) -> String {
    String(
      name.unicodeScalars.map { scalar in
        scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || scalar == "-"
          ? Character(scalar) : "_"
      })
  }

  private static func configuration(_ directory: String) -> String {
    """
    default:
      baseDir: \(directory)
      pgSchema: public
      # connectionString: ${DATABASE_URL}

    """
  }

  private static let exampleTable = """
    table: example
    comment: A first table; change or remove it.
    columns:
      - name: id
        type: bigserial
        primary_key: true
      - name: name
        type: text
        nullable: false
      - name: created_at
        type: timestamptz
        nullable: false
        default: now()

    """

  static func makeDirectory(_ path: FilePath) throws(Failure) {
    var current = FilePath(root: path.root)
    for component in path.components {
      current.append(component)
      guard !isDirectory(current) else { continue }
      if let reason = createDirectory(current) {
        throw Failure(path: current.string, reason: reason)
      }
    }
  }

  private static func make(_ path: FilePath, _ text: String) throws(Failure) -> Bool {
    do {
      let descriptor = try FileDescriptor.open(
        path, .writeOnly, options: [.create, .exclusiveCreate],
        permissions: [.ownerReadWrite, .groupRead, .otherRead])
      try descriptor.closeAfter { _ = try descriptor.writeAll(text.utf8) }
      return true
    } catch let error as Errno {
      if error == .fileExists { return false }
      throw Failure(path: path.string, reason: "\(error)")
    } catch {
      throw Failure(path: path.string, reason: "\(error)")
    }
  }
}
