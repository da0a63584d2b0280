/// An object of Istio in a version for which there is a stable one.
enum OlderAPIVersion: StyleRule {
    static let about = RuleDescription(
        code: "MSH4010", name: "older-api-version", severity: .info, summary: "an older version of an Istio API is used",
        explanation: """
            Istio serves these kinds as `v1`, with the same fields. The alpha and beta versions still work but will be taken away one day.

            Write `v1`.
            """,
        examples: [
            .init(
                "a beta version",
                "apiVersion: «networking.istio.io/v1beta1»\nkind: VirtualService\nmetadata: {name: a}\nspec: {hosts: [a]}\n"),
            .init(
                "v1, and a kind without v1",
                "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata: {name: a}\n---\napiVersion: networking.istio.io/v1alpha3\nkind: EnvoyFilter\nmetadata: {name: a}\n"
            ),
        ],
        source: "Istio 1.22, promotion of the APIs to v1")

    static func check(_ tree: Tree, _ resources: [Resource]) -> [Diagnostic] {
        resources.compactMap { resource in
            guard resource.version != "v1", let kinds = stable[resource.group], kinds.contains(resource.kind),
                let node = resource.node["apiVersion"]
            else { return nil }
            let wanted = "\(resource.group)/v1"
            return finding(
                node, "version '\(resource.version)' of \(resource.kind) is older than the stable 'v1'", path: "apiVersion",
                help: "write '\(wanted)'",
                resource: resource, fixes: [replacement(of: node, by: wanted)])
        }
    }

    private static let stable: [String: Set<String>] = [
        "networking.istio.io": [
            "VirtualService", "DestinationRule", "Gateway", "ServiceEntry", "Sidecar", "WorkloadEntry", "WorkloadGroup",
        ],
        "security.istio.io": ["AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication"], "telemetry.istio.io": ["Telemetry"],
    ]
}
