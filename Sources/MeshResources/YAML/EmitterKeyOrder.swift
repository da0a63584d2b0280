/// The order in which go-yaml, and so Kubernetes, writes the keys of a mapping.
enum EmitterKeyOrder {
    /// Whether `a` stands before `b`: at the first character that differs, a letter comes after anything else, two letters go by
    /// code point, and runs of digits go by their value; a prefix comes first.
    static func precedes(_ a: String, _ b: String) -> Bool {
        var (a, b) = (a, b)
        let ascii: Bool? = a.withUTF8 { x in
            b.withUTF8 { y in
                guard x.allSatisfy({ $0 < 0x80 }), y.allSatisfy({ $0 < 0x80 }) else { return nil }
                return compare(x, y, isLetter: { $0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A }, isDigit: { $0 >= 0x30 && $0 <= 0x39 })
            }
        }
        if let ascii { return ascii }
        return compare(
            Array(a.unicodeScalars), Array(b.unicodeScalars), isLetter: { $0.properties.isAlphabetic },
            isDigit: { $0.properties.generalCategory == .decimalNumber })
    }

    @inline(__always)
    private static func compare<T: Comparable & Equatable>(
        _ a: some RandomAccessCollection<T>, _ b: some RandomAccessCollection<T>, isLetter: (T) -> Bool, isDigit: (T) -> Bool
    ) -> Bool {
        let (a, b) = (Array(a), Array(b))
        guard let at = (0..<min(a.count, b.count)).first(where: { a[$0] != b[$0] }) else { return a.count < b.count }
        switch (isLetter(a[at]), isLetter(b[at])) {
        case (true, true): return a[at] < b[at]
        case (true, false): return false
        case (false, true): return true
        case (false, false): break
        }
        let (first, second) = (run(a, at, isDigit), run(b, at, isDigit))
        // Numbers of equal length compare digit by digit, and longer ones are larger unless zeros lead. What comes before the
        // difference is common to both and matters only for zeros.
        var hasDigitBefore = false
        if digit(a[at]) == 0 || digit(b[at]) == 0 {
            var index = at - 1
            while index >= 0, isDigit(a[index]) {
                if digit(a[index]) != 0 { hasDigitBefore = true }
                index -= 1
            }
        }
        let (x, y) = (value(first, hasDigitBefore), value(second, hasDigitBefore))
        if x != y { return x < y }
        if first.count != second.count { return first.count < second.count }
        return a[at] < b[at]
    }

    private static func run<T>(_ text: [T], _ start: Int, _ isDigit: (T) -> Bool) -> ArraySlice<T> {
        var end = start
        while end < text.count, isDigit(text[end]) { end += 1 }
        return text[start..<end]
    }

    private static func digit<T>(_ character: T) -> UInt64 {
        switch character {
        case let byte as UInt8: UInt64(byte) &- 0x30
        case let scalar as Unicode.Scalar: UInt64(scalar.value) &- 0x30
        default: 0
        }
    }

    private static func value<T>(_ digits: ArraySlice<T>, _ leadingOne: Bool) -> UInt64 {
        digits.reduce(leadingOne ? 1 : 0) { $0 &* 10 &+ digit($1) }
    }
}
