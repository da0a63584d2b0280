/// The difference between two versions of one resource, field by field.
public struct ResourceDiff: Sendable {
    /// What happened to the resource.
    public enum Change: String, Sendable {
        case added, removed, changed
    }

    /// One field that differs.
    public struct Field: Sendable {
        /// Where, for people: `spec.http[name=canary].route[0].weight`.
        public var path: String
        /// Where, for programs: `spec.http[2].route[0].weight`, with places in the new version, or in the old one of what is gone.
        public var indexPath: String
        /// What was there; `nil` when nothing was.
        public var old: Value?
        /// What is there now; `nil` when nothing is.
        public var new: Value?
        /// Where the old value stands.
        public var oldAt: Location?
        /// Where the new value stands.
        public var newAt: Location?
        /// Whether only the order of a list differs; `old` and `new` then name the items.
        public var isOrder = false
        /// Other managers that own the field in the cluster.
        public var owners: [String] = []
    }

    /// Which resource.
    public var key: ObjectKey
    /// The API version, of the new version where there is one.
    public var apiVersion: String
    /// What happened to it.
    public var change: Change
    /// The fields that differ; empty when the whole resource was added or removed.
    public var fields: [Field]
    /// The old version.
    public var old: Node?
    /// The new version.
    public var new: Node?

    /// Compares two versions of a resource; `nil` when there is no difference. The version of the API is none.
    ///
    /// - Parameter ignoring: keys of the top level that do not count beside `apiVersion`.
    public init?(key: ObjectKey, old: Node?, new: Node?, ignoring: Set<String> = []) {
        guard let present = new ?? old else { return nil }
        self.key = key
        self.old = old
        self.new = new
        apiVersion = present["apiVersion"]?.text ?? ""
        fields = []
        guard let old, let new else {
            change = old == nil ? .added : .removed
            return
        }
        change = .changed
        if Self.haveSameText(old, new) { return nil }
        guard let edit = StructuralEdit.between(old, new) else { return nil }
        Self.collect(edit, isTop: true, ignoring: ignoring.union(["apiVersion"]), isSecret: key.kind == "Secret", &fields)
        if fields.isEmpty { return nil }
    }

    /// Whether the texts are the same byte for byte, which spares comparing their trees.
    private static func haveSameText(_ a: Node, _ b: Node) -> Bool {
        if a.tree === b.tree, a.identity == b.identity { return true }
        guard a.isFlow == b.isFlow, !a.isAlias, !b.isAlias else { return false }
        let (x, y) = (a.range, b.range)
        guard x.count == y.count, a.tree.source.hasSameBytes(x, as: b.tree.source, y) else { return false }
        // Lines after the first are indented as seen from the line's start, so the first must begin at the same place there.
        guard a.tree.source.lineHead(of: x.start) == b.tree.source.lineHead(of: y.start) else { return false }
        // An alias in the text may mean something else on either side.
        return !a.containsAlias && !b.containsAlias
    }

    /// The new version as the edit makes it from the old one.
    static func applied(_ old: Node, _ new: Node) -> Value {
        StructuralEdit.between(old, new).map { $0.apply(to: Value(old)) } ?? Value(old)
    }

    // MARK: Flattening

    /// A path in both spellings.
    private struct Path {
        var named = ""
        var indexed = ""

        func key(_ key: String) -> Path {
            named.isEmpty ? Path(named: key, indexed: key) : Path(named: "\(named).\(key)", indexed: "\(indexed).\(key)")
        }

        func item(_ node: Node, _ index: Int, _ identity: ListIdentity) -> Path {
            Path(named: "\(named)[\(ResourceDiff.label(node, index, identity))]", indexed: "\(indexed)[\(index)]")
        }
    }

