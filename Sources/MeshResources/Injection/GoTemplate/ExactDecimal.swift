/// Floating-point numbers as `%f` and `%e` write them: the exact value, rounded half to even at the last place.
enum ExactDecimal {
    /// A number with a fixed count of decimals.
    static func fixed(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return GoText.float(value) }
        let decimals = min(decimals, 1000)
        var (digits, point) = expansion(value)
        round(&digits, &point, keeping: point + decimals)
        let whole = point > 0 ? String(decoding: padded(digits, from: 0, count: point), as: UTF8.self) : "0"
        let fraction = String(decoding: padded(digits, from: point, count: decimals), as: UTF8.self)
        return (value.sign == .minus ? "-" : "") + whole + (decimals > 0 ? "." + fraction : "")
    }

    /// A number with one digit before the point and an exponent of two digits at least.
    static func scientific(_ value: Double, _ decimals: Int) -> String {
        guard value.isFinite else { return GoText.float(value) }
        let decimals = min(decimals, 1000)
        var (digits, point) = expansion(value)
        round(&digits, &point, keeping: decimals + 1)
        let text = String(decoding: padded(digits, from: 0, count: decimals + 1), as: UTF8.self)
        let exponent = value == 0 ? 0 : point - 1
        let size = String(exponent.magnitude)
        return (value.sign == .minus ? "-" : "") + text.prefix(1) + (decimals > 0 ? "." + text.dropFirst() : "") + "e"
            + (exponent < 0 ? "-" : "+") + (size.utf8.count < 2 ? "0" : "") + size
    }

    /// All digits of the magnitude, none of them a leading zero, and how many stand before the point.
    private static func expansion(_ value: Double) -> (digits: [UInt8], point: Int) {
        guard value != 0 else { return ([], 0) }
        var mantissa = value.significandBitPattern
        var exponent = Int(value.exponentBitPattern) - 1075
        if value.isNormal { mantissa |= 1 << 52 } else { exponent = -1074 }
        while mantissa & 1 == 0, exponent < 0 {
            mantissa >>= 1
            exponent += 1
        }
        // m / 2^k is m * 5^k / 10^k.
        var digits = Array(String(mantissa).utf8.map { $0 - 0x30 }.reversed())
        for _ in 0..<exponent.magnitude { multiply(&digits, by: exponent < 0 ? 5 : 2) }
        digits.reverse()
        return (digits, digits.count + min(exponent, 0))
    }

    /// Multiplies a number whose lowest digit comes first.
    private static func multiply(_ digits: inout [UInt8], by factor: UInt8) {
        var carry: UInt8 = 0
        for index in digits.indices {
            let product = digits[index] * factor + carry
            digits[index] = product % 10
            carry = product / 10
        }
        if carry > 0 { digits.append(carry) }
    }

    /// Keeps the first digits and rounds; `point` moves when a digit is gained.
    private static func round(_ digits: inout [UInt8], _ point: inout Int, keeping count: Int) {
        guard count < digits.count else { return }
        guard count >= 0 else {
            digits = []
            return
        }
        let rest = digits[count...]
        let isHalf = rest.first == 5 && rest.dropFirst().allSatisfy { $0 == 0 }
        let isUp = isHalf ? count > 0 && digits[count - 1] % 2 == 1 : (rest.first ?? 0) >= 5
        digits.removeSubrange(count...)
        guard isUp else { return }
        var place = count - 1
        while place >= 0, digits[place] == 9 {
            digits[place] = 0
            place -= 1
        }
        if place >= 0 {
            digits[place] += 1
        } else {
            digits.insert(1, at: 0)
            point += 1
        }
    }

    /// Digits as text, zeros where there are none.
    private static func padded(_ digits: [UInt8], from start: Int, count: Int) -> [UInt8] {
        (start..<(start + max(0, count))).map { digits.indices.contains($0) ? digits[$0] + 0x30 : 0x30 }
    }
}
