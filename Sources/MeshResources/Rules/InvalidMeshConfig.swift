/// The mesh configuration has a value that istiod refuses.
enum InvalidMeshConfig: Rule {
    static let about = RuleDescription(
        code: "IST0106", name: "invalid-mesh-config", severity: .error,
        kinds: ["MeshConfig"],
        summary: "the mesh configuration has a value that istiod refuses",
        explanation: """
            Istiod checks the mesh configuration as a whole: ports from 1 to 65535, timeouts in milliseconds, trust domains of DNS labels, \
            addresses with host and port. With one bad value it keeps the configuration that it had, or does not start. (In `analyze` the \
            code also stands for what `validate` finds in single resources.)

            Mend the value.
            """,
        examples: [
            .init(
                "a port, timeouts, trust domains and addresses",
                """
                apiVersion: istio.mesh.v1alpha1
                kind: MeshConfig
                metadata: {name: istio}
                proxyListenPort: «0»
                connectTimeout: «2h»
                protocolDetectionTimeout: «1.5us»
                trustDomain: «a_b»
                trustDomainAliases: [old.org, «-x»]
                serviceSettings: [{hosts: [«a..b»]}]
                meshMTLS: {ecdhCurves: «[P-256]»}
                defaultConfig:
                  discoveryAddress: «istiod»
                  drainDuration: «1.5s»
                  statusPort: «70000»
                  tracing: {zipkin: {address: «"zipkin:x"»}}
                """),
            .init(
                "values that are fine",
                """
                apiVersion: istio.mesh.v1alpha1
                kind: MeshConfig
                metadata: {name: istio}
                proxyListenPort: 15001
                connectTimeout: 1h
                protocolDetectionTimeout: 0s
                trustDomain: cluster.local
                trustDomainAliases: [1.2.3, old.org.]
                serviceSettings: [{hosts: ["*.a.svc.cluster.local"]}]
                defaultConfig:
                  discoveryAddress: istiod.istio-system.svc:15012
                  drainDuration: 45s
                  statusPort: 15020
                  tracing: {zipkin: {address: "$(HOST_IP):9411"}, datadog: {address: "[::1]:8126"}}
                """),
        ],
        source: "Istio, pkg/config/validation/agent")
    static let analyzers = ["schema.ValidationAnalyzer.MeshConfig"]

    static func check(_ mesh: Mesh, _ report: inout Report) {
        guard let root = mesh.config.node ?? mesh.all(.meshConfig).first?.resource.node, root.isMapping else { return }
        let name = ResourceName(kind: "MeshConfig", namespace: mesh.options.istioNamespace, name: "istio")
        var judge = Judge(name: name, report: report)
        judge.port(root, "proxyListenPort")
        judge.duration(root, "connectTimeout", "1ms to 1h in whole milliseconds") {
            $0 >= 1_000_000 && $0 % 1_000_000 == 0 && $0 <= 3_600_000_000_000
        }
        judge.duration(root, "protocolDetectionTimeout", "whole milliseconds") { $0 % 1_000_000 == 0 }
        judge.trustDomain(root.value("trustDomain"), "trustDomain")
        for (index, alias) in root.items("trustDomainAliases").enumerated() { judge.trustDomain(alias, "trustDomainAliases[\(index)]") }
        for (number, settings) in root.items("serviceSettings").enumerated() {
            for (index, host) in settings.items("hosts").enumerated() where host.isScalar {
                guard let fault = host.withBytes(HostRules.checkWildcard) else { continue }
                judge.say(host, "serviceSettings[\(number)].hosts[\(index)]", "invalid host '\(host.text)': \(fault.message)")
            }
        }
        if let curves = root["meshMTLS"].value("ecdhCurves") {
            judge.say(curves, "meshMTLS.ecdhCurves", "curves of the mesh's own TLS found, which Istio does not support")
        }
        if let proxy = root.value("defaultConfig"), proxy.isMapping { judge.proxy(proxy) }
        report = judge.report
    }

    /// Looks at single values.
    private struct Judge {
        let name: ResourceName
        var report: Report

        mutating func say(_ node: Node, _ path: String, _ message: String) {
            report.add(name, at: node, path: path, message, istio: "Schema validation error: \(path): \(message)", help: "mend the value")
        }

        mutating func port(_ holder: Node, _ key: String, below: String = "") {
            guard let port = holder.value(key) else { return }
            let number = port.double ?? 0
            if number < 1 || number > 65535 { say(port, below + key, "port \(port.text) found, expected 1 to 65535") }
        }

        mutating func duration(_ holder: Node, _ key: String, below: String = "", _ expected: String, _ isGood: (Int64) -> Bool) {
            guard let value = holder.value(key), value.isScalar else { return }
            if let length = DurationRules.nanoseconds(value), isGood(length) { return }
            say(value, below + key, "duration '\(value.text)' found, expected \(expected)")
        }

        mutating func trustDomain(_ node: Node?, _ path: String) {
            guard let node, node.isScalar, !node.isNull else { return }
            var labels = node.text.split(separator: ".", omittingEmptySubsequences: false)
            if labels.count > 1, labels.last == "" { labels.removeLast() }
            let isGood = labels.allSatisfy { label in
                var label = String(label)
                return label.withUTF8 { HostRules.isLabel($0) }
            }
            if !isGood { say(node, path, "invalid trust domain '\(node.text)', expected labels of letters, digits and inner hyphens") }
        }

        mutating func proxy(_ proxy: Node) {
            let below = "defaultConfig."
            for key in ["proxyAdminPort", "statusPort"] { port(proxy, key, below: below) }
            duration(proxy, "drainDuration", below: below, "whole seconds, at least one") { $0 >= 1_000_000_000 && $0 % 1_000_000_000 == 0 }
            for key in ["discoveryAddress", "statsdUdpAddress", "envoyMetricsServiceAddress"] { address(proxy[key], below + key) }
            for key in ["envoyMetricsService", "envoyAccessLogService"] { address(proxy[key]["address"], "\(below)\(key).address") }
            for key in ["lightstep", "zipkin", "datadog"] {
                address(proxy["tracing"][key]["address"], "\(below)tracing.\(key).address")
            }
        }

        /// `host:port`, the host a name or an address.
        private mutating func address(_ node: Node?, _ path: String) {
            guard let node, node.isScalar, let text = node.string, !text.isEmpty else { return }
            guard let colon = text.lastIndex(of: ":"), let port = Int(text[text.index(after: colon)...]), 1...65535 ~= port else {
                return say(node, path, "address '\(text)' found, expected host and port")
            }
            var host = String(text[..<colon])
            if host == "$(HOST_IP)" { return }
            let isBracketed = host.hasPrefix("[") && host.hasSuffix("]")
            if isBracketed { host = String(host.dropFirst().dropLast()) }
            let isGood = host.withUTF8 {
                AddressRules.isAddress($0) && (isBracketed || !$0.contains(0x3A)) || (!isBracketed && HostRules.checkFull($0) == nil)
            }
            if !isGood { say(node, path, "address '\(text)' with a host that is no name and no address found") }
        }
    }
}

extension Node {
    /// What `body` says about the characters of a scalar.
    fileprivate func withBytes<T>(_ body: (Bytes) -> T) -> T {
        var text = text
        return text.withUTF8 { body($0) }
    }
}
