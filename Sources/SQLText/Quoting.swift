/// Returns a name as SQL writes it, in double quotes where PostgreSQL needs them.
public func quotedIdentifier(_ name: String) -> String {
  if isPlainIdentifier(name), !quotedKeywords.contains(name) { return name }
  var text = "\""
  for scalar in name.unicodeScalars {
    if scalar == "\"" { text.unicodeScalars.append(scalar) }
    text.unicodeScalars.append(scalar)
  }
  return text + "\""
}

/// Whether a name is lower-case letters, digits and underscores, and starts with no digit.
func isPlainIdentifier(_ name: String) -> Bool {
  var isFirst = true
  for byte in name.utf8 {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "_"): break
    case UInt8(ascii: "0")...UInt8(ascii: "9") where !isFirst: break
    default: return false
    }
    isFirst = false
  }
  return !isFirst
}

/// Returns a text as an SQL string constant; backslashes make it an escape string.
public func quotedLiteral(_ text: String) -> String {
  var result = ""
  var hasBackslash = false
  for scalar in text.unicodeScalars {
    if scalar == "'" || scalar == "\\" { result.unicodeScalars.append(scalar) }
    if scalar == "\\" { hasBackslash = true }
    result.unicodeScalars.append(scalar)
  }
  return (hasBackslash ? "E'" : "'") + result + "'"
}

/// Returns a text between dollar quotes whose tag does not occur in the text.
public func dollarQuoted(_ text: String) -> String {
  var tag = "$$"
  var number = 0
  while containsBytes(text, tag) || text.hasSuffix("$") && tag == "$$" {
    number += 1
    tag = number == 1 ? "$body$" : "$body\(number)$"
  }
  return tag + text + tag
}

private func containsBytes(_ text: String, _ part: String) -> Bool {
  let haystack = Array(text.utf8)
  let needle = Array(part.utf8)
  guard haystack.count >= needle.count else { return false }
  return (0...(haystack.count - needle.count)).contains { start in
    haystack[start..<(start + needle.count)].elementsEqual(needle)
  }
}

/// Returns a name cut to the 63 bytes that PostgreSQL keeps, or fewer, at a character's border.
public func truncatedIdentifier(_ name: String, to limit: Int = 63) -> String {
  guard name.utf8.count > limit else { return name }
  var result = ""
  var length = 0
  for scalar in name.unicodeScalars {
    length += UTF8.width(scalar)
    if length > limit { break }
    result.unicodeScalars.append(scalar)
  }
  return result
}

/// Returns a text without white space at its two ends.
public func trimmed(_ text: some StringProtocol) -> String {
  func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar == " " || scalar == "\n" || scalar == "\t" || scalar == "\r"
  }
  var scalars = Substring(text).unicodeScalars
  while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
  while let last = scalars.last, isSpace(last) { scalars.removeLast() }
  return String(Substring(scalars))
}
