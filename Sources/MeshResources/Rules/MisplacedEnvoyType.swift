/// An EnvoyFilter puts a filter where filters of another kind stand.
enum MisplacedEnvoyType: Rule {
    static let about = RuleDescription(
        code: "MSH2057", name: "misplaced-envoy-type", severity: .error,
        kinds: ["EnvoyFilter"],
        summary: "an EnvoyFilter puts a filter where filters of another kind stand",
        explanation: """
            Filters of Envoy are for listeners, for connections or for HTTP requests; the package of their type says which. Envoy refuses \
            a listener that has one in a list of the others, and keeps the configuration that it had.

            Change `applyTo`, or use the filter of the right kind.
            """,
        examples: [
            .init(
                "an HTTP filter among network filters",
                """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: f, namespace: web}
                spec:
                  configPatches:
                  - applyTo: NETWORK_FILTER
                    patch:
                      operation: INSERT_FIRST
                      value:
                        name: lua
                        typed_config:
                          "@type": «type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua»
                """),
            .init(
                "each in its place",
                """
                apiVersion: networking.istio.io/v1alpha3
                kind: EnvoyFilter
                metadata: {name: f, namespace: web}
                spec:
                  configPatches:
                  - applyTo: HTTP_FILTER
                    patch:
                      operation: INSERT_FIRST
                      value:
                        name: lua
                        typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua}
                  - applyTo: NETWORK_FILTER
                    patch:
                      operation: INSERT_FIRST
                      value:
                        name: hcm
                        typed_config:
                          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
                          http_filters:
                          - {name: lua, typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua}}
                """),
        ],
        source: "Envoy, the packages of its API")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for patch in EnvoyPatches.all(mesh) where patch.operation != "REMOVE" {
            let expected: String
            switch patch.applyTo {
            case "HTTP_FILTER": expected = "http"
            case "NETWORK_FILTER": expected = "network"
            case "LISTENER_FILTER": expected = "listener"
            default: continue
            }
            let value = patch.node["patch"]["value"]
            let key = value.has("typed_config") ? "typed_config" : "typedConfig"
            guard let type = value[key]["@type"], let text = type.string else { continue }
            let parts = text.split(separator: "/").last?.split(separator: ".") ?? []
            guard parts.count > 3, parts[1] == "extensions", parts[2] == "filters", ["http", "network", "listener"].contains(parts[3]),
                parts[3] != expected
            else { continue }
            report.add(
                patch.filter, at: type, path: "spec.configPatches[\(patch.index)].patch.value.\(key).@type",
                "a filter for \(word(String(parts[3]))) among those for \(word(expected))",
                help: "set 'applyTo: \(parts[3].uppercased())_FILTER', or use another filter")
        }
    }

    private static func word(_ kind: String) -> String {
        switch kind {
        case "http": "HTTP requests"
        case "network": "connections"
        default: "listeners"
        }
    }
}
