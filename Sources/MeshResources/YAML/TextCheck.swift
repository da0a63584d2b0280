/// Looks at a whole text once before it is parsed: control characters and bytes that are not UTF-8 are refused here, so that
/// the parser need not think of them and may take a zero byte for the end.
struct TextCheck {
    /// Whether NEL (U+0085), LS or PS (U+2028, U+2029) occur: readers disagree about whether they end a line.
    var hasOddBreaks = false

    static func check(_ source: SourceText, _ part: SourceRange) -> Result<TextCheck, ParseFailure> {
        let base = source.base
        let count = Int(part.end)
        var suspicious: UInt8 = 0
        var index = Int(part.start)
        // The high bit of a byte, or a byte below a blank that is no tab or line break, calls for a closer look. The loop is
        // plain so that the compiler makes vector code of it.
        while index < count {
            let byte = base[index]
            suspicious |= byte & 0x80
            suspicious |= byte < 0x20 && byte != 0x0A && byte != 0x0D && byte != 0x09 || byte == 0x7F ? 0x80 : 0
            index &+= 1
        }
        return suspicious == 0 ? .success(TextCheck()) : slow(base, from: Int(part.start), to: count)
    }

    private static func slow(_ base: UnsafePointer<UInt8>, from: Int, to count: Int) -> Result<TextCheck, ParseFailure> {
        var check = TextCheck()
        var index = from
        while index < count {
            let byte = base[index]
            if byte >= 0x20, byte < 0x7F || byte == 0x0A || byte == 0x09 || byte == 0x0D {
                index &+= 1
                continue
            }
            if byte < 0x80 {
                if byte == 0x0A || byte == 0x09 || byte == 0x0D {
                    index &+= 1
                    continue
                }
                return .failure(control(index, UInt32(byte)))
            }
            let length = UTF8Check.length(base + index, left: count - index)
            if length == 0 {
                return .failure(
                    ParseFailure(
                        .character, index, "the byte 0x\(hexadecimal(UInt32(byte), digits: 2)) is not UTF-8", help: "save the file as UTF-8"
                    ))
            }
            if byte == 0xC2, base[index + 1] < 0xA0 {
                if base[index + 1] == 0x85 { check.hasOddBreaks = true } else { return .failure(control(index, UInt32(base[index + 1]))) }
            }
            if byte == 0xE2, base[index + 1] == 0x80, base[index + 2] & 0xFE == 0xA8 { check.hasOddBreaks = true }
            if byte == 0xEF, base[index + 1] == 0xBF, base[index + 2] >= 0xBE {
                return .failure(control(index, 0xFF40 + UInt32(base[index + 2])))
            }
            index &+= length
        }
        return .success(check)
    }

    private static func control(_ index: Int, _ code: UInt32) -> ParseFailure {
        if code == 0 {
            return ParseFailure(.character, index, "a zero byte, this looks like a binary file", help: "give a text file")
        }
        return ParseFailure(
            .character, index, "the control character U+\(hexadecimal(code, digits: 4)) is not allowed",
            help: "remove it, or write it as an escape in double quotes")
    }

    private static func hexadecimal(_ code: UInt32, digits: Int) -> String {
        let text = String(code, radix: 16, uppercase: true)
        return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
    }
}
