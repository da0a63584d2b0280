/// The rules for the annotations that steer injection.
enum AnnotationChecks {
    private typealias Rule = @Sendable (String, MeshSettings) -> String?

    /// Every problem with a pod's annotations: `invalid value 'V' for annotation 'A': REASON`.
    static func problems(_ annotations: RecordMap, _ mesh: MeshSettings) -> [String] {
        var problems: [String] = []
        for (name, value) in annotations.entries.sorted(by: { JSONWriter.precedes($0.key, $1.key) }) {
            guard let rule = rules[name], let text = value.string, let reason = rule(text, mesh) else { continue }
            problems.append("invalid value '\(text)' for annotation '\(name)': \(reason)")
        }
        return problems
    }

    private static let rules: [String: Rule] = {
        var rules: [String: Rule] = [
            "sidecar.istio.io/interceptionMode": { text, _ in
                ["REDIRECT", "TPROXY", "NONE"].contains(text) ? nil : "unknown mode, expected REDIRECT, TPROXY or NONE"
            },
            InjectionAnnotation.statusPort: { text, _ in port(text).map { "excludeInboundPorts invalid: \($0)" } },
            "traffic.sidecar.istio.io/includeOutboundIPRanges": { text, _ in
                text == "*" ? nil : ranges(text).map { "includeIPRanges invalid: \($0)" }
            },
            "traffic.sidecar.istio.io/excludeOutboundIPRanges": { text, _ in ranges(text).map { "excludeIPRanges invalid: \($0)" } },
            "traffic.sidecar.istio.io/includeInboundPorts": { text, _ in
                text == "*" ? nil : ports(text).map { "includeInboundPorts invalid: \($0)" }
            },
            "traffic.sidecar.istio.io/excludeInboundPorts": { text, _ in ports(text).map { "excludeInboundPorts invalid: \($0)" } },
            "traffic.sidecar.istio.io/excludeOutboundPorts": { text, _ in ports(text).map { "excludeOutboundPorts invalid: \($0)" } },
            "prometheus.istio.io/merge-metrics": { text, _ in Booleans.parse(text) == nil ? "not a boolean" : nil },
            InjectionAnnotation.proxyConfig: { text, mesh in proxyConfig(text, mesh) },
        ]
        for name in ["initialDelaySeconds", "periodSeconds", "failureThreshold"] {
            rules["readiness.status.sidecar.istio.io/" + name] = { text, _ in
                number(text, UInt64(UInt32.max)) ? nil : "not a number from 0 to 4294967295"
            }
        }
        for name in ["proxyCPU", "proxyMemory", "proxyCPULimit", "proxyMemoryLimit"] {
            rules["sidecar.istio.io/" + name] = { text, _ in
                if text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) { return "a control character" }
                return Quantity(text) == nil ? "not a quantity such as 100m or 128Mi" : nil
            }
        }
        let names = [
            "traffic.sidecar.istio.io/excludeInterfaces", "traffic.sidecar.istio.io/kubevirtInterfaces",
            "istio.io/reroute-virtual-interfaces",
        ]
        for name in names { rules[name] = { text, _ in interfaces(text) } }
        return rules
    }()

    private static func number(_ text: String, _ limit: UInt64) -> Bool {
        text.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 } && UInt64(text).map { $0 <= limit } ?? false
    }

    private static func port(_ text: String) -> String? {
        number(trimmed(text), 65535) ? nil : "failed parsing port '\(text)': expected a number from 0 to 65535"
    }

    private static func ports(_ text: String) -> String? {
        guard !trimmed(text).isEmpty else { return nil }
        return text.split(separator: ",", omittingEmptySubsequences: false).lazy.compactMap { port(String($0)) }.first
    }

    private static func ranges(_ text: String) -> String? {
        guard !text.isEmpty else { return nil }
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            var range = String(part)
            guard range.withUTF8({ AddressRules.isRange($0) }) else {
                return "failed parsing cidr '\(part)': expected an address and a prefix length"
            }
        }
        return nil
    }

    private static func interfaces(_ text: String) -> String? {
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            let name = trimmed(String(part)).utf8
            let isFine = name.enumerated().allSatisfy { index, byte in
                let isLetter = byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A
                return isLetter || (index > 0 && (TemplateLexer.isDigit(byte) || "_.-".utf8.contains(byte)))
            }
            guard !name.isEmpty, name.count <= 15, isFine else {
                return "'\(part)' is not the name of an interface: 1 to 15 letters, digits, '_', '.' or '-', a letter first"
            }
        }
        return nil
    }

    private static func proxyConfig(_ text: String, _ mesh: MeshSettings) -> String? {
        do {
            let proxy = try mesh.proxy(applying: text)
            let type = MeshSettings.proxyType
            for name in ["proxyAdminPort", "statusPort"] {
                if let port = proxy.int(type.index(name)), port < 0 || port > 65535 { return "'\(name)' is not a port: \(port)" }
            }
            for name in ["drainDuration", "terminationDrainDuration", "discoveryRefreshDelay"] {
                guard let duration = ProtobufDuration(proxy.string(type.index(name))) else { continue }
                if duration.nanoseconds < 0 || name == "drainDuration" && duration.nanoseconds < 1_000_000 {
                    return "'\(name)' must be at least 1ms"
                }
            }
            if let concurrency = proxy.int(type.index("concurrency")), concurrency < 0 { return "'concurrency' is negative" }
            return nil
        } catch { return error.message }
    }

    private static func trimmed(_ text: String) -> String {
        var slice = Substring(text)
        while let first = slice.unicodeScalars.first, first.properties.isWhitespace { slice.unicodeScalars.removeFirst() }
        while let last = slice.unicodeScalars.last, last.properties.isWhitespace { slice.unicodeScalars.removeLast() }
        return String(slice)
    }
}

/// What Go's `strconv.ParseBool` takes for a boolean.
enum Booleans {
    static func parse(_ text: String) -> Bool? {
        switch text {
        case "1", "t", "T", "TRUE", "true", "True": true
        case "0", "f", "F", "FALSE", "false", "False": false
        default: nil
        }
    }
}
