/// Durations as Go's `time.ParseDuration` reads them.
enum DurationRules {
    static let nanosecondsPerMillisecond: Int64 = 1_000_000

    /// The nanoseconds of `1h30m`, `1.5s`, `300ms`; `nil` when it is no duration or does not fit 64 bits.
    static func parse(_ text: Bytes) -> Int64? {
        var index = 0
        var negative = false
        if let first = text.first, first == UInt8(ascii: "-") || first == UInt8(ascii: "+") {
            negative = first == UInt8(ascii: "-")
            index = 1
        }
        if index == text.count { return nil }
        if text.count - index == 1, text[index] == UInt8(ascii: "0") { return 0 }
        var total: UInt64 = 0
        while index < text.count {
            guard let part = component(text, &index) else { return nil }
            let (sum, overflow) = total.addingReportingOverflow(part)
            guard !overflow, sum <= 1 << 63 else { return nil }
            total = sum
        }
        if negative { return total == 1 << 63 ? .min : -Int64(total) }
        return Int64(exactly: total)
    }

    /// One number with its unit.
    private static func component(_ text: Bytes, _ index: inout Int) -> UInt64? {
        let start = index
        var whole: UInt64 = 0
        while index < text.count, text[index] &- UInt8(ascii: "0") < 10 {
            let (product, overflow) = whole.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(UInt64(text[index] - UInt8(ascii: "0")))
            guard !overflow, !carry, sum <= 1 << 63 else { return nil }
            whole = sum
            index += 1
        }
        var digits = index - start
        var fraction: UInt64 = 0
        var scale = 1.0
        if index < text.count, text[index] == UInt8(ascii: ".") {
            index += 1
            let point = index
            while index < text.count, text[index] &- UInt8(ascii: "0") < 10 {
                if index - point < 18 {
                    fraction = fraction * 10 + UInt64(text[index] - UInt8(ascii: "0"))
                    scale *= 10
                }
                index += 1
            }
            digits += index - point
        }
        guard digits > 0, let unit = unit(text, &index) else { return nil }
        let (product, overflow) = whole.multipliedReportingOverflow(by: unit)
        guard !overflow, product <= 1 << 63 else { return nil }
        guard fraction > 0 else { return product }
        let (sum, carry) = product.addingReportingOverflow(UInt64(Double(fraction) * (Double(unit) / scale)))
        return carry || sum > 1 << 63 ? nil : sum
    }

    private static func unit(_ text: Bytes, _ index: inout Int) -> UInt64? {
        let start = index
        while index < text.count, text[index] != UInt8(ascii: "."), text[index] &- UInt8(ascii: "0") >= 10 { index += 1 }
        switch HostRules.string(text, start, index) {
        case "ns": return 1
        case "us", "\u{B5}s", "\u{3BC}s": return 1_000
        case "ms": return 1_000_000
        case "s": return 1_000_000_000
        case "m": return 60_000_000_000
        case "h": return 3_600_000_000_000
        default: return nil
        }
    }
}
