/// Reads JSON strictly (RFC 8259) into the same tree that YAML gives, several values in a row as several documents.
public struct JSONReader: ~Copyable {
    /// Brackets open at once before a text is refused.
    public static let maximumDepth = 256

    private let source: SourceText
    private let base: UnsafePointer<UInt8>
    private let count: Int
    private var at = 0
    private var records: RecordBuffer

    private init(_ source: SourceText, _ range: SourceRange) {
        self.source = source
        base = source.base
        count = min(Int(range.end), source.count)
        at = min(Int(range.start), count)
        records = RecordBuffer(capacity: (count - at) / 8 + 16)
    }

    /// Reads a text. After an error nothing more is read: JSON has no place to go on.
    public static func parse(_ source: SourceText) -> ParseResult {
        JSONReader(source, SourceRange(0, source.count)).run()
    }

    /// Reads the values that stand in a part of a text, as if the text were that part. Places count from the text's start.
    public static func parse(_ source: SourceText, in range: SourceRange) -> ParseResult {
        JSONReader(source, range).run()
    }

    private consuming func run() -> ParseResult {
        var documents: [Tree.Document] = []
        var diagnostics: [Diagnostic] = []
        if at == 0, count >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF { at = 3 }
        skipBlanks()
        while at < count {
            let start = at
            let mark = records.count
            if let failure = value() {
                records.truncate(to: mark)
                diagnostics.append(failure.diagnostic(source))
                break
            }
            documents.append(
                Tree.Document(root: UInt32(truncatingIfNeeded: mark), range: SourceRange(start, at), hasMarker: false))
            skipBlanks()
        }
        if documents.isEmpty, diagnostics.isEmpty {
            diagnostics.append(Failure(at: 0, message: "an empty text is not JSON").diagnostic(source))
        }
        let tree = Tree(source: source, records: records, documents: documents, properties: [], comments: [])
        return ParseResult(tree: tree, diagnostics: diagnostics)
    }

    private struct Failure {
        var at: Int
        var message: String

        func diagnostic(_ source: SourceText) -> Diagnostic {
            let at = min(at, source.count)
            let range = SourceRange(at, min(at + 1, source.count))
            return Diagnostic(
                code: "MSH0002", severity: .error, message: message, location: Location(source: source, range: range))
        }
    }

    @inline(__always)
    private mutating func skipBlanks() {
        while base[at] == 0x20 || base[at] == 0x0A || base[at] == 0x0D || base[at] == 0x09, at < count { at &+= 1 }
    }

