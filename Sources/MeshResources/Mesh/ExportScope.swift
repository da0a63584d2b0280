/// Where an object is visible: the meaning of `exportTo`.
public struct ExportScope: Sendable, Hashable {
    /// Visible everywhere.
    public let isEverywhere: Bool
    /// The namespaces it is visible in; empty when everywhere, and when `~` hides it from all.
    public let namespaces: [String]

    /// Visible everywhere.
    public static let everywhere = ExportScope(isEverywhere: true, namespaces: [])

    init(isEverywhere: Bool, namespaces: [String]) {
        self.isEverywhere = isEverywhere
        self.namespaces = namespaces
    }

    /// Reads `exportTo` of an object in `namespace`. An empty list means `fallback`, the mesh's default.
    public init(_ names: [String], namespace: String, fallback: ExportScope = .everywhere) {
        if names.isEmpty {
            self = fallback == .local ? ExportScope(isEverywhere: false, namespaces: [namespace]) : fallback
        } else if names.contains("*") {
            self = .everywhere
        } else {
            self.init(isEverywhere: false, namespaces: names.filter { $0 != "~" }.map { $0 == "." ? namespace : $0 })
        }
    }

    /// A default of `.`: the namespace of whichever object it is applied to.
    public static let local = ExportScope(isEverywhere: false, namespaces: ["."])

    /// Whether it is visible in `namespace`.
    public func includes(_ namespace: String) -> Bool { isEverywhere || namespaces.contains(namespace) }

    /// Whether there is a namespace that sees both.
    public func overlaps(_ other: ExportScope) -> Bool {
        if isEverywhere { return other.isEverywhere || !other.namespaces.isEmpty }
        if other.isEverywhere { return !namespaces.isEmpty }
        return namespaces.contains { other.namespaces.contains($0) }
    }
}
