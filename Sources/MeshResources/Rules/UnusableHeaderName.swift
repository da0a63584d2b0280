/// A header name has characters that no header has.
enum UnusableHeaderName: Rule {
    static let about = RuleDescription(
        code: "MSH2063", name: "unusable-header-name", severity: .warning,
        kinds: ["VirtualService"],
        summary: "a header name that no header can have",
        explanation: """
            Names of headers hold letters, digits and some signs, never blanks or colons inside. Istio accepts such a name in a match or \
            among headers to set, but no request has it, and proxies refuse to add it.

            Mend the name.
            """,
        examples: [
            .init(
                "a blank in the name",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http: [{match: [{headers: {«"x user"»: {exact: a}}}], route: [{destination: {host: shop}}]}]
                """),
            .init(
                "ordinary names, pseudo headers and claims",
                """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: shop, namespace: web}
                spec:
                  hosts: [shop]
                  http: [{match: [{headers: {x-user: {exact: a}, ":authority": {exact: b}, "@request.auth.claims.sub": {exact: c}}}], route: [{destination: {host: shop}}]}]
                """),
        ],
        source: "RFC 9110, field names")

    static func check(_ mesh: Mesh, _ report: inout Report) {
        for service in mesh.virtualServices {
            func judge(_ map: Node?, _ path: String) {
                guard let map, map.isMapping else { return }
                for (key, _) in map.rawEntries where !isName(key) {
                    report.add(
                        service.object, at: key, path: path, "'\(key.text)' cannot be the name of a header", help: "mend the name")
                }
            }
            func operations(_ headers: Node?, _ path: String) {
                for direction in ["request", "response"] {
                    guard let holder = headers[direction] else { continue }
                    for action in ["set", "add"] { judge(holder[action], "\(path).headers.\(direction).\(action)") }
                }
            }
            for (i, route) in service.spec.items("http").enumerated() {
                for (j, match) in route.items("match").enumerated() {
                    judge(match["headers"], "spec.http[\(i)].match[\(j)].headers")
                    judge(match["withoutHeaders"], "spec.http[\(i)].match[\(j)].withoutHeaders")
                }
                operations(route["headers"], "spec.http[\(i)]")
                for (j, destination) in route.items("route").enumerated() {
                    operations(destination["headers"], "spec.http[\(i)].route[\(j)]")
                }
            }
        }
    }

    private static func isName(_ key: Node) -> Bool {
        let bytes = key.rawBytes
        if bytes.isEmpty { return false }
        var start = 0
        // Pseudo headers begin with a colon, claims of tokens with @.
        if bytes[0] == 0x3A { start = 1 }
        if bytes[0] == 0x40 { return true }
        if start == bytes.count { return false }
        for index in start..<bytes.count {
            switch bytes[index] {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x21, 0x23...0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E...0x60, 0x7C, 0x7E: continue
            default: return false
            }
        }
        return true
    }
}
