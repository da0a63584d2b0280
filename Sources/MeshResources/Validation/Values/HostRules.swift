/// Names of hosts as Istio accepts them: letters of either case, digits and hyphens in labels of at most 63 characters.
enum HostRules {
    /// What is wrong with a name.
    enum Fault: Equatable {
        case empty
        case tooLong(Int)
        /// The last label is a number.
        case numericTop(String)
        /// A label that is none.
        case label(String)

        /// What was found and what was expected.
        var message: String {
            switch self {
            case .empty: "it is empty"
            case .tooLong(let count): "it has \(count) characters, expected at most 255"
            case .numericTop(let label): "the last label '\(label)' is a number, expected a name"
            case .label(let label): "label '\(label)' found, expected letters, digits and inner hyphens, at most 63"
            }
        }
    }

    /// Whether the bytes are one DNS label.
    static func isLabel(_ text: Bytes) -> Bool { isLabel(text, 0, text.count) }

    private static func isLabel(_ text: Bytes, _ from: Int, _ to: Int) -> Bool {
        guard to > from, to - from <= 63, isAlphanumeric(text[from]), isAlphanumeric(text[to - 1]) else { return false }
        var index = from
        while index < to {
            guard isAlphanumeric(text[index]) || text[index] == UInt8(ascii: "-") else { return false }
            index &+= 1
        }
        return true
    }

    @inline(__always)
    static func isAlphanumeric(_ byte: UInt8) -> Bool {
        byte &- UInt8(ascii: "0") < 10 || (byte | 0x20) &- UInt8(ascii: "a") < 26
    }

    /// Checks a full name without wildcard. A dot at the end is allowed.
    static func checkFull(_ text: Bytes) -> Fault? {
        if text.isEmpty { return .empty }
        if text.count > 255 { return .tooLong(text.count) }
        return checkLabels(text, from: 0)
    }

    /// Checks a name whose first label may be, or begin with, a wildcard.
    static func checkWildcard(_ text: Bytes) -> Fault? {
        if text.isEmpty { return .empty }
        if text.count > 255 { return .tooLong(text.count) }
        var end = 0
        while end < text.count, text[end] != UInt8(ascii: ".") { end += 1 }
        if !isWildcardLabel(text, 0, end) { return .label(string(text, 0, end)) }
        return end < text.count ? checkLabels(text, from: end + 1) : nil
    }

    /// `*`, or a label after `*` or `*-` or nothing.
    private static func isWildcardLabel(_ text: Bytes, _ from: Int, _ to: Int) -> Bool {
        guard to > from, to - from <= 63 else { return false }
        guard text[from] == UInt8(ascii: "*") else { return isLabel(text, from, to) }
        if to == from + 1 { return true }
        let start = text[from + 1] == UInt8(ascii: "-") ? from + 2 : from + 1
        return isLabel(text, start, to)
    }

    private static func checkLabels(_ text: Bytes, from: Int) -> Fault? {
        var last = text.count
        while last > from, text[last - 1] != UInt8(ascii: ".") { last -= 1 }
        if isNumber(text, last, text.count) { return .numericTop(string(text, last, text.count)) }
        var start = from
        var index = from
        while index <= text.count {
            if index == text.count || text[index] == UInt8(ascii: ".") {
                if index == text.count, start == index { return nil }
                if !isLabel(text, start, index) { return .label(string(text, start, index)) }
                start = index + 1
            }
            index += 1
        }
        return nil
    }

    private static func isNumber(_ text: Bytes, _ from: Int, _ to: Int) -> Bool {
        guard to > from, to - from <= 18 else { return false }
        return (from..<to).allSatisfy { text[$0] &- UInt8(ascii: "0") < 10 }
    }

    static func string(_ text: Bytes, _ from: Int, _ to: Int) -> String {
        from < to ? String(decoding: text[from..<to], as: UTF8.self) : ""
    }

    /// Whether the name begins with a wildcard.
    static func isWildcard(_ text: Bytes) -> Bool { text.first == UInt8(ascii: "*") }

    /// Whether a wildcard stands anywhere but alone or as the whole first label.
    static func hasPartialWildcard(_ text: Bytes) -> Bool {
        guard text.contains(UInt8(ascii: "*")), text.count != 1 else { return false }
        return !(text.count >= 2 && text[0] == UInt8(ascii: "*") && text[1] == UInt8(ascii: "."))
    }

    /// Whether two names, each perhaps with a wildcard in front, have a name in common.
    static func overlap(_ a: Bytes, _ b: Bytes) -> Bool {
        switch (isWildcard(a), isWildcard(b)) {
        case (true, true): a.count < b.count ? endsWith(b, a, skip: 1) : endsWith(a, b, skip: 1)
        case (true, false): endsWith(b, a, skip: 1)
        case (false, true): endsWith(a, b, skip: 1)
        case (false, false): a.elementsEqual(b)
        }
    }

    /// Whether every name that `a` stands for is one that `b` stands for.
    static func covers(_ b: Bytes, _ a: Bytes) -> Bool {
        switch (isWildcard(a), isWildcard(b)) {
        case (true, true): a.count >= b.count && endsWith(a, b, skip: 1)
        case (true, false): false
        case (false, true): endsWith(a, b, skip: 1)
        case (false, false): a.elementsEqual(b)
        }
    }

    /// Whether `text` ends with `suffix` without its first `skip` bytes.
    private static func endsWith(_ text: Bytes, _ suffix: Bytes, skip: Int) -> Bool {
        let count = suffix.count - skip
        guard count <= text.count else { return false }
        for index in 0..<count where text[text.count - count + index] != suffix[skip + index] { return false }
        return true
    }
}
