/// What the user gave: operands, and values by option.
struct Arguments: Sendable {
    /// The words that are neither options nor their values.
    var operands: [String] = []
    private var given: [String: [String]] = [:]

    /// Notes one use of an option.
    mutating func add(_ option: Option, _ value: String) {
        if option.kind == .list {
            let parts = value.split(separator: ",").map { Self.trimmed(String($0)) }.filter { !$0.isEmpty }
            given[option.long, default: []] += parts
        } else {
            given[option.long, default: []].append(value)
        }
    }

    /// Whether the user gave the option.
    func isGiven(_ option: Option) -> Bool { given[option.long] != nil }

    /// Whether a flag is on.
    func flag(_ option: Option) -> Bool {
        if let last = given[option.long]?.last { return last == "true" }
        if case .flag(let standard) = option.kind { return standard }
        return false
    }

    /// The value given last, else the option's default.
    func value(_ option: Option) -> String? { given[option.long]?.last ?? option.standard }

    /// Every value given, in order.
    func values(_ option: Option) -> [String] { given[option.long] ?? [] }

    /// A whole number; throws a usage error when the value is none or outside `range`.
    func integer(_ option: Option, in range: ClosedRange<Int> = Int.min...Int.max) throws -> Int? {
        guard let text = value(option) else { return nil }
        guard let number = Int(text), range.contains(number) else {
            let limits = range == Int.min...Int.max ? "" : " from \(range.lowerBound) to \(range.upperBound)"
            throw Failure(.usage, "'\(text)' is no value for '\(option.name)': expected a whole number\(limits)")
        }
        return number
    }

    /// A duration in seconds, written as Go writes it (`1m30s`, `500ms`); a bare number counts seconds.
    func duration(_ option: Option) throws -> Double? {
        guard let text = value(option) else { return nil }
        guard let seconds = Self.seconds(text) else {
            throw Failure(.usage, "'\(text)' is no value for '\(option.name)': expected a duration such as 30s or 1m30s")
        }
        return seconds
    }

    private static func seconds(_ text: String) -> Double? {
        if let number = Double(text), number >= 0, number.isFinite { return number }
        var total = 0.0
        var rest = Substring(text)
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            rest = rest.dropFirst(digits.count)
            let unit = rest.prefix { $0.isLetter || $0 == "µ" }
            rest = rest.dropFirst(unit.count)
            let units: [Substring: Double] = ["h": 3600, "m": 60, "s": 1, "ms": 1e-3, "us": 1e-6, "µs": 1e-6, "ns": 1e-9]
            guard let number = Double(digits), let factor = units[unit] else { return nil }
            total += number * factor
        }
        return total
    }

    private static func trimmed(_ text: String) -> String {
        var part = Substring(text)
        while part.first == " " { part.removeFirst() }
        while part.last == " " { part.removeLast() }
        return String(part)
    }
}
