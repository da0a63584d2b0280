/// One Kubernetes object as it stands in a text: `apiVersion`, `kind`, `metadata` and the rest of the node.
public struct Resource: Sendable {
    /// The whole object.
    public let node: Node
    /// Which document of its text it came from, counted from 0, empty documents included.
    public let document: Int
    /// `networking.istio.io/v1`.
    public let apiVersion: String
    /// `VirtualService`.
    public let kind: String
    /// The name; empty when the input gives none.
    public let name: String
    /// The namespace as written; `nil` when the input gives none.
    public let namespace: String?

    /// Reads the object at `node`; `nil` unless it is a mapping with `apiVersion` and `kind` that are not empty strings.
    public init?(_ node: Node, document: Int) {
        guard node.isMapping, let apiVersion = node["apiVersion"]?.string, !apiVersion.isEmpty, let kind = node["kind"]?.string,
            !kind.isEmpty
        else { return nil }
        self.node = node
        self.document = document
        self.apiVersion = apiVersion
        self.kind = kind
        let metadata = node["metadata"]
        name = metadata?["name"]?.text ?? ""
        namespace = metadata?["namespace"].flatMap { $0.isNull ? nil : $0.text }
    }

    /// Takes an item of a list that the API server gave: of built-in kinds such items do not say what they are.
    public init(listed node: Node, apiVersion: String, kind: String) {
        self.node = node
        document = 0
        self.apiVersion = apiVersion
        self.kind = kind
        name = node["metadata"]?["name"]?.text ?? ""
        namespace = node["metadata"]?["namespace"]?.text
    }

    /// The API group: `networking.istio.io`; empty for the core group.
    public var group: String { apiVersion.split(separator: "/").count == 2 ? String(apiVersion.prefix { $0 != "/" }) : "" }
    /// The version: `v1beta1`.
    public var version: String { apiVersion.lastIndex(of: "/").map { String(apiVersion[apiVersion.index(after: $0)...]) } ?? apiVersion }
    /// The text it stands in.
    public var source: SourceText { node.tree.source }
    /// `metadata`.
    public var metadata: Node? { node["metadata"] }
    /// `spec`.
    public var spec: Node? { node["spec"] }
    /// `metadata.labels` as strings.
    public var labels: [String: String] { strings("labels") }
    /// `metadata.annotations` as strings.
    public var annotations: [String: String] { strings("annotations") }
    /// Kind, namespace and name, for diagnostics.
    public var resourceName: ResourceName { ResourceName(kind: kind, namespace: namespace ?? "", name: name) }
    /// The best place to point at when the resource as a whole is meant: its name, else its kind.
    public var nameLocation: Location { (metadata?["name"] ?? node["kind"] ?? node).location }

    private func strings(_ key: String) -> [String: String] {
        guard let mapping = metadata?[key] else { return [:] }
        var result: [String: String] = [:]
        for (key, value) in mapping.entries { result[key.keyText] = value.text }
        return result
    }

    /// The objects of a tree in order. `List` objects are laid open; documents that are no objects are reported. Documents are
    /// counted from `firstDocument`, for trees that are a later part of a text.
    public static func all(in tree: Tree, firstDocument: Int = 0) -> (resources: [Resource], diagnostics: [Diagnostic]) {
        var resources: [Resource] = []
        var diagnostics: [Diagnostic] = []
        for (index, entry) in tree.documents.enumerated() {
            guard let root = entry.root, !root.isNull else { continue }
            add(root, document: firstDocument + index, depth: 0, &resources, &diagnostics)
        }
        return (resources, diagnostics)
    }

    private static func add(_ node: Node, document: Int, depth: Int, _ resources: inout [Resource], _ diagnostics: inout [Diagnostic]) {
        guard let resource = Resource(node, document: document) else {
            let missing = !node.isMapping ? "not an object" : node["kind"] == nil ? "'kind' is missing" : "'apiVersion' is missing"
            diagnostics.append(
                Diagnostic(
                    code: "MSH0020", severity: .error, message: "not a Kubernetes manifest: \(missing)", location: node.headLocation,
                    help: "start the document with 'apiVersion' and 'kind'"))
            return
        }
        if resource.kind.hasSuffix("List"), let items = node["items"], items.isSequence, depth < 4 {
            for item in items.items { add(item, document: document, depth: depth + 1, &resources, &diagnostics) }
        } else {
            resources.append(resource)
        }
    }
}

extension Node {
    /// A place short enough to show: the first key of a block mapping, the first item of a block sequence, a scalar as it is.
    public var headLocation: Location {
        if let first = rawEntries.first(where: { _ in true }), !isFlow { return first.key.location }
        if isSequence, !isFlow, let first = items.first(where: { _ in true }) { return first.headLocation }
        return location
    }
}
