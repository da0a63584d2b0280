/// Checks of values that several kinds share.
extension Validation {
    /// A port must be 1 to 65535.
    mutating func checkPort(_ port: Field) {
        let number = port.integer
        if number < 1 || number > 65535 {
            report(.portOutOfRange, at: port, "port \(port.text) found, expected 1 to 65535")
        }
    }

    /// A port number that may be left out, when it counts as 0 and is therefore wrong.
    mutating func checkPort(_ key: String, in parent: Field) {
        if let port = parent["number"], key == "number" {
            checkPort(port)
        } else {
            report(.portOutOfRange, missing: key, in: parent, "no port number found, expected 1 to 65535", help: "add '\(key)'")
        }
    }

    /// A duration of at least a millisecond, in whole milliseconds.
    mutating func checkDuration(_ value: Field, as type: SchemaProgram.TypeCode = .duration) {
        guard let duration = DurationRules.parse(bytes(of: value)) else {
            let help = Int(value.text) == nil ? "write it as '10s', '1.5s' or '300ms'" : "add a unit: '\(value.text)s'"
            report(
                .invalidDuration, at: value, "invalid duration '\(value.text)', expected a number with a unit ns, us, ms, s, m or h",
                help: help)
            return
        }
        if type == .anyDuration { return }
        if type == .looseDuration, duration / DurationRules.nanosecondsPerMillisecond == 0 { return }
        if duration < DurationRules.nanosecondsPerMillisecond {
            report(.durationTooShort, at: value, "duration '\(value.text)' found, expected at least 1ms")
        } else if type != .fineDuration, duration % DurationRules.nanosecondsPerMillisecond != 0 {
            report(.durationTooFine, at: value, "duration '\(value.text)' found, expected whole milliseconds")
        }
    }

    mutating func checkBase64(_ value: Field) {
        if Base64.decode(value.text) == nil { report(.invalidBase64, at: value, "text that is not base64 found, expected base64") }
    }

    /// Patterns of single fields.
    mutating func checkFormat(_ value: Field, _ format: FieldSchema.Format) {
        let text = bytes(of: value)
        let isGood: Bool
        let expected: String
        switch format {
        case .group:
            isGood = text.isEmpty || LabelRules.isSubdomain(text)
            expected = "an API group such as 'gateway.networking.k8s.io', or nothing"
        case .kind:
            isGood = text.first.map { ($0 | 0x20) &- UInt8(ascii: "a") < 26 } == true && HostRules.isLabel(text)
            expected = "the name of a kind"
        case .headerName:
            isGood = !text.isEmpty && text.allSatisfy { HostRules.isAlphanumeric($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") }
            expected = "letters, digits, '-' and '_'"
        case .sha256:
            isGood = text.isEmpty || (text.count == 64 && text.allSatisfy { $0 &- UInt8(ascii: "0") < 10 || $0 &- UInt8(ascii: "a") < 6 })
            expected = "64 lower-case hexadecimal digits"
        case .none, .port, .label: return
        }
        if !isGood, !text.isEmpty || format == .group {
            report(.patternMismatch, at: value, "invalid text '\(value.text)', expected \(expected)")
        }
    }

    /// A name without wildcard.
    mutating func checkFullHost(_ host: Field) {
        if let fault = HostRules.checkFull(bytes(of: host)) { reportHost(host, fault) }
    }

    /// A name that may begin with a wildcard.
    @discardableResult
    mutating func checkWildcardHost(_ host: Field) -> Bool {
        guard let fault = HostRules.checkWildcard(bytes(of: host)) else { return true }
        reportHost(host, fault)
        return false
    }

    mutating func reportHost(_ host: Field, _ fault: HostRules.Fault) {
        switch fault {
        case .empty: report(.emptyHost, at: host, "empty host found, expected a DNS name")
        case .tooLong(let count): report(.hostTooLong, at: host, "host of \(count) characters found, expected at most 255")
        default:
            let isTemplate = host.text.contains("${") || host.text.contains("{{")
            report(
                .invalidHost, at: host, "invalid host '\(host.text)': \(fault.message)",
                help: isTemplate
                    ? "put the variables in first, such as with 'envsubst' or 'flux build', and check the result"
                    : "write a DNS name; a wildcard only as the first label")
        }
    }

    /// An address, or a range.
    mutating func checkAddressOrRange(_ value: Field) {
        let text = bytes(of: value)
        if text.contains(UInt8(ascii: "/")) {
            if !AddressRules.isRange(text) {
                report(.invalidRange, at: value, "invalid CIDR range '\(value.text)', expected an address, '/' and a length")
            }
        } else if !AddressRules.isAddress(text) {
            report(.invalidAddress, at: value, "invalid IP address '\(value.text)'")
        }
    }

    /// An RE2 expression of at most 1024 bytes.
    mutating func checkRegex(_ value: Field) {
        let text = bytes(of: value)
        if text.count > 1024 {
            report(.regexTooLong, at: value, "regular expression of \(text.count) bytes found, expected at most 1024")
        } else if let fault = RegexRules.fault(text) {
            report(
                .invalidRegex, at: value, "invalid regular expression '\(value.text)': \(fault)",
                help: "use RE2 syntax; it has no look-around and no back references")
        }
    }
}

/// The seam to the reader of regular expressions.
enum RegexRules {
    /// Why istiod refuses an expression, which it reads with Go's twin of RE2; `nil` when it takes it.
    static func fault(_ text: Bytes) -> String? { isSimple(text) ? nil : RE2.check(bytes: Array(text), asGo: true)?.description }

    /// Whether an expression is of literals, dots and single repetitions alone, as most are: it needs no parser.
    private static func isSimple(_ text: Bytes) -> Bool {
        var mayRepeat = false
        for byte in text {
            switch byte {
            case UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "?"):
                guard mayRepeat else { return false }
                mayRepeat = false
            case UInt8(ascii: "/"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."): mayRepeat = true
            default:
                guard HostRules.isAlphanumeric(byte) else { return false }
                mayRepeat = true
            }
        }
        return true
    }
}
