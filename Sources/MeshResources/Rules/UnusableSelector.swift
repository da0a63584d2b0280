/// A selector has a value that no label can have.
enum UnusableSelector: Rule {
    static let about = RuleDescription(
        code: "MSH2067", name: "unusable-selector", severity: .warning,
        kinds: [
            "AuthorizationPolicy", "PeerAuthentication", "RequestAuthentication", "Telemetry", "WasmPlugin", "Sidecar", "EnvoyFilter",
            "Gateway", "DestinationRule", "ServiceEntry",
        ],
        summary: "a selector asks for a value that no label can have",
        explanation: """
            Values of labels have up to 63 letters, digits, `-`, `_` and `.`, and begin and end with a letter or digit. A selector with a \
            blank or another sign in a value selects nothing, without a word.

            Mend the value.
            """,
        examples: [
            .init(
                "a blank",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  selector: {matchLabels: {app: «"shop "»}}
                  rules: [{}]
                """),
            .init(
                "a proper value",
                """
                apiVersion: security.istio.io/v1
                kind: AuthorizationPolicy
                metadata: {name: p, namespace: web}
                spec:
                  selector: {matchLabels: {app: shop}}
                  rules: [{}]
                """),
        ],
        source: "Kubernetes, labels and selectors")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        let fields: [(kinds: [Mesh.Kind], path: [String])] = [
            (
                [.authorizationPolicy, .peerAuthentication, .requestAuthentication, .telemetry, .wasmPlugin, .proxyConfig],
                ["selector", "matchLabels"]
            ),
            ([.sidecar, .envoyFilter, .serviceEntry], ["workloadSelector", "labels"]),
            ([.destinationRule], ["workloadSelector", "matchLabels"]),
            ([.gateway], ["selector"]),
        ]
        for (kinds, path) in fields {
            for kind in kinds {
                for object in mesh.all(kind) {
                    let map = path.reduce(object.spec) { node, key in node?[key] }
                    guard let map, map.isMapping else { continue }
                    for (key, value) in map.rawEntries where value.isScalar && !isValue(value.text) {
                        report.add(
                            object, at: value, path: "spec.\(path.joined(separator: ".")).\(key.text)",
                            "no label can have the value '\(value.text)'",
                            help: "mend the value")
                    }
                }
            }
        }
    }

    private static func isValue(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        func isAlphanumeric(_ byte: UInt8) -> Bool {
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        }
        guard let first = bytes.first, let last = bytes.last else { return true }
        return bytes.count <= 63 && isAlphanumeric(first) && isAlphanumeric(last)
            && bytes.allSatisfy { isAlphanumeric($0) || $0 == 0x2D || $0 == 0x2E || $0 == 0x5F }
    }
}
