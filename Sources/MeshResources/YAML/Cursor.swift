/// Small steps over the bytes that every part of the parser takes.
extension Parser {
    @inline(__always)
    func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

    /// A line break or the end of the text.
    @inline(__always)
    func isLineEnd(_ byte: UInt8) -> Bool { byte == 0x0A || byte == 0x0D || byte == 0 }

    @inline(__always)
    func isBlankOrEnd(_ byte: UInt8) -> Bool { classes[Int(byte)] & ByteClass.blankOrEnd != 0 }

    /// One of `,[]{}`.
    @inline(__always)
    func isFlowIndicator(_ byte: UInt8) -> Bool {
        byte == UInt8(ascii: ",") || byte | 0x20 == UInt8(ascii: "{") || byte | 0x20 == UInt8(ascii: "}")
    }

    /// The length of the line break at `p`, 0 where there is none.
    @inline(__always)
    func breakLength(_ p: Int) -> Int {
        if base[p] == 0x0A { return 1 }
        if base[p] == 0x0D { return base[p + 1] == 0x0A ? 2 : 1 }
        return 0
    }

    /// Whether `---` or `...` stands at `p` or at the current byte.
    @inline(__always)
    func isMarker(_ byte: UInt8, _ p: Int? = nil) -> Bool {
        let p = p ?? at
        return base[p] == byte && base[p + 1] == byte && base[p + 2] == byte && isBlankOrEnd(base[p + 3])
    }

    /// Whether a comment starts at the current byte: `#` at a line's start or after a blank.
    @inline(__always)
    func isCommentStart() -> Bool {
        base[at] == UInt8(ascii: "#") && (at == 0 || isBlankOrEnd(base[at - 1]) || at == lineStart)
    }

    func text(_ start: Int, _ end: Int) -> String { source.text(in: SourceRange(start, end)) }

    /// The length of the word at `p`, for pointing at it.
    func tokenLength(_ p: Int) -> Int {
        var end = p
        while !isBlankOrEnd(base[end]), end - p < 80 { end += 1 }
        return max(1, end - p)
    }

    /// Goes over blanks on the same line and notes whether a tab was among them.
    @inline(__always)
    mutating func skipBlanks() {
        tabBefore = false
        while true {
            if base[at] == 0x20 {
                at &+= 1
            } else if base[at] == 0x09 {
                tabBefore = true
                at &+= 1
            } else {
                return
            }
        }
    }

    /// Goes to the next token over blanks, comments and line breaks. Gives whether a line break was crossed; then `column` is
    /// the token's indentation, or -1 where the document or the text ends.
    @inline(__always)
    mutating func skip(atLineStart: Bool = false) -> Bool {
        var p = at
        var crossed = atLineStart
        tabBefore = false
        while true {
            let byte = base[p]
            if byte == 0x0A {
                p &+= 1
                lineStart = p
                crossed = true
                tabBefore = false
                p = spacesEnd(p)
            } else if byte == 0x20 {
                p = spacesEnd(p)
            } else if byte == UInt8(ascii: "#"), p == lineStart || isBlank(base[p &- 1]) {
                let start = p
                while !isLineEnd(base[p]) { p &+= 1 }
                comments.append(SourceRange(start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: p)))
            } else if byte == 0x09 {
                tabBefore = true
                p &+= 1
            } else if byte == 0x0D {
                p &+= breakLength(p)
                lineStart = p
                crossed = true
                tabBefore = false
            } else {
                at = p
                if byte == 0 {
                    column = -1
                    return true
                }
                if crossed {
                    column = p &- lineStart
                    if tabBefore {
                        column = 0
                        while base[lineStart + column] == 0x20 { column += 1 }
                    } else if column == 0, isMarker(UInt8(ascii: "-")) || isMarker(UInt8(ascii: ".")) {
                        column = -1
                    }
                }
                return crossed
            }
        }
    }

    /// The first byte from `p` on that is no space. Looks at eight bytes at a time, which the padding allows.
    @inline(__always)
    func spacesEnd(_ from: Int) -> Int {
        var p = from
        while true {
            let others = UnsafeRawPointer(base + p).loadUnaligned(as: UInt64.self).littleEndian ^ 0x2020_2020_2020_2020
            if others != 0 { return p &+ others.trailingZeroBitCount &>> 3 }
            p &+= 8
        }
    }

    func tabFailure() -> ParseFailure {
        var p = at
        while p > lineStart, base[p - 1] != 0x09 { p -= 1 }
        return ParseFailure(.tabIndentation, max(p - 1, lineStart), "a tab is used as indentation", help: "indent with spaces")
    }
}
