import Postgres
import Testing

struct ConnectionStringTests {
  @Test(arguments: [
    ("", ""),
    ("postgres://host/db", "postgres://host/db"),
    ("postgres://user@host:5432/db", "postgres://user@host:5432/db"),
    ("postgres://user:s3cr3t@host:5432/db", "postgres://user:***@host:5432/db"),
    (
      "postgresql://u:s3cr3t@h1:1,h2:2/db?sslmode=require",
      "postgresql://u:***@h1:1,h2:2/db?sslmode=require"
    ),
    ("postgres://u@h/db?password=s3cr3t&port=1", "postgres://u@h/db?password=***&port=1"),
    ("postgres://u:s3cr3t@[::1]:5432/db", "postgres://u:***@[::1]:5432/db"),
    ("postgres://[::1]:5432/db", "postgres://[::1]:5432/db"),
    ("postgres://u@h/db?application_name=a@b", "postgres://u@h/db?application_name=a@b"),
    ("host=h user=u password=s3cr3t dbname=d", "host=h user=u password=*** dbname=d"),
    ("host = h password = 's3cr3t s3cr3t' dbname='d d'", "host=h password=*** dbname='d d'"),
    (#"password=s3cr3t\ s3cr3t port=1"#, "password=*** port=1"),
    ("postgresql:///postgres?host=/tmp/x", "postgresql:///postgres?host=/tmp/x"),
  ])
  func describesWithoutPassword(text: String, shown: String) {
    #expect(ConnectionString(text).description == shown)
  }

  /// In each of them `s3cr3t` is what the user meant as the password, or a part of it.
  static let malformed = [
    "postgres://user:s3cr3t", "postgres://user:s3cr3t/db", "postgres://user:s3cr3t@",
    "postgres://user:s3cr3t@host:port/db", "postgres://user:a@s3cr3t@host/db",
    "postgres://user:s3cr3t@s3cr3t@host/db", "postgres://user:a/s3cr3t@host/db",
    "postgres://user:s3cr3t/s3cr3t@host/db", "postgres://user:a?s3cr3t@host/db",
    "postgres://user:a/b?s3cr3t@host/db", "postgres://user:a#s3cr3t@host/db",
    "postgres://user:s3cr3t%zz@host/db", "postgres://user:s3cr3t%00@host/db",
    "postgres://user:s3cr3t%40host/db", "postgres://user%3As3cr3t@host/db",
    "postgres://user:s3cr3t@[::1/db", "postgres://user:s3cr3t@host/db?nonsense",
    "postgres://user:s3cr3t@host/db?a=b=c", "postgres://user:s3cr3t@host/db?sslmod=require",
    "postgres://user:x@h/db?foo=bar@x&password=s3cr3t", "postgres://h/db?password=s3cr3t&x",
    "postgres://h/db?passwd=s3cr3t", "postgres://h/db?s3cr3t", "postgres://h/db?p%61ssword=s3cr3t",
    "postgres://user:p/w?host=s3cr3t@host/db", "postgres://user:a:s3cr3t@host/db",
    "postgres://user:s3cr3t host", "POSTGRES://user:s3cr3t@host/db",
    "mysql://user:s3cr3t@host/db", "jdbc:postgresql://host/db?user=u&password=s3cr3t",
    "jdbc:postgresql://user:s3cr3t@host/db", "postgres:/user:s3cr3t@host/db",
    "postgres//user:s3cr3t@host", "user:s3cr3t@host/db", "s3cr3t", "password s3cr3t",
    "password:s3cr3t", "password=a s3cr3t", "password=a s3cr3t host=h", "password='s3cr3t",
    "password='it's s3cr3t' host=h", "password='a's3cr3t", "PASSWORD=s3cr3t", "pass=s3cr3t",
    "pasword=s3cr3t host=h", "host=h password=s3cr3t'", "host='h password=s3cr3t",
    "host='h password=s3cr3t' user=u", "host=h, password=s3cr3t", "host=h;password=s3cr3t",
    "password = s3cr3t =", "password\n=\ns3cr3t x", "dbname=postgres://u:s3cr3t@h/d",
    "postgres:///?dbname=postgres://u:s3cr3t@h/d", "host=h sslpassword=s3cr3t",
    "postgres://h/d?sslpassword=s3cr3t", "password=s3cr3t\0", "postgres://u:s3cr3t@h\0",
    "{\"password\": \"s3cr3t\"}", "\"host=h password=s3cr3t\"", "'postgres://u:s3cr3t@h'",
    "psql postgres://u:s3cr3t@h", " postgres://u:s3cr3t@h/d", "password=\"s3cr3t s3cr3t\"",
  ]

  @Test(arguments: malformed)
  func neverShowsPartsOfAPassword(text: String) {
    let target = ConnectionString(text)
    #expect(!target.description.contains("s3cr3t"))
    #expect(!target.debugDescription.contains("s3cr3t"))
    #expect(!String(reflecting: [target]).contains("s3cr3t"))
    var dumped = ""
    dump(target, to: &dumped)
    #expect(!dumped.contains("s3cr3t"))
    do {
      _ = try target.parsed()
    } catch {
      #expect(!"\(error)".contains("s3cr3t"))
      #expect(!String(reflecting: error).contains("s3cr3t"))
    }
  }

  /// libpq reads some of them otherwise than meant; `host` is made a name that never resolves.
  @Test(arguments: malformed)
  func neverShowsPartsOfAPasswordWhenConnectingFails(text: String) async {
    let parts = text.split(separator: "@host", omittingEmptySubsequences: false)
    let target = ConnectionString(parts.joined(separator: "@host.invalid"))
    do {
      let connection = try await Connection.connect(
        to: target, applicationName: "tests", connectTimeout: .seconds(5))
      await connection.close()
    } catch {
      #expect(!"\(error)".contains("s3cr3t"))
      #expect(!String(reflecting: error).contains("s3cr3t"))
    }
  }

  @Test func parses() throws {
    let uri = try ConnectionString("postgres://u:p%40w@h:1/d?sslmode=disable").parsed()
    #expect(
      uri == [
        "user": "u", "password": "p@w", "host": "h", "port": "1", "dbname": "d",
        "sslmode": "disable",
      ])
    #expect(try ConnectionString("").parsed() == [:])
    #expect(try ConnectionString(#"dbname='a\'b'"#).parsed() == ["dbname": "a'b"])
  }

  @Test func namesTheUnknownOption() {
    #expect {
      try ConnectionString("host=h prot=1").parsed()
    } throws: {
      "\($0)".contains("invalid connection string: invalid connection option")
    }
  }

  @Test(arguments: [
    "", "host=h", "host=h dbname=old", "postgres://h", "postgres://h/old", "postgres://h/old?",
    "postgres://u:a?b@h/old", "postgres://h/old?sslmode=disable", "postgres://h?dbname=old",
  ])
  func replacesTheDatabase(text: String) throws {
    for name in ["new", "it's a \\ database", "ä&b=c?d"] {
      #expect(try ConnectionString(text).withDatabase(name).parsed()["dbname"] == name)
    }
  }
}
