import MeshResources

/// One kind of object that a server knows, with the words that lead to it.
public struct APIResource: Sendable, Hashable {
    /// The API group; empty for the core group.
    public var group: String
    /// The version.
    public var version: String
    /// The kind, such as `VirtualService`.
    public var kind: String
    /// The name in paths, such as `virtualservices`.
    public var plural: String
    /// The name for one object, such as `virtualservice`; may be empty.
    public var singular: String
    /// Short names, such as `vs`.
    public var shortNames: [String]
    /// Whether objects live in namespaces.
    public var isNamespaced: Bool
    /// What can be done: `get`, `list`, `patch`, …
    public var verbs: [String]

    /// Makes a resource by hand.
    public init(
        group: String, version: String, kind: String, plural: String, singular: String = "", shortNames: [String] = [],
        isNamespaced: Bool = true, verbs: [String] = ["create", "delete", "get", "list", "patch", "update", "watch"]
    ) {
        self.group = group
        self.version = version
        self.kind = kind
        self.plural = plural
        self.singular = singular
        self.shortNames = shortNames
        self.isNamespaced = isNamespaced
        self.verbs = verbs
    }

    /// `networking.istio.io/v1`, or `v1` for the core group.
    public var apiVersion: String { group.isEmpty ? version : "\(group)/\(version)" }

    /// `virtualservices.networking.istio.io`, or `pods` for the core group.
    public var fullName: String { group.isEmpty ? plural : "\(plural).\(group)" }

    /// The path of a group and version.
    public static func root(apiVersion: String) -> String {
        let parts = apiVersion.split(separator: "/").map(String.init)
        return parts.count == 2 ? URLText.path(["apis"] + parts) : URLText.path(["api", apiVersion])
    }

    /// The path of a collection, or with `name` of one object. Names are escaped.
    ///
    /// - Parameter namespace: `nil` for cluster-scoped kinds, and to list all namespaces.
    public func path(namespace: String?, name: String? = nil) -> String {
        var path = Self.root(apiVersion: apiVersion)
        if isNamespaced, let namespace { path += URLText.path(["namespaces", namespace]) }
        path += URLText.path([plural])
        if let name { path += URLText.path([name]) }
        return path
    }

    /// Whether a word that a user typed means this kind: `vs`, `VirtualService`, `virtualservices.networking.istio.io`, …
    public func answers(to word: String) -> Bool {
        let word = word.lowercased()
        let names = [plural, singular, kind.lowercased()] + shortNames
        if names.contains(word) { return true }
        guard let dot = word.firstIndex(of: ".") else { return false }
        let rest = word[word.index(after: dot)...]
        return names.contains(String(word[..<dot])) && (rest == group || rest == "\(version).\(group)")
    }
}
