/// The little of X.509 that judging a Secret needs: from when until when a certificate is valid.
public enum CertificateValidity {
    /// The validity of the first certificate of a PEM text, in seconds since 1970; `nil` when there is none that can be read.
    public static func read(pem: [UInt8]) -> (notBefore: Int64, notAfter: Int64)? {
        guard let der = block(in: String(decoding: pem, as: UTF8.self)) else { return nil }
        var certificate = Reader(der[...])
        guard var outer = certificate.enter(0x30), var body = outer.enter(0x30) else { return nil }
        if body.tag == 0xA0 { body.skip() }
        body.skip()  // serial number
        body.skip()  // signature algorithm
        body.skip()  // issuer
        guard var period = body.enter(0x30), let from = period.time(), let until = period.time() else { return nil }
        return (from, until)
    }

    /// The bytes of the first `CERTIFICATE` block.
    private static func block(in text: String) -> [UInt8]? {
        var inside = false
        var encoded = ""
        for line in text.split(whereSeparator: { $0 == "\n" || $0 == "\r\n" }) {
            if line.hasPrefix("-----BEGIN CERTIFICATE-----") {
                inside = true
            } else if inside, line.hasPrefix("-----END") {
                return Base64.decode(encoded)
            } else if inside {
                encoded += line
            }
        }
        return nil
    }

    /// Walks the elements of DER bytes; on broken lengths it is at its end.
    private struct Reader {
        private var bytes: ArraySlice<UInt8>

        init(_ bytes: ArraySlice<UInt8>) { self.bytes = bytes }

        var tag: UInt8? { bytes.first }

        /// Takes the next element's content.
        private mutating func take() -> (tag: UInt8, content: ArraySlice<UInt8>)? {
            guard bytes.count >= 2, let tag = bytes.first else { return nil }
            var rest = bytes.dropFirst()
            var length = Int(rest.removeFirst())
            if length >= 0x80 {
                let digits = length - 0x80
                guard digits >= 1, digits <= 4, rest.count >= digits else { return nil }
                length = 0
                for _ in 0..<digits { length = length << 8 | Int(rest.removeFirst()) }
            }
            guard rest.count >= length else { return nil }
            bytes = rest.dropFirst(length)
            return (tag, rest.prefix(length))
        }

        mutating func skip() {
            if take() == nil { bytes = [] }
        }

        mutating func enter(_ tag: UInt8) -> Reader? {
            guard let element = take(), element.tag == tag else { return nil }
            return Reader(element.content)
        }

        /// A `UTCTime` or `GeneralizedTime` in seconds since 1970.
        mutating func time() -> Int64? {
            guard let element = take(), element.tag == 0x17 || element.tag == 0x18 else { return nil }
            let digits = element.content.prefix { $0 >= 0x30 && $0 <= 0x39 }.map { Int64($0 - 0x30) }
            let yearDigits = element.tag == 0x17 ? 2 : 4
            guard digits.count >= yearDigits + 10 else { return nil }
            var year: Int64 = 0
            for digit in digits.prefix(yearDigits) { year = year * 10 + digit }
            if yearDigits == 2 { year += year < 50 ? 2000 : 1900 }
            func pair(_ index: Int) -> Int64 { digits[yearDigits + index] * 10 + digits[yearDigits + index + 1] }
            let (month, day) = (pair(0), pair(2))
            guard (1...12).contains(month), (1...31).contains(day) else { return nil }
            // Days since 1970 in the Gregorian calendar, with years that start in March.
            let shifted = month <= 2 ? year - 1 : year
            let era = shifted / 400
            let yearOfEra = shifted - era * 400
            let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
            let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
            let days = era * 146_097 + dayOfEra - 719_468
            return days * 86_400 + pair(4) * 3600 + pair(6) * 60 + pair(8)
        }
    }
}
