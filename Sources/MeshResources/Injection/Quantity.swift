/// A Kubernetes resource quantity, such as `100m`, `1.5Gi` or `1e3`.
///
/// `description` is the canonical text that the API server would store: the largest suffix that leaves an integer, binary
/// values below 1024 without a suffix, nothing finer than a billionth (rounded up).
public struct Quantity: Sendable, CustomStringConvertible {
    private enum Format { case decimal, binary, exponent }

    /// The value is `mantissa * 10^scale`, with the sign apart.
    private var mantissa: UInt128
    private var scale: Int
    private let isNegative: Bool
    private let format: Format

    private static let decimalSuffixes: [String: Int] = [
        "n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18,
    ]
    private static let binarySuffixes = ["Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]

    /// Reads a quantity; `nil` if the text is none.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        var index = 0
        var negative = false
        if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            negative = sign == UInt8(ascii: "-")
            index = 1
        }
        var mantissa: UInt128 = 0
        var scale = 0
        var hasDigit = false
        var hasPoint = false
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "."), !hasPoint {
                hasPoint = true
            } else if byte >= 0x30, byte <= 0x39 {
                hasDigit = true
                // More digits than this are beyond every quantity; fractions that small only round up.
                if mantissa < UInt128(1) << 100 {
                    mantissa = mantissa * 10 + UInt128(byte - 0x30)
                    if hasPoint { scale -= 1 }
                } else if !hasPoint {
                    scale += 1
                }
            } else {
                break
            }
            index += 1
        }
        guard hasDigit else { return nil }
        let suffix = String(decoding: bytes[index...], as: UTF8.self)
        if let power = Self.decimalSuffixes[suffix] {
            scale += power
            format = .decimal
        } else if let power = Self.binarySuffixes.firstIndex(of: suffix) {
            for _ in 0...power where mantissa < UInt128(1) << 115 { mantissa *= 1024 }
            format = .binary
        } else if let letter = suffix.first, letter == "e" || letter == "E", let power = Int(suffix.dropFirst()), abs(power) < 1000 {
            scale += power
            format = .exponent
        } else {
            return nil
        }
        isNegative = negative
        self.mantissa = mantissa
        self.scale = scale
        bound()
    }

    /// Rounds up to billionths, and cuts at the largest value that Kubernetes keeps.
    private mutating func bound() {
        while scale < -9 {
            let (quotient, remainder) = mantissa.quotientAndRemainder(dividingBy: 10)
            mantissa = quotient + (remainder > 0 ? 1 : 0)
            scale += 1
        }
        guard mantissa > 0 else {
            scale = 0
            return
        }
        let largest = UInt128(Int64.max)
        var value = mantissa
        var power = scale
        while power > 0, value <= largest {
            value *= 10
            power -= 1
        }
        while power < 0, value > 0 {
            value /= 10
            power += 1
        }
        if value > largest || power > 0 { (mantissa, scale) = (largest, 0) }
    }

    /// The value as a whole number, rounded up; `nil` if it has a fraction and `exactly` is set.
    private func whole() -> UInt128 {
        var value = mantissa
        var power = scale
        while power > 0 {
            value *= 10
            power -= 1
        }
        var roundsUp = false
        while power < 0 {
            let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10)
            roundsUp = roundsUp || remainder > 0
            value = quotient
            power += 1
        }
        return value + (roundsUp ? 1 : 0)
    }

    /// Whether the value is zero.
    public var isZero: Bool { mantissa == 0 }

    /// The canonical text.
    public var description: String {
        guard mantissa > 0 else { return "0" }
        let sign = isNegative ? "-" : ""
        if format == .binary {
            var value = whole()
            if value >= 1024 {
                var power = 0
                while power < Self.binarySuffixes.count, value % 1024 == 0 {
                    value /= 1024
                    power += 1
                }
                return sign + String(value) + (power == 0 ? "" : Self.binarySuffixes[power - 1])
            }
        }
        var (value, power) = (mantissa, scale)
        while value % 10 == 0 {
            value /= 10
            power += 1
        }
        while power % 3 != 0 || power > 18 {
            value *= 10
            power -= 1
        }
        if format == .exponent { return sign + String(value) + (power == 0 ? "" : "e\(power)") }
        let suffix = Self.decimalSuffixes.first { $0.value == power }?.key ?? ""
        return sign + String(value) + suffix
    }
}

/// A protobuf duration as its JSON form writes it: seconds with 0, 3, 6 or 9 decimals.
struct ProtobufDuration: CustomStringConvertible, Equatable {
    let nanoseconds: Int128

    /// Reads `10s`, `1.5s`, and Go's `1m30s`, which Istio's configuration also takes.
    init?(_ text: String) {
        var rest = Substring(text)
        let isNegative = rest.hasPrefix("-")
        if isNegative || rest.hasPrefix("+") { rest = rest.dropFirst() }
        guard !rest.isEmpty, rest.utf8.count < 64 else { return nil }
        var total: Int128 = 0
        if rest == "0" { rest = "" }
        while !rest.isEmpty {
            let whole = rest.prefix { $0.isASCII && $0.isNumber }
            rest = rest.dropFirst(whole.count)
            var fraction: Substring = ""
            if rest.hasPrefix(".") {
                fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
                rest = rest.dropFirst(fraction.count + 1)
            }
            let unit = rest.prefix { $0.isLetter }
            rest = rest.dropFirst(unit.count)
            let scales: [Substring: Int128] = [
                "h": 3_600_000_000_000, "m": 60_000_000_000, "s": 1_000_000_000, "ms": 1_000_000, "us": 1000, "µs": 1000, "ns": 1,
            ]
            guard let scale = scales[unit], !(whole.isEmpty && fraction.isEmpty), whole.count <= 12 else { return nil }
            total += (Int128(whole) ?? 0) * scale
            if let digits = Int128(fraction.prefix(18)) {
                total += digits * scale / (0..<min(fraction.count, 18)).reduce(Int128(1)) { power, _ in power * 10 }
            }
        }
        nanoseconds = isNegative ? -total : total
    }

    var description: String {
        let magnitude = nanoseconds.magnitude
        let seconds = magnitude / 1_000_000_000
        let rest = magnitude % 1_000_000_000
        var text = (nanoseconds < 0 ? "-" : "") + String(seconds)
        if rest > 0 {
            var digits = String(rest)
            digits = String(repeating: "0", count: 9 - digits.count) + digits
            while digits.hasSuffix("000") { digits.removeLast(3) }
            text += "." + digits
        }
        return text + "s"
    }
}
