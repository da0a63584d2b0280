/// The shape of a string: what decides whether it can be written plain.
struct EmitterScalar {
    enum Style { case plain, single, double, literal }

    /// The column beyond which a blank becomes a line break.
    static let bestWidth = 80

    private(set) var isMultiline = false
    private var hasLineFeed = false
    private var allowsPlain = true
    private var allowsSingle = true
    private var allowsLiteral = true
    private let readsAsString: Bool

    private static let indicators = Set("#,[]{}&*!|>'\"%@`".utf8)
    /// 1 for bytes that need no thought inside a plain scalar: letters, digits and most punctuation.
    private static let isHarmless: [Bool] = (0..<256).map { byte in
        byte > 0x20 && byte < 0x7F && byte != 0x23 && byte != 0x3A
    }

    init(_ text: UnsafeBufferPointer<UInt8>) {
        readsAsString = Self.readsAsString(text)
        guard let first = text.first else {
            allowsPlain = true
            allowsLiteral = false
            return
        }
        func isBlank(_ index: Int) -> Bool { index >= text.count || text[index] == 0x20 || text[index] == 0x09 }
        var isPlainForbidden = text.count >= 3 && (text.prefix(3).elementsEqual("---".utf8) || text.prefix(3).elementsEqual("...".utf8))
        switch first {
        case UInt8(ascii: "?"), UInt8(ascii: ":"), UInt8(ascii: "-"): if isBlank(1) { isPlainForbidden = true }
        default: if Self.indicators.contains(first) { isPlainForbidden = true }
        }
        var hasBreak = false
        var hasSpecial = false
        var spaceThenBreak = false
        var breakThenSpace = false
        var previousIsSpace = false
        var previousIsBreak = false
        var index = 0
        while index < text.count {
            let byte = text[index]
            if Self.isHarmless[Int(byte)] {
                previousIsSpace = false
                previousIsBreak = false
                index += 1
                continue
            }
            if index > 0 {
                if byte == UInt8(ascii: ":"), isBlank(index + 1) { isPlainForbidden = true }
                if byte == UInt8(ascii: "#"), isBlank(index - 1) || text[index - 1] == 0x0A { isPlainForbidden = true }
            }
            if !Self.isPrintable(text, index) { hasSpecial = true }
            if byte == 0x20 {
                if previousIsBreak { breakThenSpace = true }
                previousIsSpace = true
                previousIsBreak = false
            } else if Self.isBreak(text, index) {
                hasBreak = true
                // Readers disagree about the other breaks: only an escape is read everywhere.
                if byte == 0x0A { hasLineFeed = true } else { hasSpecial = true }
                if previousIsSpace { spaceThenBreak = true }
                previousIsSpace = false
                previousIsBreak = true
            } else {
                previousIsSpace = false
                previousIsBreak = false
            }
            index += Self.width(byte)
        }
        isMultiline = hasBreak
        let startsBlank = first == 0x20 || Self.isBreak(text, 0)
        if startsBlank || previousIsSpace || previousIsBreak || hasBreak || isPlainForbidden { allowsPlain = false }
        if previousIsSpace { allowsLiteral = false }
        if breakThenSpace {
            allowsPlain = false
            allowsSingle = false
        }
        if spaceThenBreak || hasSpecial {
            allowsPlain = false
            allowsSingle = false
            allowsLiteral = false
        }
    }

    /// How to write the string; keys that stand before their colon are never literal.
    func style(isKey: Bool) -> Style {
        if hasLineFeed { return allowsLiteral && !isKey ? .literal : .double }
        guard readsAsString else { return .double }
        if allowsPlain { return .plain }
        return allowsSingle ? .single : .double
    }

    // MARK: Would a reader take it for something else?

