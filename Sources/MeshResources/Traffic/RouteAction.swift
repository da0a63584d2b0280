/// Where a route sends a request, as the proxy gets it. Made once for each route.
final class RouteAction {
    /// One of the clusters that a route chooses from.
    final class Destination {
        let cluster: OutboundCluster
        /// The cluster's name.
        let name: String
        /// As written; 100 for the only one.
        var weight: Int
        var edits: HeaderEdits
        var responseEdits: HeaderEdits
        var authority: String?
        var node: Node?

        init(
            cluster: OutboundCluster, weight: Int, edits: HeaderEdits = .init(), responseEdits: HeaderEdits = .init(),
            authority: String? = nil, node: Node? = nil
        ) {
            self.cluster = cluster
            name = cluster.text
            self.weight = weight
            self.edits = edits
            self.responseEdits = responseEdits
            self.authority = authority
            self.node = node
        }
    }

    enum Rewrite {
        case prefix(String)
        case regex(RE2, substitution: String)
    }

    struct Mirror {
        var cluster: OutboundCluster
        var percent: Double
        var node: Node
    }

    struct Redirect {
        var uri: String
        var prefixRewrite: String?
        var authority: String
        var scheme: String
        var port: Int
        var code: Int
    }

    enum Kind {
        case forward
        case redirect(Redirect)
        case direct(status: Int, body: String)
        /// Envoy's own `PassthroughCluster`.
        case passthrough
    }

    var kind = Kind.forward
    var destinations: [Destination] = []
    var rewrite: Rewrite?
    var authority: String?
    var mirrors: [Mirror] = []
    var timeout: String?
    var fault: Fault?
    var cors: CORSPolicy?
    /// What the rule says about retries.
    var retries: Node?
    var requestEdits = HeaderEdits()
    var responseEdits = HeaderEdits()

    /// An injected error.
    struct Fault {
        var status: Int
        var percent: Double
        var delay: String?
        var node: Node
    }
}

/// The name of an outbound cluster in its parts.
struct OutboundCluster: Hashable {
    var host: String
    var port: Int
    var subset: String

    /// `outbound|9080|v1|reviews.shop.svc.cluster.local`.
    var text: String { "outbound|\(port)|\(subset)|\(host)" }
}

/// Changes to header fields, in the order in which they are applied: all removals, then all settings, then all additions.
struct HeaderEdits {
    var remove: [String] = []
    var set: [(name: String, value: String)] = []
    var add: [(name: String, value: String)] = []

    init() {}

    /// Reads `request` or `response` of a `headers` block. The host is not among the fields; see `authority`.
    init(_ node: Node?) {
        func fields(_ key: String) -> [(name: String, value: String)] {
            (node?[key]?.entries ?? []).map { ($0.key.keyText.asciiLowercased(), $0.value.text) }
                .filter { !Self.isInternal($0.0) }.sorted { $0.0 < $1.0 }
        }
        set = fields("set")
        add = fields("add")
        remove = (node?["remove"]?.array ?? []).map { $0.text.asciiLowercased() }.filter { !Self.isInternal($0) }
    }

    /// The host that a `request` block sets, if it sets one.
    static func authority(_ node: Node?) -> String? {
        for key in ["set", "add"] {
            for (name, value) in node?[key]?.entries ?? [] where ["host", ":authority"].contains(name.keyText.asciiLowercased()) {
                return value.text
            }
        }
        return nil
    }

    private static func isInternal(_ name: String) -> Bool { name.hasBytePrefix(":") || name == "host" }

    var isEmpty: Bool { remove.isEmpty && set.isEmpty && add.isEmpty }

    mutating func append(_ other: HeaderEdits) {
        remove += other.remove
        set += other.set
        add += other.add
    }

    /// The fields after the changes. `lookup` answers `%REQ(name)%`.
    func applied(to fields: [(name: String, value: String)], lookup: (String) -> String?) -> [(name: String, value: String)] {
        var result = fields.filter { !remove.contains($0.name) }
        for (name, value) in set {
            let value = Self.expand(value, lookup)
            if let first = result.firstIndex(where: { $0.name == name }) {
                result[first].value = value
                result = result.enumerated().filter { $0.offset <= first || $0.element.name != name }.map(\.element)
            } else {
                result.append((name, value))
            }
        }
        for (name, value) in add { result.append((name, Self.expand(value, lookup))) }
        return result
    }

    /// Commands such as `%REQ(x)%` in a value; those that depend on the connection stay as they are written.
    private static func expand(_ value: String, _ lookup: (String) -> String?) -> String {
        guard value.utf8.contains(UInt8(ascii: "%")) else { return value }
        var result = ""
        var rest = Substring(value)
        while let percent = rest.firstIndex(of: "%") {
            result += rest[..<percent]
            rest = rest[rest.index(after: percent)...]
            if rest.first == "%" {
                result += "%"
                rest = rest.dropFirst()
                continue
            }
            guard let end = rest.firstIndex(of: "%") else {
                result += "%"
                break
            }
            let command = rest[..<end]
            rest = rest[rest.index(after: end)...]
            if command.hasPrefix("REQ("), let close = command.firstIndex(of: ")") {
                for name in command[command.index(command.startIndex, offsetBy: 4)..<close].split(separator: "?") {
                    guard let found = lookup(String(name).asciiLowercased()) else { continue }
                    result += found
                    break
                }
            } else {
                result += "%\(command)%"
            }
        }
        return result + rest
    }
}

/// One route of a virtual host.
final class CompiledRoute {
    let name: String
    let match: RouteMatch
    let action: RouteAction
    let owner: VirtualServiceRecord?
    let rule: HTTPRule?
    let written: HTTPMatch?
    let isCatchAll: Bool
    /// The workload that requests of this route reach, once one was followed there; `.some(nil)`: none.
    var reached: ReachedWorkload??
    /// What each destination makes of requests, once one was followed there.
    var draws: [RouteTracer.Draw]?
    /// The names of the clusters and mirrors, made once.
    private(set) lazy var clusterNames: [(name: String, weight: Int)] = action.destinations.map { ($0.name, $0.weight) }
    private(set) lazy var mirrorNames: [(cluster: String, percent: Double)] = action.mirrors.map { ($0.cluster.text, $0.percent) }

    init(name: String, match: RouteMatch, action: RouteAction, owner: VirtualServiceRecord?, rule: HTTPRule?, written: HTTPMatch?) {
        self.name = name
        self.match = match
        self.action = action
        self.owner = owner
        self.rule = rule
        self.written = written
        isCatchAll = match.isCatchAll
    }
}
