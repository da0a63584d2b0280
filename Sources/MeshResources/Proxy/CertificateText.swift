/// Turns the parts of a certificate into text and numbers.
enum CertificateText {
    /// A serial number as `%032x` writes it.
    static func serial(_ content: ArraySlice<UInt8>) -> String {
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        for byte in content.drop(while: { $0 == 0 }) {
            text.append(digits[Int(byte >> 4)])
            text.append(digits[Int(byte & 15)])
        }
        if text.first == UInt8(ascii: "0") { text.removeFirst() }
        let fill = repeatElement(UInt8(ascii: "0"), count: max(0, 32 - text.count))
        return String(decoding: Array(fill) + text, as: UTF8.self)
    }

    /// A name in the order of RFC 2253, last part first; attributes without a short name are left out.
    static func name(_ element: DERReader.Element) -> String {
        let labels: [UInt8: String] = [3: "CN", 5: "SERIALNUMBER", 6: "C", 7: "L", 8: "ST", 9: "STREET", 10: "O", 11: "OU"]
        var parts: [String] = []
        var sets = element.children
        for set in sets.all() {
            var pairs = set.children
            for pair in pairs.all() {
                var fields = pair.children
                guard let type = fields.next(DERReader.Tag.objectIdentifier), let value = fields.next() else { continue }
                let path = Array(type.content)
                guard path.count == 3, path[0] == 0x55, path[1] == 0x04, let label = labels[path[2]] else { continue }
                parts.append("\(label)=\(String(decoding: value.content, as: UTF8.self))")
            }
        }
        return parts.reversed().joined(separator: ",")
    }

    /// A moment of validity as seconds since 1970; `nil` unless it is written in UTC as RFC 5280 demands.
    static func time(_ element: DERReader.Element) -> Int? {
        let text = element.content
        let yearDigits = element.tag == DERReader.Tag.utcTime ? 2 : element.tag == DERReader.Tag.generalizedTime ? 4 : 0
        guard yearDigits > 0, text.last == UInt8(ascii: "Z"), text.count == yearDigits + 11 else { return nil }
        let digits = text.dropLast().map { Int($0) - 48 }
        guard digits.allSatisfy({ (0...9).contains($0) }) else { return nil }
        var year = digits[0..<yearDigits].reduce(0) { $0 * 10 + $1 }
        if yearDigits == 2 { year += year >= 50 ? 1900 : 2000 }
        let rest = digits[yearDigits...]
        let pairs = stride(from: rest.startIndex, to: rest.endIndex, by: 2).map { rest[$0] * 10 + rest[$0 + 1] }
        return Moment(year: year, month: pairs[0], day: pairs[1], hour: pairs[2], minute: pairs[3], second: pairs[4])?.seconds
    }
}

/// A moment in UTC, to the second.
public struct Moment: Sendable, Hashable {
    /// Seconds since the start of 1970.
    public let seconds: Int

    /// The moment so many seconds after the start of 1970.
    public init(seconds: Int) {
        self.seconds = seconds
    }

    /// A date and time of the Gregorian calendar; `nil` when there is no such moment.
    public init?(year: Int, month: Int, day: Int, hour: Int, minute: Int, second: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), (1...31).contains(day), (0...23).contains(hour),
            (0...59).contains(minute),
            (0...60).contains(second)
        else { return nil }
        // Years that begin in March put the leap day at the end, so that days before a month follow one formula.
        let shifted = month > 2 ? year : year - 1
        let monthFromMarch = (month + 9) % 12
        let era = shifted / 400
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * monthFromMarch + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        let days = era * 146_097 + dayOfEra - 719_468
        seconds = days * 86_400 + hour * 3600 + minute * 60 + second
    }

    /// Reads `2026-11-23T06:47:09.489845422Z`; fractions are dropped, other zones than UTC are not taken.
    public init?(_ text: String) {
        let bytes = Array(text.utf8)
        guard bytes.count >= 20, bytes[4] == 45, bytes[7] == 45, bytes[10] == 84, bytes[13] == 58, bytes[16] == 58, bytes.last == 90 else {
            return nil
        }
        func number(_ range: Range<Int>) -> Int? { Int(String(decoding: bytes[range], as: UTF8.self)) }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10), let hour = number(11..<13),
            let minute = number(14..<16), let second = number(17..<19)
        else { return nil }
        self.init(year: year, month: month, day: day, hour: hour, minute: minute, second: second)
    }

    /// `2026-11-23T06:47:09Z`.
    public var text: String {
        let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400
        let time = seconds - days * 86_400
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : String(value) }
        let years = String(repeating: "0", count: max(0, 4 - String(year).count)) + String(year)
        return "\(years)-\(two(month))-\(two(day))T\(two(time / 3600)):\(two(time / 60 % 60)):\(two(time % 60))Z"
    }
}
