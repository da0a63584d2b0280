/// The analyzers `schema.ValidationAnalyzer.KIND`: what validation says about one resource, with the codes of `analyze`.
public enum SchemaAnalysis {
    /// The kinds that have such an analyzer.
    public static let kinds = [
        "AuthorizationPolicy", "DestinationRule", "EnvoyFilter", "Gateway", "MeshConfig", "MeshNetworks", "PeerAuthentication",
        "ProxyConfig",
        "RequestAuthentication", "ServiceEntry", "Sidecar", "Telemetry", "TrafficExtension", "VirtualService", "WasmPlugin",
        "WorkloadEntry",
        "WorkloadGroup",
    ]

    /// The name of a kind's analyzer.
    public static func analyzer(_ kind: String) -> String { "schema.ValidationAnalyzer.\(kind)" }

    /// Turns what validation found into findings of `analyze`: errors are IST0106, warnings IST0133, and unreachable routes of
    /// a VirtualService IST0130 and IST0131. Nothing for kinds without analyzer.
    public static func findings(_ object: Mesh.Object, _ diagnostics: [Diagnostic]) -> [Finding] {
        guard object.resource.apiVersion.contains("istio.io/"), kinds.contains(object.resource.kind) else { return [] }
        let analyzer = analyzer(object.resource.kind)
        var findings: [Finding] = []
        for diagnostic in diagnostics where !isReachability(diagnostic) {
            var diagnostic = diagnostic
            let isError = diagnostic.severity == .error
            let text =
                "Schema validation \(isError ? "error" : "warning"): \(diagnostic.path.isEmpty ? "" : "\(diagnostic.path): ")\(diagnostic.message)"
            diagnostic.code = isError ? "IST0106" : "IST0133"
            diagnostic.severity = isError ? .error : .warning
            diagnostic.resource = object.resourceName
            findings.append(Finding(diagnostic: diagnostic, istioText: text, analyzer: analyzer, cluster: object.cluster))
        }
        guard object.kind == .virtualService else { return findings }
        for remark in RouteReachability.remarks(object.spec) {
            let diagnostic = Diagnostic(
                code: remark.isRule ? "IST0130" : "IST0131", severity: remark.isRule ? .warning : .info,
                message: remark.isRule ? "rule is never used" : "match is never used", location: remark.node.headLocation,
                path: remark.path,
                resource: object.resourceName)
            findings.append(Finding(diagnostic: diagnostic, istioText: remark.text, analyzer: analyzer, cluster: object.cluster))
        }
        return findings
    }

    private static func isReachability(_ diagnostic: Diagnostic) -> Bool {
        diagnostic.code == "IST0130" || diagnostic.code == "IST0131"
    }
}
