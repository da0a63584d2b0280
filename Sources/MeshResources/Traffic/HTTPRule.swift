/// A condition on a text, as written in a VirtualService.
struct StringMatch {
    enum Kind {
        case exact
        case prefix
        case regex
        /// Nothing is asked of the text but that it is there.
        case present
    }

    var kind: Kind
    var text: String
    var node: Node

    /// A condition of a known kind whose text is a node's.
    init(_ kind: Kind, _ node: Node) {
        self.kind = kind
        self.node = node
        text = node.text
    }

    init(_ node: Node) {
        self.node = node
        kind = .present
        text = ""
        for (candidate, key) in [(Kind.exact, "exact"), (.prefix, "prefix"), (.regex, "regex")] {
            guard let value = node[key], !value.isNull else { continue }
            kind = candidate
            text = value.text
            self.node = value
        }
        // An asterisk alone is no pattern: it stands for anything.
        if kind == .regex, text == "*" { kind = .present }
    }

    /// Whether requests that `child` matches need not be among those that `root` matches, as delegation decides it.
    static func conflict(_ root: StringMatch?, _ child: StringMatch?) -> Bool {
        guard let root, let child else { return false }
        let rootRegex = root.kind == .regex && !root.text.isEmpty
        let childRegex = child.kind == .regex && !child.text.isEmpty
        if rootRegex || childRegex { return true }
        guard !root.text.isEmpty, !child.text.isEmpty else { return true }
        if root.kind == .exact { return child.kind == .prefix || child.text != root.text }
        return !child.text.hasBytePrefix(root.text)
    }

    /// In words: `exact 'jason'`.
    var summary: String {
        switch kind {
        case .exact: "exact '\(text)'"
        case .prefix: "prefix '\(text)'"
        case .regex: "regex '\(text)'"
        case .present: "any value"
        }
    }
}

/// One `match` of a rule.
struct HTTPMatch {
    var node: Node
    var name = ""
    var uri: StringMatch?
    var scheme: StringMatch?
    var method: StringMatch?
    var authority: StringMatch?
    var headers: [(name: String, match: StringMatch)] = []
    var withoutHeaders: [(name: String, match: StringMatch)] = []
    var queryParameters: [(name: String, match: StringMatch)] = []
    var port: Int?
    var sourceLabels: [String: String] = [:]
    var sourceNamespace = ""
    /// Resolved to `namespace/name`, or `mesh`.
    var gateways: [String] = []
    var ignoresCase = false

    init(_ node: Node, namespace: String) {
        self.node = node
        func named(_ key: String) -> [(name: String, match: StringMatch)] {
            guard let mapping = node[key] else { return [] }
            return mapping.entries.map { ($0.key.keyText, StringMatch($0.value)) }
        }
        func single(_ key: String) -> StringMatch? { node[key].flatMap { $0.isNull ? nil : StringMatch($0) } }
        name = node["name"]?.text ?? ""
        uri = single("uri")
        scheme = single("scheme")
        method = single("method")
        authority = single("authority")
        headers = named("headers")
        withoutHeaders = named("withoutHeaders")
        queryParameters = named("queryParams")
        port = node["port"]?.int
        sourceLabels = node["sourceLabels"]?.stringMap ?? [:]
        sourceNamespace = node["sourceNamespace"]?.text ?? ""
        gateways = node["gateways"]?.array.map { VirtualServiceRecord.resolveGateway($0.text, namespace: namespace) } ?? []
        ignoresCase = node["ignoreUriCase"]?.bool ?? false
    }

    /// Whether a proxy gets this match at all: its port, and its labels and namespace or the gateway it is compiled for.
    func applies(port listenPort: Int, gateway: String, labels: [String: String], namespace: String) -> Bool {
        exclusion(port: listenPort, gateway: gateway, labels: labels, namespace: namespace) == nil
    }

    /// Why a proxy does not get this match; `nil` if it does.
    func exclusion(port listenPort: Int, gateway: String, labels: [String: String], namespace: String) -> String? {
        if let port, port != 0, port != listenPort { return "the match is for port \(port), this listener has \(listenPort)" }
        if !gateways.isEmpty {
            return gateways.contains(gateway) ? nil : "the match is for gateways \(gateways.joined(separator: ", ")), not for \(gateway)"
        }
        if let missing = sourceLabels.sorted(by: { $0.key < $1.key }).first(where: { labels[$0.key] != $0.value }) {
            let found = labels[missing.key].map { "'\($0)'" } ?? "not set"
            return "source label '\(missing.key)' is \(found), the match wants '\(missing.value)'"
        }
        if !sourceNamespace.isEmpty, sourceNamespace != namespace {
            return "the source namespace is '\(namespace)', the match wants '\(sourceNamespace)'"
        }
        return nil
    }

