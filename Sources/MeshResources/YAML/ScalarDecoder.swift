/// Turns the written form of a scalar into its text: quotes, escapes, folding, block indentation.
///
/// The parser has already checked the syntax; what a broken record would give is bounded but unspecified.
enum ScalarDecoder {
    /// The text of a scalar record as a string; bytes that are not UTF-8 become U+FFFD.
    static func decode(_ record: Tree.Record, _ source: SourceText) -> String {
        String(decoding: bytes(record, source), as: UTF8.self)
    }

    /// The text of a scalar record as bytes.
    static func bytes(_ record: Tree.Record, _ source: SourceText) -> [UInt8] {
        let text = source.bytes(in: SourceRange(start: record.start, end: record.end))
        switch record.meta & Tree.Meta.styleMask {
        case Tree.Meta.singleQuoted: return singleQuoted(text)
        case Tree.Meta.doubleQuoted: return doubleQuoted(text)
        case Tree.Meta.literal: return block(text, indent: Int(record.next), folded: false, endsLine: impliesBreak(record, source))
        case Tree.Meta.folded: return block(text, indent: Int(record.next), folded: true, endsLine: impliesBreak(record, source))
        default: return plain(text)
        }
    }

    private static func impliesBreak(_ record: Tree.Record, _ source: SourceText) -> Bool {
        source.impliesFinalLineBreak && Int(record.end) == source.count
    }

    private typealias Bytes = UnsafeBufferPointer<UInt8>

    @inline(__always)
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// The length of the line break at `index`, or 0.
    @inline(__always)
    private static func breakLength(_ text: Bytes, _ index: Int) -> Int {
        guard index < text.count else { return 0 }
        if text[index] == 0x0A { return 1 }
        if text[index] == 0x0D { return index + 1 < text.count && text[index + 1] == 0x0A ? 2 : 1 }
        return 0
    }

    /// Folds the break at `index`: gives the index of the next content byte and appends what stands for the breaks.
    private static func fold(_ text: Bytes, _ index: Int, into out: inout [UInt8]) -> Int {
        var at = index
        var breaks = 0
        while at < text.count {
            let length = breakLength(text, at)
            if length > 0 {
                breaks += 1
                at += length
            } else if isBlank(text[at]) {
                at += 1
            } else {
                break
            }
        }
        if breaks == 1 { out.append(0x20) } else { out.append(contentsOf: repeatElement(0x0A, count: max(0, breaks - 1))) }
        return at
    }

    private static func trimBlanks(_ out: inout [UInt8], downTo floor: Int) {
        while out.count > floor, let last = out.last, isBlank(last) { out.removeLast() }
    }