    private static func collect(
        _ edit: StructuralEdit, path: Path = Path(), isTop: Bool = false, ignoring: Set<String> = [], isSecret: Bool,
        _ fields: inout [Field]
    ) {
        switch edit {
        case .replace(let old, let new): fields.append(field(path, old, new, isSecret))
        case .mapping(_, _, let entries):
            for entry in entries {
                switch entry {
                case .added(let key, let node):
                    if !isTop || !ignoring.contains(key) { fields.append(field(path.key(key), nil, node, isSecret)) }
                case .removed(let key, let node):
                    if !isTop || !ignoring.contains(key) { fields.append(field(path.key(key), node, nil, isSecret)) }
                case .changed(let key, let inner):
                    if !isTop || !ignoring.contains(key) { collect(inner, path: path.key(key), isSecret: isSecret, &fields) }
                }
            }
        case .list(let old, let new, let elements, let identity):
            collect(list: old, new, elements, identity, path, isSecret, &fields)
        }
    }

    private static func collect(
        list old: Node, _ new: Node, _ elements: [StructuralEdit.Element], _ identity: ListIdentity, _ path: Path, _ isSecret: Bool,
        _ fields: inout [Field]
    ) {
        let before = Array(old.items)
        var named: Set<Int> = []
        var order: [Int] = []
        for (index, element) in elements.enumerated() {
            switch element {
            case .kept(let place):
                named.insert(place)
                order.append(place)
            case .changed(let place, let edit):
                named.insert(place)
                order.append(place)
                collect(edit, path: path.item(before[place], index, identity), isSecret: isSecret, &fields)
            case .added(let node): fields.append(field(path.item(node, index, identity), nil, node, isSecret))
            }
        }
        for (place, item) in before.enumerated() where !named.contains(place) {
            fields.append(field(path.item(item, place, identity), item, nil, isSecret))
        }
        if identity.isOrdered, zip(order, order.dropFirst()).contains(where: { $0 > $1 }) {
            var moved = Field(path: path.named, indexPath: path.indexed)
            moved.old = .array(order.sorted().map { .string(label(before[$0], $0, identity)) })
            moved.new = .array(order.map { .string(label(before[$0], $0, identity)) })
            moved.oldAt = old.headLocation
            moved.newAt = new.headLocation
            moved.isOrder = true
            fields.append(moved)
        }
    }

    private static func label(_ item: Node, _ index: Int, _ identity: ListIdentity) -> String {
        guard case .fields(let names) = identity.keying, let key = ListIdentity.key(of: item, names) else { return String(index) }
        return ListIdentity.selector(key, names)
    }

    private static func field(_ path: Path, _ old: Node?, _ new: Node?, _ isSecret: Bool) -> Field {
        var field = Field(path: path.named, indexPath: path.indexed)
        field.old = old.map { Value($0) }
        field.new = new.map { Value($0) }
        field.oldAt = old.map { place($0) }
        field.newAt = new.map { place($0) }
        let hidden = ["data", "stringData", "metadata.annotations"]
        if isSecret, hidden.contains(where: { path.named.hasPrefix($0) }) {
            field.old = field.old.map { SecretMask.masked($0, "before") }
            field.new = field.new.map { SecretMask.masked($0, "after") }
        }
        return field
    }

    private static func place(_ node: Node) -> Location { node.isScalar ? node.location : node.headLocation }
}

/// Keeps the contents of Secrets out of reports, and still shows that they differ.
public enum SecretMask {
    /// Every scalar replaced by stars and a word.
    public static func masked(_ value: Value, _ word: String) -> Value {
        switch value {
        case .array(let items): .array(items.map { masked($0, word) })
        case .object(let object): .object(Value.Object(object.map { ($0.key, masked($0.value, word)) }))
        case .null: .null
        default: .string(word.isEmpty ? "***" : "*** (\(word))")
        }
    }

    /// A resource for showing: of a Secret without its contents, of everything else as it is.
    public static func resource(_ value: Value, word: String = "") -> Value {
        guard value["kind"]?.string == "Secret" else { return value }
        var result = value
        for key in ["data", "stringData"] {
            if let content = value[key] { result[key] = masked(content, word) }
        }
        // What kubectl keeps in its annotation is the whole Secret once more.
        if result["metadata"]?["annotations"]?["kubectl.kubernetes.io/last-applied-configuration"] != nil {
            result["metadata"]?["annotations"]?["kubectl.kubernetes.io/last-applied-configuration"] = .string("***")
        }
        return result
    }
}