    // MARK: Delegation

    /// The match of a delegate's rule narrowed by that of the root; `nil` where they contradict.
    static func merged(_ root: HTTPMatch, _ child: HTTPMatch) -> HTTPMatch? {
        func find(_ list: [(name: String, match: StringMatch)], _ name: String) -> StringMatch? { list.first { $0.name == name }?.match }
        for (a, b) in [(root.uri, child.uri), (root.scheme, child.scheme), (root.method, child.method), (root.authority, child.authority)]
        where StringMatch.conflict(a, b) { return nil }
        for (name, match) in child.headers where StringMatch.conflict(find(root.headers, name), match) { return nil }
        for (name, match) in child.withoutHeaders where StringMatch.conflict(find(root.withoutHeaders, name), match) { return nil }
        for (name, match) in child.queryParameters where StringMatch.conflict(find(root.queryParameters, name), match) { return nil }
        if root.ignoresCase != child.ignoresCase { return nil }
        if let a = root.port, let b = child.port, a > 0, b > 0, a != b { return nil }
        if !root.sourceNamespace.isEmpty, child.sourceNamespace != root.sourceNamespace { return nil }
        for (key, value) in child.sourceLabels where root.sourceLabels[key] ?? value != value { return nil }
        if !root.gateways.isEmpty, !child.gateways.isEmpty {
            guard child.gateways.count <= root.gateways.count, child.gateways.allSatisfy(root.gateways.contains) else { return nil }
        }
        var result = child
        result.name = join(root.name, child.name)
        result.uri = child.uri ?? root.uri
        result.scheme = child.scheme ?? root.scheme
        result.method = child.method ?? root.method
        result.authority = child.authority ?? root.authority
        result.headers = child.headers + root.headers.filter { find(child.headers, $0.name) == nil }
        result.withoutHeaders = child.withoutHeaders + root.withoutHeaders.filter { find(child.withoutHeaders, $0.name) == nil }
        result.queryParameters = child.queryParameters + root.queryParameters.filter { find(child.queryParameters, $0.name) == nil }
        if (child.port ?? 0) == 0 { result.port = root.port }
        result.sourceLabels = root.sourceLabels.merging(child.sourceLabels) { $1 }
        if child.sourceNamespace.isEmpty { result.sourceNamespace = root.sourceNamespace }
        if child.gateways.isEmpty { result.gateways = root.gateways }
        return result
    }

    /// `root-child`, or the one that is there.
    static func join(_ root: String, _ child: String) -> String {
        child.isEmpty ? root : root.isEmpty ? child : "\(root)-\(child)"
    }
}

/// A part of a rule with the namespace that completes the short names in it.
struct ScopedNode {
    var node: Node
    var namespace: String
}

/// One rule of `spec.http`, after delegation.
struct HTTPRule {
    var node: Node
    /// The VirtualService it is written in; a delegate's for rules that came from one.
    var owner: ResourceName
    /// The rule that delegated to it.
    var delegatedBy: Node?
    var index: Int
    var name: String
    var matches: [HTTPMatch]
    var parts: [Part: ScopedNode] = [:]

    enum Part: String, CaseIterable {
        case route, redirect, directResponse, rewrite, fault, mirror, mirrors, mirrorPercentage, mirrorPercent, timeout, retries, headers,
            corsPolicy, delegate
    }

    /// What a delegate's rule takes from its root where it has none of its own.
    private static let inherited: [Part] = [
        .rewrite, .directResponse, .timeout, .retries, .fault, .mirror, .mirrorPercent, .mirrorPercentage, .corsPolicy, .mirrors, .headers,
    ]

    init(_ node: Node, index: Int, owner: ResourceName) {
        self.node = node
        self.index = index
        self.owner = owner
        name = node["name"]?.text ?? ""
        matches = node["match"]?.array.map { HTTPMatch($0, namespace: owner.namespace) } ?? []
        for part in Part.allCases {
            if let value = node[part.rawValue], !value.isNull { parts[part] = ScopedNode(node: value, namespace: owner.namespace) }
        }
    }

    /// This rule of a delegate under `root`; `nil` where the matches contradict.
    func delegated(by root: HTTPRule) -> HTTPRule? {
        var result = self
        result.delegatedBy = root.node
        if matches.isEmpty {
            result.matches = root.matches
        } else if !root.matches.isEmpty {
            result.matches = []
            for child in matches {
                let merged = root.matches.compactMap { HTTPMatch.merged($0, child) }
                guard !merged.isEmpty else { return nil }
                result.matches += merged
            }
        }
        result.name = HTTPMatch.join(root.name, name)
        for part in Self.inherited where parts[part] == nil { result.parts[part] = root.parts[part] }
        result.parts[.delegate] = nil
        return result
    }
}
