/// The form of a path that proxies match: dot segments resolved, unreserved characters decoded, backslashes turned.
enum PathNormalization {
    /// Path and query after normalization; `nil` where the proxy answers 400. What follows `#` is cut off. The query stays as it is.
    static func normalize(_ path: String) -> String? {
        if isPlain(path) { return path }
        let bytes = Array(path.utf8)
        let end = bytes.firstIndex(of: UInt8(ascii: "#")) ?? bytes.count
        let pathEnd = bytes[..<end].firstIndex(of: UInt8(ascii: "?")) ?? end
        guard let result = canonical(bytes[..<pathEnd]) else { return nil }
        return String(decoding: result + bytes[pathEnd..<end], as: UTF8.self)
    }

    /// Whether nothing in a path needs a closer look.
    private static func isPlain(_ path: String) -> Bool {
        guard path.utf8.first == UInt8(ascii: "/") else { return false }
        var isQuery = false
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "#"): return false
            case UInt8(ascii: "?"): isQuery = true
            case UInt8(ascii: "."), UInt8(ascii: "%"), UInt8(ascii: "\\"), 0:
                if !isQuery { return false }
            default:
                if !isQuery, isEscaped(byte) { return false }
            }
        }
        return true
    }

    private static func canonical(_ input: ArraySlice<UInt8>) -> [UInt8]? {
        guard input.first == UInt8(ascii: "/") else { return input == [UInt8(ascii: "*")] ? Array(input) : nil }
        let needsWork = input.contains { byte in
            byte == UInt8(ascii: ".") || byte == UInt8(ascii: "%") || byte == UInt8(ascii: "\\") || isEscaped(byte) || byte == 0
        }
        guard needsWork else { return Array(input) }
        var output: [UInt8] = []
        output.reserveCapacity(input.count)
        var at = input.startIndex
        while at < input.endIndex {
            let byte = input[at]
            if let dot = dotLength(input, at) {
                guard output.last == UInt8(ascii: "/") else {
                    output.append(UInt8(ascii: "."))
                    at += dot
                    continue
                }
                switch classify(input, at + dot) {
                case .name:
                    output.append(UInt8(ascii: "."))
                    at += dot
                case .current(let consumed): at += dot + consumed
                case .parent(let consumed):
                    dropLastSegment(&output)
                    at += dot + consumed
                }
            } else if byte == UInt8(ascii: "\\") {
                output.append(UInt8(ascii: "/"))
                at += 1
            } else if byte == UInt8(ascii: "%"), let value = escaped(input, at) {
                if value == 0 { return nil }
                if isUnreserved(value) { output.append(value) } else { output.append(contentsOf: input[at..<at + 3]) }
                at += 3
            } else if byte == 0 {
                return nil
            } else {
                if isEscaped(byte) { appendEscape(byte, &output) } else { output.append(byte) }
                at += 1
            }
        }
        return output
    }

    private enum AfterDot {
        case name
        case current(consumed: Int)
        case parent(consumed: Int)
    }

    private static func classify(_ input: ArraySlice<UInt8>, _ at: Int) -> AfterDot {
        if at >= input.endIndex { return .current(consumed: 0) }
        if isSlash(input[at]) { return .current(consumed: 1) }
        guard let second = dotLength(input, at) else { return .name }
        let after = at + second
        if after >= input.endIndex { return .parent(consumed: second) }
        return isSlash(input[after]) ? .parent(consumed: second + 1) : .name
    }

    private static func dropLastSegment(_ output: inout [UInt8]) {
        guard output.count > 1 else { return }
        output.removeLast()
        while output.count > 1, output.last != UInt8(ascii: "/") { output.removeLast() }
    }

    /// The length of a dot, written as it is or as `%2e`.
    private static func dotLength(_ input: ArraySlice<UInt8>, _ at: Int) -> Int? {
        if input[at] == UInt8(ascii: ".") { return 1 }
        return escaped(input, at) == UInt8(ascii: ".") ? 3 : nil
    }

    private static func escaped(_ input: ArraySlice<UInt8>, _ at: Int) -> UInt8? {
        guard input[at] == UInt8(ascii: "%"), at + 2 < input.endIndex, let high = digit(input[at + 1]), let low = digit(input[at + 2])
        else {
            return nil
        }
        return high << 4 | low
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x37
        case 0x61...0x66: byte - 0x57
        default: nil
        }
    }

    private static func isSlash(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "/") || byte == UInt8(ascii: "\\") }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "."): true
        default: false
        }
    }

    /// Characters that a path may not hold as they are.
    private static func isEscaped(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x01...0x20, 0x7F...0xFF, UInt8(ascii: "\""), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "`"), UInt8(ascii: "{"),
            UInt8(ascii: "|"), UInt8(ascii: "}"), UInt8(ascii: "^"):
            true
        default: false
        }
    }

    private static func appendEscape(_ byte: UInt8, _ output: inout [UInt8]) {
        let digits = Array("0123456789ABCDEF".utf8)
        output.append(UInt8(ascii: "%"))
        output.append(digits[Int(byte >> 4)])
        output.append(digits[Int(byte & 15)])
    }
}
