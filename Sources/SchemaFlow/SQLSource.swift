public import Postgres
import SQLText

/// A schema that lives in SQL files.
public struct SQLSource: Sendable {
  /// Files that are loaded first: SQL, or the names of roles, one on a line.
  public var roleFiles: [String]
  public var files: [String]

  /// Creates a source of files that are loaded in order.
  public init(files: [String], roleFiles: [String] = []) {
    self.files = files
    self.roleFiles = roleFiles
  }

  /// Loads the files into a database, as psql does.
  ///
  /// - Throws: `SQLFileError` for a file that can't be read or loaded, `EphemeralServerError`
  ///   where psql isn't found, or the server's refusal of a role.
  public func load(into target: ConnectionString) async throws {
    let loader = try SQLFileLoader(target)
    for path in roleFiles {
      guard let names = try roleNames(in: path) else {
        try await loader.load([path])
        continue
      }
      let connection = try await Connection.connect(
        to: target, applicationName: "schema-flow roles")
      for name in names {
        do {
          try await connection.execute("CREATE ROLE \(quotedIdentifier(name))")
        } catch {
          await connection.close()
          throw SQLFileError(path: path, message: error.message)
        }
      }
      await connection.close()
    }
    try await loader.load(files)
  }

  /// The names in a file that has nothing but names as SQL writes them, nil for other files.
  private func roleNames(in path: String) throws(SQLFileError) -> [String]? {
    let text: String
    do {
      text = String(decoding: try readFile(path), as: UTF8.self)
    } catch {
      throw SQLFileError(path: path, message: "\(error)")
    }
    var names: [String] = []
    for line in text.split(separator: "\n") {
      let tokens = SQLLexer.tokens(of: String(line))
      if tokens.isEmpty { continue }
      guard tokens.count == 1, let name = tokens[0].name else { return nil }
      names.append(name)
    }
    return names
  }
}
