/// Texts as Go prints them, for messages that must equal Istio's.
enum GoFormat {
    /// `%q`: in double quotes, with Go's escapes.
    static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case "\n": out += "\\n"
            case "\r": out += "\\r"
            case "\t": out += "\\t"
            case "\u{07}": out += "\\a"
            case "\u{08}": out += "\\b"
            case "\u{0C}": out += "\\f"
            case "\u{0B}": out += "\\v"
            default:
                if scalar.value < 0x20 || scalar.value == 0x7F {
                    let digits = String(scalar.value, radix: 16)
                    out += "\\x" + (digits.count < 2 ? "0" : "") + digits
                } else {
                    out.unicodeScalars.append(scalar)
                }
            }
        }
        return out + "\""
    }

    /// `%v` of a list: `[a b c]`.
    static func list(_ items: [String]) -> String { "[" + items.joined(separator: " ") + "]" }
    /// `%q` of a list: `["a" "b"]`.
    static func quotedList(_ items: [String]) -> String { "[" + items.map(quoted).joined(separator: " ") + "]" }
}
