/// A suite of traffic tests as it is written.
public struct TestSuite {
    /// One request and what must come of it.
    public struct Case: Sendable {
        /// What reports call it.
        public var name: String
        /// Where it stands.
        public var location: Location
        /// The parts that describe the request, the nearest first.
        var request: [Node]
        /// The parts that say what is expected, the nearest first.
        var expectation: [Node]
        var source: Node?
        var target: Node?
    }

    /// The suite's name.
    public let name: String
    /// Where the mesh is, relative to the suite's file.
    public let meshPaths: [String]
    /// The cases, rows counted each.
    public let cases: [Case]
    /// What is wrong with the suite; cases with mistakes are kept.
    public let diagnostics: [Diagnostic]

    /// Whether a resource is a suite.
    public static func isSuite(_ resource: Resource) -> Bool { resource.kind == "TestSuite" && resource.group == "meshctl.dev" }

    /// Reads a suite.
    public init(_ resource: Resource) {
        name = resource.name
        let spec = resource.spec
        meshPaths = spec?["mesh"]?.array.map(\.text) ?? []
        var cases: [Case] = []
        var problems = ResourceValidator.validate(resource)
        for (index, node) in (spec?["cases"]?.array ?? []).enumerated() {
            let title = node["name"]?.text ?? "case \(index + 1)"
            let request = node["request"].map { [$0] } ?? []
            let expectation = node["expect"].map { [$0] } ?? []
            let rows = node["rows"]?.array ?? []
            for (number, row) in rows.enumerated() {
                let host = row["host"]?.text ?? node["request"]?["host"]?.text ?? ""
                let path = row["path"]?.text ?? node["request"]?["path"]?.text ?? "/"
                let method = row["method"]?.text ?? node["request"]?["method"]?.text ?? "GET"
                cases.append(
                    Case(
                        name: "\(title): \(row["name"]?.text ?? "\(number + 1) \(method) \(host)\(path)")", location: row.headLocation,
                        request: [row] + request, expectation: [row] + expectation, source: node["from"], target: node["to"]))
            }
            if rows.isEmpty {
                cases.append(
                    Case(
                        name: title, location: node.headLocation, request: request, expectation: expectation, source: node["from"],
                        target: node["to"]))
            }
            if rows.isEmpty, expectation.isEmpty {
                problems.append(
                    Diagnostic(
                        code: "MSH0700", severity: .error, message: "case '\(title)' expects nothing", location: node.headLocation,
                        help: "say what must come of the request under 'expect'"))
            }
        }
        if cases.isEmpty {
            problems.append(
                Diagnostic(
                    code: "MSH0701", severity: .error, message: "the suite has no cases", location: resource.nameLocation,
                    help: "list them under 'spec.cases'"))
        }
        self.cases = cases
        diagnostics = problems
    }
}

extension TestSuite.Case {
    private func field(_ key: String) -> Node? {
        for node in request { if let value = node[key], !value.isNull { return value } }
        return nil
    }

    /// The expected value of a field; `nil` where nothing is expected of it.
    func expected(_ key: String) -> Node? {
        for node in expectation { if let value = node[key], !value.isNull { return value } }
        return nil
    }

    /// The request.
    var trafficRequest: TrafficRequest {
        var result = TrafficRequest()
        result.host = field("host")?.text ?? target?["workload"]?.text ?? ""
        result.principal = field("principal")?.text
        result.scheme = field("scheme")?.text ?? (result.principal == nil ? "http" : "mtls")
        let colon = result.host.utf8.lastIndex(of: UInt8(ascii: ":"))
        let ofHost = colon.flatMap { Int(result.host[result.host.utf8.index(after: $0)...]) }
        result.port = field("port")?.int ?? ofHost ?? (result.scheme == "https" ? 443 : 80)
        result.method = field("method")?.text ?? "GET"
        result.path = field("path")?.text ?? "/"
        result.sourceIP = field("sourceIP")?.text
        result.destinationIP = field("destinationIP")?.text
        result.sni = field("sni")?.text ?? (result.scheme == "http" ? nil : HostName.withoutPort(result.host))
        for node in request.reversed() {
            for (name, value) in node["headers"]?.entries ?? [] {
                result.headers.removeAll { $0.name == name.keyText }
                result.headers.append((name.keyText, value.text))
            }
        }
        if let claims = field("claims") {
            result.token = TrafficRequest.Token(claims: Value(claims))
            result.headers.append(("authorization", "Bearer (token)"))
        }
        return result
    }
}
