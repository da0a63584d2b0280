/// Judges the values of annotations as the sidecar injector does.
enum AnnotationValue {
    /// What is wrong with a value, in the words of Go's parsers; `nil` when it can be read or the annotation may hold anything.
    static func problem(_ name: String, _ value: String) -> String? {
        switch name {
        case "sidecar.istio.io/interceptionMode":
            return ["REDIRECT", "TPROXY", "NONE"].contains(value) ? nil : "interceptionMode invalid, use REDIRECT,TPROXY,NONE: \(value)"
        case "status.sidecar.istio.io/port":
            return port(value).map { "excludeInboundPorts invalid: \($0)" }
        case "readiness.status.sidecar.istio.io/initialDelaySeconds", "readiness.status.sidecar.istio.io/periodSeconds",
            "readiness.status.sidecar.istio.io/failureThreshold":
            return number(value, bits: 32)
        case "traffic.sidecar.istio.io/includeOutboundIPRanges":
            return value == "*" ? nil : ranges(value).map { "includeIPRanges invalid: \($0)" }
        case "traffic.sidecar.istio.io/excludeOutboundIPRanges":
            return ranges(value).map { "excludeIPRanges invalid: \($0)" }
        case "traffic.sidecar.istio.io/includeInboundPorts":
            return value == "*" ? nil : ports(value).map { "includeInboundPorts invalid: \($0)" }
        case "traffic.sidecar.istio.io/excludeInboundPorts":
            return ports(value).map { "excludeInboundPorts invalid: \($0)" }
        case "traffic.sidecar.istio.io/excludeOutboundPorts":
            return ports(value).map { "excludeOutboundPorts invalid: \($0)" }
        case "prometheus.istio.io/merge-metrics":
            let words = ["1", "t", "T", "TRUE", "true", "True", "0", "f", "F", "FALSE", "false", "False"]
            return words.contains(value) ? nil : "strconv.ParseBool: parsing \(GoFormat.quoted(value)): invalid syntax"
        case "sidecar.istio.io/proxyCPU", "sidecar.istio.io/proxyMemory", "sidecar.istio.io/proxyCPULimit",
            "sidecar.istio.io/proxyMemoryLimit":
            return quantity(value)
        case "proxy.istio.io/config":
            return settings(value)
        default: return nil
        }
    }

    private static func number(_ value: String, bits: Int) -> String? {
        let digits = value.utf8
        guard !digits.isEmpty, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
            return "strconv.ParseUint: parsing \(GoFormat.quoted(value)): invalid syntax"
        }
        guard let number = UInt64(value), bits == 64 || number >> UInt64(bits) == 0 else {
            return "strconv.ParseUint: parsing \(GoFormat.quoted(value)): value out of range"
        }
        return nil
    }

    private static func port(_ value: String) -> String? {
        number(String(value[...].trimmed), bits: 16).map { "failed parsing port '\(value)': \($0)" }
    }

    private static func ports(_ value: String) -> String? {
        let value = value[...].trimmed
        if value.isEmpty { return nil }
        for part in value.split(separator: ",", omittingEmptySubsequences: false) {
            if let problem = port(String(part)) { return "failed parsing port '\(part)': \(problem)" }
        }
        return nil
    }

    private static func ranges(_ value: String) -> String? {
        if value.isEmpty { return nil }
        for part in value.split(separator: ",", omittingEmptySubsequences: false) where !isRange(part) {
            let text = String(part)
            let reason = text.contains("/") ? "ParseAddr" : "no '/'"
            return "failed parsing cidr '\(text)': netip.ParsePrefix(\(GoFormat.quoted(text))): \(reason)"
        }
        return nil
    }

    private static func isRange(_ text: Substring) -> Bool {
        var text = String(text)
        return text.withUTF8 { AddressRules.isRange($0) }
    }

    /// A quantity of Kubernetes: a decimal number and a suffix.
    private static func quantity(_ value: String) -> String? {
        if value.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) { return "value contains control characters" }
        var rest = value[...]
        if let sign = rest.first, sign == "+" || sign == "-" { rest.removeFirst() }
        let digits = rest.prefix { ("0"..."9").contains($0) || $0 == "." }
        let suffix = rest.dropFirst(digits.count)
        let isNumber = digits.contains { $0 != "." } && digits.filter { $0 == "." }.count <= 1
        let suffixes: Set<String> = ["", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"]
        let isExponent = suffix.count > 1 && (suffix.first == "e" || suffix.first == "E") && Int(suffix.dropFirst()) != nil
        if isNumber, suffixes.contains(String(suffix)) || isExponent { return nil }
        return "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
    }

    private static func settings(_ value: String) -> String? {
        let parsed = YAML.parse(SourceText(name: "annotation", text: value))
        if !parsed.isComplete { return "failed to convert to apply proxy config: not YAML" }
        guard let root = parsed.tree.roots.first, !root.isMapping else { return nil }
        return "failed to convert to apply proxy config: not a mapping"
    }
}
