/// Numbers as Go writes them.
public enum NumberFormat {
    /// A float as Go's `encoding/json` writes it: plain decimals for 1e-6 <= |x| < 1e21, otherwise an exponent with a sign
    /// and no leading zero. Not for NaN and infinities.
    public static func json(_ value: Double) -> String {
        let (negative, digits, exponent) = shortest(value)
        let magnitude = abs(value)
        if magnitude != 0, magnitude < 1e-6 || magnitude >= 1e21 {
            return scientific(negative, digits, exponent, minimumExponentDigits: 1)
        }
        return decimal(negative, digits, exponent)
    }

    /// A float as Go's `strconv.FormatFloat(x, 'g', -1, 64)` writes it: an exponent below 1e-4 and from 1e6 on.
    static func general(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return general(shortest(value))
    }

    /// A float as sigs.k8s.io/yaml writes it as a key: as `general`, in single precision.
    static func goKey(_ value: Double) -> String {
        let single = Float(value)
        guard single.isFinite else { return single < 0 ? "-.inf" : ".inf" }
        return general(shortest(single.magnitude.description, isNegative: single.sign == .minus))
    }

    private static func general(_ number: (negative: Bool, digits: [UInt8], exponent: Int)) -> String {
        if number.exponent < -4 || number.exponent >= 6 {
            return scientific(number.negative, number.digits, number.exponent, minimumExponentDigits: 2)
        }
        return decimal(number.negative, number.digits, number.exponent)
    }

    /// The shortest digits that read back the same, and the decimal exponent of the first one.
    static func shortest(_ value: Double) -> (negative: Bool, digits: [UInt8], exponent: Int) {
        shortest(value.magnitude.description, isNegative: value.sign == .minus)
    }

    private static func shortest(_ description: String, isNegative: Bool) -> (negative: Bool, digits: [UInt8], exponent: Int) {
        var digits: [UInt8] = []
        var exponent = 0
        var point: Int?
        var text = Array(description.utf8)[...]
        if let e = text.firstIndex(of: UInt8(ascii: "e")) {
            exponent = Int(String(decoding: text[(e + 1)...], as: UTF8.self)) ?? 0
            text = text[..<e]
        }
        for byte in text {
            if byte == UInt8(ascii: ".") { point = digits.count } else { digits.append(byte) }
        }
        exponent += (point ?? digits.count) - 1
        let leading = digits.prefix { $0 == 0x30 }.count
        if leading == digits.count { return (isNegative, [0x30], 0) }
        digits.removeFirst(leading)
        exponent -= leading
        while digits.count > 1, digits.last == 0x30 { digits.removeLast() }
        return (isNegative, digits, exponent)
    }

    private static func decimal(_ negative: Bool, _ digits: [UInt8], _ exponent: Int) -> String {
        var out: [UInt8] = negative ? [0x2D] : []
        if exponent < 0 {
            out += [0x30, 0x2E]
            out += repeatElement(0x30, count: -exponent - 1)
            out += digits
        } else if digits.count <= exponent + 1 {
            out += digits
            out += repeatElement(0x30, count: exponent + 1 - digits.count)
        } else {
            out += digits[...exponent]
            out.append(0x2E)
            out += digits[(exponent + 1)...]
        }
        return String(decoding: out, as: UTF8.self)
    }

    private static func scientific(_ negative: Bool, _ digits: [UInt8], _ exponent: Int, minimumExponentDigits: Int) -> String {
        var out: [UInt8] = negative ? [0x2D] : []
        out.append(digits[0])
        if digits.count > 1 {
            out.append(0x2E)
            out += digits.dropFirst()
        }
        out += [UInt8(ascii: "e"), exponent < 0 ? 0x2D : 0x2B]
        let magnitude = String(abs(exponent))
        out += repeatElement(0x30, count: max(0, minimumExponentDigits - magnitude.utf8.count))
        out += Array(magnitude.utf8)
        return String(decoding: out, as: UTF8.self)
    }
}
