/// Returns a text that does nothing to a terminal: controls become pictures of themselves.
///
/// Line breaks (as `\n`) and tabs stay. Names and messages come from the database and from files; an
/// escape sequence in them must not reach the terminal.
func printable(_ text: String) -> String {
  let isClean = text.utf8.allSatisfy { ($0 >= 0x20 && $0 < 0x7f) || $0 == 0x0a || $0 == 0x09 }
  if isClean { return text }
  var result = String.UnicodeScalarView()
  for scalar in text.unicodeScalars {
    switch scalar.value {
    case 0x0a:
      if result.last == "\u{240d}" { result.removeLast() }
      result.append(scalar)
    case 0x09: result.append(scalar)
    case 0..<0x20: result.append(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
    case 0x7f: result.append("\u{2421}")
    // C1 controls, and the marks that turn the direction of what follows.
    case 0x80..<0xa0, 0x202a...0x202e, 0x2066...0x2069: result.append("\u{fffd}")
    default: result.append(scalar)
    }
  }
  return String(result)
}

/// Returns a text on one line, each stretch of white space as one blank.
func singleLine(_ text: String) -> String {
  printable(text).split { $0 == " " || $0.isNewline || $0 == "\t" }.joined(separator: " ")
}

/// Returns how many columns of a terminal a character takes: 0, 1 or 2.
///
/// Wide are the East Asian ranges W and F of Unicode's annex 11, and emoji.
func displayWidth(_ scalar: Unicode.Scalar) -> Int {
  switch scalar.value {
  case 0x20..<0x7f: return 1
  case 0x1100...0x115f, 0x2e80...0x303e, 0x3041...0xa4cf, 0xac00...0xd7a3, 0xf900...0xfaff,
    0xfe30...0xfe6f, 0xff00...0xff60, 0xffe0...0xffe6, 0x1f300...0x1f64f, 0x1f680...0x1f6ff,
    0x1f900...0x1f9ff, 0x20000...0x3fffd:
    return 2
  default:
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control: return 0
    default: return 1
    }
  }
}

/// Returns how many columns of a terminal a text takes.
func displayWidth(_ text: String) -> Int {
  text.unicodeScalars.reduce(0) { $0 + displayWidth($1) }
}

/// Returns a text with blanks after it up to a width.
func padded(_ text: String, to width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - displayWidth(text)))
}

/// Returns a text cut to a width, with an ellipsis where something was cut off.
func truncated(_ text: String, to width: Int) -> String {
  guard displayWidth(text) > width else { return text }
  var result = ""
  var used = 0
  for scalar in text.unicodeScalars {
    used += displayWidth(scalar)
    if used > width - 1 { break }
    result.unicodeScalars.append(scalar)
  }
  return result + "…"
}
