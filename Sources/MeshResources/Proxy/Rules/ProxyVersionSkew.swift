/// MSH3010: a proxy is of another version than the control plane.
enum ProxyVersionSkew: ProxyRule {
    static let about = RuleDescription(
        code: "MSH3010", name: "proxy-version-skew", severity: .warning, kinds: ["Proxy"],
        summary: "a proxy is of another version than istiod",
        explanation: """
            Istio supports proxies that are one minor version behind their control plane, while an upgrade is under way. Proxies are newer only \
            by mistake. Restart the workload, so that the injector gives it the version of its revision.
            """,
        examples: [
            .init(
                "a proxy of 1.28",
                """
                istiodVersion: 1.30.3
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: «"sidecar~10.0.0.1~a.b~b.svc.cluster.local"», metadata: {ISTIO_VERSION: 1.28.1}}}
                """),
            .init(
                "the same version",
                """
                istiodVersion: 1.30.3
                configs:
                - "@type": type.googleapis.com/envoy.admin.v3.BootstrapConfigDump
                  bootstrap: {node: {id: "sidecar~10.0.0.1~a.b~b.svc.cluster.local", metadata: {ISTIO_VERSION: 1.30.3}}}
                """),
        ], source: "Istio, supported releases: control plane and data plane skew")

    static func check(_ context: ProxyContext, _ report: inout ProxyReport) {
        guard let wanted = numbers(context.istiodVersion) else { return }
        for proxy in context.proxies {
            let version = proxy.bootstrap?.istioVersion ?? proxy.sync?.version ?? ""
            guard let found = numbers(version), found != wanted else { continue }
            let isSupported = found.major == wanted.major && (wanted.minor - 1...wanted.minor).contains(found.minor)
            report.add(
                proxy, at: proxy.node, "the proxy is of version \(version), istiod of \(context.istiodVersion)",
                help: "restart the workload",
                severity: isSupported ? .info : .warning)
        }
    }

    private struct Numbers: Equatable {
        var major: Int
        var minor: Int
        var patch: Int
    }

    private static func numbers(_ version: String) -> Numbers? {
        let parts = version.prefix { $0 != "-" }.split(separator: ".").map { Int($0) }
        guard parts.count == 3, let major = parts[0], let minor = parts[1], let patch = parts[2] else { return nil }
        return Numbers(major: major, minor: minor, patch: patch)
    }
}