    /// Whether the text, written plain, reads back as this string.
    static func readsAsString(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let first = text.first else { return false }
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."):
            guard case .string = ScalarResolution.plain(text) else { return false }
            return !isSexagesimal(text) && !isTimestamp(text)
        case UInt8(ascii: "<"): return !text.elementsEqual("<<".utf8)
        default:
            // Every other word that means something has at most five letters.
            guard text.count <= 5 else { return true }
            if case .string = ScalarResolution.plain(text) { return true }
            return false
        }
    }

    /// `12:30` and the like, which YAML 1.1 reads as numbers of base 60.
    private static func isSexagesimal(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        if text[0] == UInt8(ascii: "-") || text[0] == UInt8(ascii: "+") { index = 1 }
        guard index < text.count, isDigit(text[index]) else { return false }
        while index < text.count, isDigit(text[index]) || text[index] == UInt8(ascii: "_") { index += 1 }
        var groups = 0
        while index < text.count, text[index] == UInt8(ascii: ":") {
            let start = index + 1
            var end = start
            while end < text.count, end < start + 2, isDigit(text[end]) { end += 1 }
            guard end > start, end - start == 1 || text[start] <= UInt8(ascii: "5") else { return false }
            groups += 1
            index = end
        }
        guard groups > 0 else { return false }
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            while index < text.count, isDigit(text[index]) || text[index] == UInt8(ascii: "_") { index += 1 }
        }
        return index == text.count
    }

    /// A date, or a date and a time with fractions and zone, as go-yaml recognizes them.
    private static func isTimestamp(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var index = 0
        /// Reads up to `most` digits; `nil` if there are fewer than `least` or the value is out of bounds.
        func number(_ least: Int, _ most: Int, _ bounds: ClosedRange<Int>) -> Int? {
            var value = 0
            let start = index
            while index < text.count, index < start + most, isDigit(text[index]) {
                value = value * 10 + Int(text[index] - 0x30)
                index += 1
            }
            return index - start >= least && bounds.contains(value) ? value : nil
        }
        func take(_ byte: Unicode.Scalar) -> Bool {
            guard index < text.count, text[index] == UInt8(ascii: byte) else { return false }
            index += 1
            return true
        }
        guard let year = number(4, 4, 0...9999), take("-"), let month = number(1, 2, 1...12), take("-"), let day = number(1, 2, 1...31)
        else {
            return false
        }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
        guard day <= days else { return false }
        if index == text.count { return true }
        let wantsZone = !take(" ")
        if wantsZone { guard take("T") || take("t") else { return false } }
        guard number(1, 2, 0...23) != nil, take(":"), number(1, 2, 0...59) != nil, take(":"), number(1, 2, 0...59) != nil else {
            return false
        }
        if take(".") { guard number(1, 64, 0...Int.max) != nil else { return false } }
        guard wantsZone else { return index == text.count }
        if take("Z") { return index == text.count }
        guard take("+") || take("-"), number(2, 2, 0...24) != nil, take(":"), number(2, 2, 0...60) != nil else { return false }
        return index == text.count
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    // MARK: Characters

    /// The length of the UTF-8 sequence that a byte begins.
    static func width(_ byte: UInt8) -> Int {
        switch byte {
        case 0..<0xC0: 1
        case 0xC0..<0xE0: 2
        case 0xE0..<0xF0: 3
        default: 4
        }
    }

    /// Printable as YAML 1.1's emitters see it: no tab, no characters beyond U+FFFF.
    private static func isPrintable(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        let byte = text[index]
        let next: UInt8 = index + 1 < text.count ? text[index + 1] : 0
        let third: UInt8 = index + 2 < text.count ? text[index + 2] : 0
        switch byte {
        case 0x0A, 0x20...0x7E: return true
        case 0xC2: return next >= 0xA0
        case 0xC3..<0xED: return true
        case 0xED: return next < 0xA0
        case 0xEE: return true
        case 0xEF: return !(next == 0xBB && third == 0xBF) && !(next == 0xBF && (third == 0xBE || third == 0xBF))
        default: return false
        }
    }

    private static func isBreak(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        let byte = text[index]
        if byte == 0x0A || byte == 0x0D { return true }
        guard byte >= 0xC2, index + 1 < text.count else { return false }
        if byte == 0xC2 { return text[index + 1] == 0x85 }
        return byte == 0xE2 && index + 2 < text.count && text[index + 1] == 0x80 && text[index + 2] & 0xFE == 0xA8
    }

    /// The escape that a character needs in double quotes; `nil` if it may stand as it is.
    static func escape(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> [UInt8]? {
        let byte = text[index]
        if isPrintable(text, index), !isBreak(text, index), byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") { return nil }
        let end = min(index + width(byte), text.count)
        let scalar = String(decoding: text[index..<end], as: UTF8.self).unicodeScalars.first?.value ?? 0xFFFD
        let short: UInt8? =
            switch scalar {
            case 0x00: UInt8(ascii: "0")
            case 0x07: UInt8(ascii: "a")
            case 0x08: UInt8(ascii: "b")
            case 0x09: UInt8(ascii: "t")
            case 0x0A: UInt8(ascii: "n")
            case 0x0B: UInt8(ascii: "v")
            case 0x0C: UInt8(ascii: "f")
            case 0x0D: UInt8(ascii: "r")
            case 0x1B: UInt8(ascii: "e")
            case 0x22: UInt8(ascii: "\"")
            case 0x5C: UInt8(ascii: "\\")
            case 0x85: UInt8(ascii: "N")
            case 0xA0: UInt8(ascii: "_")
            case 0x2028: UInt8(ascii: "L")
            case 0x2029: UInt8(ascii: "P")
            default: nil
            }
        if let short { return [UInt8(ascii: "\\"), short] }
        let (letter, digits): (String, Int) = scalar <= 0xFF ? ("x", 2) : scalar <= 0xFFFF ? ("u", 4) : ("U", 8)
        let hex = String(scalar, radix: 16, uppercase: true)
        return Array(("\\" + letter + String(repeating: "0", count: max(0, digits - hex.utf8.count)) + hex).utf8)
    }

    /// A floating-point number as go-yaml writes it.
    static func number(_ value: Double) -> String {
        if value.isNaN { return ".nan" }
        if value.isInfinite { return value < 0 ? "-.inf" : ".inf" }
        // `-0` would be read as the integer 0.
        return value == 0 && value.sign == .minus ? "-0.0" : NumberFormat.general(value)
    }
}