    private static func plain(_ text: Bytes) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if breakLength(text, index) > 0 {
                trimBlanks(&out, downTo: 0)
                index = fold(text, index, into: &out)
            } else {
                out.append(text[index])
                index += 1
            }
        }
        return out
    }

    private static func singleQuoted(_ text: Bytes) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            if breakLength(text, index) > 0 {
                trimBlanks(&out, downTo: 0)
                index = fold(text, index, into: &out)
            } else {
                out.append(text[index])
                index += text[index] == 0x27 ? 2 : 1
            }
        }
        return out
    }

    private static func doubleQuoted(_ text: Bytes) -> [UInt8] {
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var index = 0
        var floor = 0
        while index < text.count {
            let byte = text[index]
            if breakLength(text, index) > 0 {
                trimBlanks(&out, downTo: floor)
                index = fold(text, index, into: &out)
                floor = out.count
            } else if byte == 0x5C, index + 1 < text.count {
                let length = breakLength(text, index + 1)
                if length > 0 {
                    index += 1 + length
                    var blank = index
                    while blank < text.count, isBlank(text[blank]) { blank += 1 }
                    if breakLength(text, blank) > 0 {
                        // Empty lines after an escaped break still count one line feed each.
                        index = blank
                        while breakLength(text, index) > 0 {
                            out.append(0x0A)
                            index += breakLength(text, index)
                            while index < text.count, isBlank(text[index]) { index += 1 }
                        }
                    } else {
                        index = blank
                    }
                } else {
                    index = escape(text, index + 1, into: &out)
                }
                floor = out.count
            } else {
                out.append(byte)
                index += 1
            }
        }
        return out
    }

    /// Decodes the escape whose letter is at `index`; gives the index after it.
    private static func escape(_ text: Bytes, _ index: Int, into out: inout [UInt8]) -> Int {
        switch text[index] {
        case UInt8(ascii: "0"): out.append(0)
        case UInt8(ascii: "a"): out.append(7)
        case UInt8(ascii: "b"): out.append(8)
        case UInt8(ascii: "t"), 0x09: out.append(9)
        case UInt8(ascii: "n"): out.append(10)
        case UInt8(ascii: "v"): out.append(11)
        case UInt8(ascii: "f"): out.append(12)
        case UInt8(ascii: "r"): out.append(13)
        case UInt8(ascii: "e"): out.append(27)
        case UInt8(ascii: "N"): append(0x85, to: &out)
        case UInt8(ascii: "_"): append(0xA0, to: &out)
        case UInt8(ascii: "L"): append(0x2028, to: &out)
        case UInt8(ascii: "P"): append(0x2029, to: &out)
        case UInt8(ascii: "x"): return hexadecimal(text, index + 1, digits: 2, into: &out)
        case UInt8(ascii: "u"): return hexadecimal(text, index + 1, digits: 4, into: &out)
        case UInt8(ascii: "U"): return hexadecimal(text, index + 1, digits: 8, into: &out)
        default: out.append(text[index])
        }
        return index + 1
    }

    private static func hexadecimal(_ text: Bytes, _ index: Int, digits: Int, into out: inout [UInt8]) -> Int {
        guard let value = number(text, index, digits: digits) else { return min(index + digits, text.count) }
        let after = index + digits
        if value & 0xFC00 == 0xD800, after + 6 <= text.count, text[after] == 0x5C, text[after + 1] == UInt8(ascii: "u"),
            let low = number(text, after + 2, digits: 4), low & 0xFC00 == 0xDC00
        {
            append(0x10000 + (value & 0x3FF) << 10 + low & 0x3FF, to: &out)
            return after + 6
        }
        append(value, to: &out)
        return after
    }

    /// Reads `digits` hexadecimal digits; `nil` when they are not all there.
    static func number(_ text: UnsafeBufferPointer<UInt8>, _ index: Int, digits: Int) -> UInt32? {
        guard index >= 0, index + digits <= text.count else { return nil }
        var value: UInt32 = 0
        for i in index..<index + digits {
            let digit: UInt8
            switch text[i] {
            case 0x30...0x39: digit = text[i] - 0x30
            case 0x41...0x46: digit = text[i] - 0x41 + 10
            case 0x61...0x66: digit = text[i] - 0x61 + 10
            default: return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    private static func append(_ code: UInt32, to out: inout [UInt8]) {
        let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
        out.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    }

    /// A literal or folded block, from its indicator on.
    private static func block(_ text: Bytes, indent: Int, folded: Bool, endsLine: Bool) -> [UInt8] {
        var index = 1
        var keep = false
        var strip = false
        while index < text.count, !isBlank(text[index]), breakLength(text, index) == 0 {
            keep = keep || text[index] == UInt8(ascii: "+")
            strip = strip || text[index] == UInt8(ascii: "-")
            index += 1
        }
        while index < text.count, breakLength(text, index) == 0 { index += 1 }
        index += breakLength(text, index)

        var out: [UInt8] = []
        out.reserveCapacity(text.count - index)
        var pendingBreaks = 0
        var previousMoreIndented = false
        var first = true
        while index < text.count {
            var column = 0
            while column < indent, index < text.count, text[index] == 0x20 {
                index += 1
                column += 1
            }
            let start = index
            while index < text.count, breakLength(text, index) == 0 { index += 1 }
            let line = text[start..<index]
            let length = breakLength(text, index)
            index += length
            if line.isEmpty {
                pendingBreaks += length > 0 ? 1 : 0
                continue
            }
            let moreIndented = isBlank(line[line.startIndex])
            if folded, !first, !moreIndented, !previousMoreIndented {
                if pendingBreaks == 1 { out.append(0x20) }
                out.append(contentsOf: repeatElement(0x0A, count: max(0, pendingBreaks - 1)))
            } else {
                out.append(contentsOf: repeatElement(0x0A, count: pendingBreaks))
            }
            out.append(contentsOf: line)
            pendingBreaks = length > 0 || endsLine ? 1 : 0
            previousMoreIndented = moreIndented
            first = false
        }
        if keep {
            out.append(contentsOf: repeatElement(0x0A, count: pendingBreaks))
        } else if !strip, !first, pendingBreaks > 0 {
            out.append(0x0A)
        }
        return out
    }
}