    /// Reads one value with a stack of open collections of its own, so that depth costs no call stack.
    private mutating func value() -> Failure? {
        var open: [UInt32] = []
        var isObject = false
        while true {
            // A value stands here.
            skipBlanks()
            switch base[at] {
            case UInt8(ascii: "{"), UInt8(ascii: "["):
                isObject = base[at] == UInt8(ascii: "{")
                let meta = (isObject ? Tree.Meta.mapping : Tree.Meta.sequence) | Tree.Meta.flow
                guard open.count < Self.maximumDepth else {
                    return Failure(at: at, message: "nested deeper than \(Self.maximumDepth) levels")
                }
                open.append(records.append(.init(start: UInt32(truncatingIfNeeded: at), end: 0, next: 0, meta: meta)))
                at &+= 1
                skipBlanks()
                if base[at] == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) { break }
                if isObject, let failure = key() { return failure }
                continue
            case UInt8(ascii: "\""):
                if let failure = string() { return failure }
            case UInt8(ascii: "t"):
                if let failure = word("true") { return failure }
            case UInt8(ascii: "f"):
                if let failure = word("false") { return failure }
            case UInt8(ascii: "n"):
                if let failure = word("null") { return failure }
            default:
                if let failure = number() { return failure }
            }
            // A value has ended: close what closes, then go on after a comma.
            while true {
                guard let last = open.last else { return nil }
                skipBlanks()
                let byte = base[at]
                if byte == UInt8(ascii: ",") {
                    guard base[Int(records.base[Int(last)].start)] == UInt8(ascii: "{") else {
                        isObject = false
                        at &+= 1
                        break
                    }
                    isObject = true
                    at &+= 1
                    skipBlanks()
                    if let failure = key() { return failure }
                    break
                }
                isObject = records.base[Int(last)].meta & Tree.Meta.kindMask == Tree.Meta.mapping
                guard byte == (isObject ? UInt8(ascii: "}") : UInt8(ascii: "]")) else {
                    let expected = isObject ? "expected ',' or '}'" : "expected ',' or ']'"
                    return Failure(
                        at: at, message: at >= count ? "the text ends inside brackets, \(expected)" : "unexpected character, \(expected)")
                }
                at &+= 1
                records.base[Int(last)].end = UInt32(truncatingIfNeeded: at)
                records.base[Int(last)].next = UInt32(truncatingIfNeeded: records.count)
                open.removeLast()
            }
        }
    }

    private mutating func key() -> Failure? {
        guard base[at] == UInt8(ascii: "\"") else { return Failure(at: at, message: "expected a key in double quotes") }
        if let failure = string() { return failure }
        skipBlanks()
        guard base[at] == UInt8(ascii: ":") else { return Failure(at: at, message: "expected ':' after a key") }
        at &+= 1
        return nil
    }

    private mutating func word(_ word: StaticString) -> Failure? {
        let length = word.utf8CodeUnitCount
        for i in 0..<length where base[at + i] != word.utf8Start[i] { return Failure(at: at, message: "expected a JSON value") }
        return scalar(length)
    }

    private mutating func scalar(_ length: Int) -> Failure? {
        _ = records.append(
            .init(
                start: UInt32(truncatingIfNeeded: at), end: UInt32(truncatingIfNeeded: at + length), next: 0,
                meta: Tree.Meta.scalar | Tree.Meta.plain | Tree.Meta.json))
        at += length
        return nil
    }

    private mutating func number() -> Failure? {
        var end = at
        func digits() -> Int {
            let start = end
            while base[end] >= 0x30, base[end] <= 0x39 { end += 1 }
            return end - start
        }
        if base[end] == UInt8(ascii: "-") { end += 1 }
        let zero = base[end] == 0x30
        let whole = digits()
        if whole == 0 {
            return Failure(at: at, message: at >= count ? "the text ends where a value is expected" : "expected a JSON value")
        }
        if zero, whole > 1 { return Failure(at: at, message: "a number with a leading zero is not JSON") }
        if base[end] == UInt8(ascii: ".") {
            end += 1
            if digits() == 0 { return Failure(at: end, message: "expected a digit after the decimal point") }
        }
        if base[end] | 0x20 == UInt8(ascii: "e") {
            end += 1
            if base[end] == UInt8(ascii: "+") || base[end] == UInt8(ascii: "-") { end += 1 }
            if digits() == 0 { return Failure(at: end, message: "expected a digit in the exponent") }
        }
        return scalar(end - at)
    }

    /// The first byte from `from` on that is a quote, a backslash, a control character or not ASCII; eight bytes at a time.
    @inline(__always)
    private func ordinaryEnd(_ from: Int) -> Int {
        let ones: UInt64 = 0x0101_0101_0101_0101
        var p = from
        while true {
            let word = UnsafeRawPointer(base + p).loadUnaligned(as: UInt64.self).littleEndian
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            // Borrows may mark bytes above the first hit, never below it.
            let hits =
                (((quotes &- ones) & ~quotes) | ((backslashes &- ones) & ~backslashes) | ((word &- ones &* 0x20) & ~word) | word)
                & (ones &* 0x80)
            if hits != 0 { return p &+ hits.trailingZeroBitCount &>> 3 }
            p &+= 8
        }
    }

    private mutating func string() -> Failure? {
        let start = at &+ 1
        var index = ordinaryEnd(start)
        var flags: UInt32 = 0
        while true {
            let byte = base[index]
            if byte == 0x22 { break }
            if byte == 0x5C {
                flags = Tree.Meta.needsDecoding
                switch base[index + 1] {
                case UInt8(ascii: "u"):
                    guard let code = ScalarDecoder.number(source.bytes, index + 2, digits: 4) else {
                        return Failure(at: index, message: "'\\u' wants four hexadecimal digits")
                    }
                    if code & 0xF800 == 0xD800 {
                        let paired =
                            code & 0xFC00 == 0xD800 && base[index + 6] == 0x5C && base[index + 7] == UInt8(ascii: "u")
                            && (ScalarDecoder.number(source.bytes, index + 8, digits: 4).map { $0 & 0xFC00 == 0xDC00 } ?? false)
                        guard paired else { return Failure(at: index, message: "half of a surrogate pair") }
                        index += 6
                    }
                    index += 6
                case 0x22, 0x5C, UInt8(ascii: "/"), UInt8(ascii: "b"), UInt8(ascii: "f"), UInt8(ascii: "n"), UInt8(ascii: "r"),
                    UInt8(ascii: "t"):
                    index += 2
                default: return Failure(at: index, message: "unknown escape")
                }
            } else if byte < 0x20 {
                if index >= count { return Failure(at: start - 1, message: "a string that is opened here is never closed") }
                return Failure(at: index, message: "a control character must be escaped")
            } else if byte < 0x80 {
                index = ordinaryEnd(index &+ 1)
            } else {
                let length = UTF8Check.length(base + index, left: count - index)
                guard length > 0 else { return Failure(at: index, message: "not UTF-8") }
                index += length
            }
        }
        _ = records.append(
            .init(
                start: UInt32(truncatingIfNeeded: start), end: UInt32(truncatingIfNeeded: index), next: 0,
                meta: Tree.Meta.scalar | Tree.Meta.doubleQuoted | Tree.Meta.json | flags))
        at = index &+ 1
        return nil
    }
}

/// Recognises well-formed UTF-8 sequences.
enum UTF8Check {
    /// The length of the well-formed sequence at `bytes`, or 0. Reads at most `left` bytes.
    static func length(_ bytes: UnsafePointer<UInt8>, left: Int) -> Int {
        let first = bytes[0]
        if first < 0x80 { return 1 }
        func continues(_ i: Int) -> Bool { bytes[i] & 0xC0 == 0x80 }
        switch first {
        case 0xC2...0xDF: return left >= 2 && continues(1) ? 2 : 0
        case 0xE0...0xEF:
            guard left >= 3, continues(1), continues(2) else { return 0 }
            if first == 0xE0, bytes[1] < 0xA0 { return 0 }
            if first == 0xED, bytes[1] >= 0xA0 { return 0 }
            return 3
        case 0xF0...0xF4:
            guard left >= 4, continues(1), continues(2), continues(3) else { return 0 }
            if first == 0xF0, bytes[1] < 0x90 { return 0 }
            if first == 0xF4, bytes[1] >= 0x90 { return 0 }
            return 4
        default: return 0
        }
    }
}
