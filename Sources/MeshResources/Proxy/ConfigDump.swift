/// What Envoy's `/config_dump` or istiod's `/debug/config_dump` answered: sections, each with the resources of one kind.
///
/// Nothing is copied out of the text; a section is walked when it is asked for.
public struct ConfigDump: Sendable {
    /// The sections that a dump may have.
    public enum Section: String, Sendable, CaseIterable {
        case bootstrap = "BootstrapConfigDump"
        case clusters = "ClustersConfigDump"
        case endpoints = "EndpointsConfigDump"
        case listeners = "ListenersConfigDump"
        case routes = "RoutesConfigDump"
        case scopedRoutes = "ScopedRoutesConfigDump"
        case secrets = "SecretsConfigDump"
        case extensions = "EcdsConfigDump"

        /// The section's type as it stands behind `@type`.
        public var typeURL: String { "type.googleapis.com/envoy.admin.v3.\(rawValue)" }
    }

    /// Why a dump cannot be read or does not have what is asked for.
    public struct Failure: Error, Sendable, CustomStringConvertible {
        /// What is wrong, in the words that `istioctl` uses where it has some.
        public var description: String
        /// The finding with its place, where the text is not JSON.
        public var diagnostic: Diagnostic?
        /// Whether the text could not be read at all, rather than lacking something.
        public var isUnreadable: Bool { diagnostic != nil }

        init(_ description: String, diagnostic: Diagnostic? = nil) {
            self.description = description
            self.diagnostic = diagnostic
        }
    }

    private let sections: [(type: String, node: Node)]

    /// Reads a dump, or with `wanted` only the sections of these kinds: what the others hold is passed over.
    ///
    /// Fails when the text is not one JSON object.
    public init(_ source: SourceText, only wanted: Set<Section>? = nil) throws(Failure) {
        if let wanted, let outline = ConfigDumpOutline(source) {
            self.init(sections: try Self.read(wanted, outline, source))
            return
        }
        let result = JSONReader.parse(source)
        if let problem = result.diagnostics.first(where: { $0.severity == .error }) { throw Self.unreadable(problem) }
        guard let root = result.tree.roots.first, result.tree.documents.count == 1, root.isMapping else {
            throw Self.unreadable(
                Diagnostic(
                    code: "MSH3000", severity: .error, message: "not a config dump, expected one JSON object with 'configs'",
                    location: result.tree.roots.first?.headLocation))
        }
        self.init(root)
    }

    private init(sections: [(type: String, node: Node)]) {
        self.sections = sections
    }

    /// Takes a dump that stands in a tree, such as an example written in YAML.
    public init(_ root: Node) {
        var sections: [(String, Node)] = []
        for config in root["configs"]?.items ?? root.items where config.isMapping { sections.append((config.anyType, config)) }
        self.sections = sections
    }

    private static func read(
        _ wanted: Set<Section>, _ outline: ConfigDumpOutline, _ source: SourceText
    ) throws(Failure) -> [(type: String, node: Node)] {
        let types = Set(wanted.map { "envoy.admin.v3.\($0.rawValue)" })
        var sections: [(type: String, node: Node)] = []
        for part in outline.parts where types.contains(part.type) {
            let result = JSONReader.parse(source, in: part.range)
            if let problem = result.diagnostics.first(where: { $0.severity == .error }) { throw unreadable(problem) }
            if let node = result.tree.roots.first { sections.append((part.type, node)) }
        }
        return sections
    }

    private static func unreadable(_ problem: Diagnostic) -> Failure {
        Failure("error unmarshalling config dump response from Envoy: \(problem.message)", diagnostic: problem)
    }

    /// Whether there is no section at all.
    public var isEmpty: Bool { !sections.contains { $0.type.hasPrefix("envoy.admin.v3.") } }

    /// The last section of a kind; `nil` when the dump has none.
    public func find(_ section: Section) -> Node? { all(section).last }

    /// The last section of a kind; fails when the dump has none.
    public func require(_ section: Section) throws(Failure) -> Node {
        guard let node = find(section) else { throw Failure("config dump has no configuration type \(section.typeURL)") }
        return node
    }

    /// Every section of a kind: the extensions come in several.
    public func all(_ section: Section) -> [Node] {
        let type = "envoy.admin.v3.\(section.rawValue)"
        return sections.filter { $0.type == type }.map { $0.node }
    }

    /// Clusters: those that istiod sent, then those of the bootstrap. Fails without any.
    public func clusters() throws(Failure) -> [Node] {
        let section = try require(.clusters)
        let found = Self.resources(section, [("dynamic_active_clusters", "cluster"), ("static_clusters", "cluster")])
        guard !found.isEmpty else { throw Failure("no clusters found") }
        return found
    }

    /// Listeners that are in use: those that istiod sent, then those of the bootstrap. Fails without any.
    public func listeners() throws(Failure) -> [Node] {
        let section: Node
        do { section = try require(.listeners) } catch { throw Failure("listener dump: \(error.description)") }
        var found: [Node] = []
        for item in section.fieldItems("dynamic_listeners") {
            if let listener = item.field("active_state")?.field("listener") { found.append(listener) }
        }
        found += Self.resources(section, [("static_listeners", "listener")])
        guard !found.isEmpty else { throw Failure("no listeners found") }
        return found
    }

    /// Route configurations: those that istiod sent, then those inside the bootstrap's listeners. Fails without any.
    public func routes() throws(Failure) -> [Node] {
        let section = try require(.routes)
        let found = Self.resources(section, [("dynamic_route_configs", "route_config"), ("static_route_configs", "route_config")])
        guard !found.isEmpty else { throw Failure("no routes found") }
        return found
    }

    /// Endpoints of each cluster; nothing when the dump was fetched without them.
    public func endpoints() -> [Node] {
        guard let section = find(.endpoints) else { return [] }
        return Self.resources(section, [("dynamic_endpoint_configs", "endpoint_config"), ("static_endpoint_configs", "endpoint_config")])
    }

    private static func resources(_ section: Node, _ lists: [(StaticString, StaticString)]) -> [Node] {
        var found: [Node] = []
        for (list, name) in lists {
            for item in section.fieldItems(list) {
                if let resource = item.field(name) { found.append(resource) }
            }
        }
        return found
    }
}
