/// How one value becomes another: what is replaced, added, taken away and moved, and nothing that stays.
///
/// Order of keys, comments, quotes and spellings of numbers are no difference; a null is the same as nothing.
indirect enum StructuralEdit {
    /// One entry of a mapping.
    enum Entry {
        case added(key: String, Node)
        case removed(key: String, Node)
        case changed(key: String, StructuralEdit)
    }

    /// One item of the new list, in the new order. Old items that no element names are taken away.
    enum Element {
        case kept(old: Int)
        case changed(old: Int, StructuralEdit)
        case added(Node)
    }

    /// Something else altogether.
    case replace(old: Node, new: Node)
    /// Some entries of a mapping.
    case mapping(old: Node, new: Node, [Entry])
    /// The items of a list.
    case list(old: Node, new: Node, [Element], identity: ListIdentity)

    /// Deeper values are compared as a whole; the parser does not go deeper either.
    static let depthLimit = 500

    /// The way from one value to another; `nil` when there is no difference.
    ///
    /// - Parameter name: the key under which the values stand, which says how a list's items are told apart.
    static func between(_ old: Node, _ new: Node, name: String = "", depth: Int = 0) -> StructuralEdit? {
        guard depth < depthLimit else { return Value(old) == Value(new) ? nil : .replace(old: old, new: new) }
        if old.isMapping, new.isMapping { return mappings(old, new, depth) }
        if old.isSequence, new.isSequence { return lists(old, new, name, depth) }
        if old.isScalar, new.isScalar { return sameScalar(old, new) ? nil : .replace(old: old, new: new) }
        return .replace(old: old, new: new)
    }

    private static func sameScalar(_ a: Node, _ b: Node) -> Bool {
        if a.style == b.style, a.properties == nil, b.properties == nil {
            let (x, y) = (a.rawBytes, b.rawBytes)
            if x.count == y.count, x.elementsEqual(y) { return true }
        }
        guard let first = a.scalar, let second = b.scalar else { return false }
        if first == second { return true }
        // 1 and 1.0 are the same number; text is never the same as a number.
        if let x = a.double, let y = b.double { return x == y }
        return false
    }

    private static func mappings(_ old: Node, _ new: Node, _ depth: Int) -> StructuralEdit? {
        let before = old.entries.filter { !$0.value.isNull }
        let after = new.entries.filter { !$0.value.isNull }
        var entries: [Entry] = []
        // Mostly the keys stand in the same order, and no dictionary is needed.
        var inStep = before.count == after.count
        if inStep {
            for (a, b) in zip(before, after) where !sameKey(a.key, b.key) {
                inStep = false
                break
            }
        }
        if inStep {
            for (a, b) in zip(before, after) {
                let key = b.key.keyText
                if let edit = between(a.value, b.value, name: key, depth: depth + 1) { entries.append(.changed(key: key, edit)) }
            }
        } else {
            var places: [String: Node] = [:]
            for entry in before { places[entry.key.keyText] = entry.value }
            var seen: Set<String> = []
            for entry in after {
                let key = entry.key.keyText
                seen.insert(key)
                if let value = places[key] {
                    if let edit = between(value, entry.value, name: key, depth: depth + 1) { entries.append(.changed(key: key, edit)) }
                } else {
                    entries.append(.added(key: key, entry.value))
                }
            }
            for entry in before where !seen.contains(entry.key.keyText) {
                entries.append(.removed(key: entry.key.keyText, entry.value))
            }
        }
        return entries.isEmpty ? nil : .mapping(old: old, new: new, entries)
    }

    private static func sameKey(_ a: Node, _ b: Node) -> Bool {
        let (x, y) = (a.rawBytes, b.rawBytes)
        return a.style == b.style ? x.count == y.count && x.elementsEqual(y) : a.keyText == b.keyText
    }

    private static func lists(_ old: Node, _ new: Node, _ name: String, _ depth: Int) -> StructuralEdit? {
        let before = Array(old.items)
        let after = Array(new.items)
        if before.count == after.count {
            var isSame = true
            for (a, b) in zip(before, after) where between(a, b, name: name, depth: depth + 1) != nil {
                isSame = false
                break
            }
            if isSame { return nil }
        }
        let identity = ListIdentity(name, old, new)
        let pairs: [(new: Int, old: Int?)]
        switch identity.keying {
        case .fields(let fields):
            pairs = byKey(before.map { ListIdentity.key(of: $0, fields) ?? "" }, after.map { ListIdentity.key(of: $0, fields) ?? "" })
        case .value: pairs = byKey(before.map(\.text), after.map(\.text))
        case .place: pairs = ListAlignment.align(before, after) { between($0, $1, name: name, depth: depth + 1) == nil }
        }
        var elements: [Element] = []
        var isSame = before.count == after.count
        var last = -1
        for pair in pairs {
            guard let place = pair.old else {
                elements.append(.added(after[pair.new]))
                isSame = false
                continue
            }
            if place < last, identity.isOrdered { isSame = false }
            last = max(last, place)
            if let edit = between(before[place], after[pair.new], name: name, depth: depth + 1) {
                elements.append(.changed(old: place, edit))
                isSame = false
            } else {
                elements.append(.kept(old: place))
            }
        }
        return isSame ? nil : .list(old: old, new: new, elements, identity: identity)
    }

    /// Pairs items of equal keys; of repeated keys in order.
    private static func byKey(_ old: [String], _ new: [String]) -> [(new: Int, old: Int?)] {
        var places: [String: [Int]] = [:]
        for (index, key) in old.enumerated().reversed() { places[key, default: []].append(index) }
        return new.indices.map { ($0, places[new[$0]]?.popLast()) }
    }

    // MARK: Applying

    /// The old value with the edit applied: the new value, but for the order of what has none.
    func apply(to value: Value) -> Value {
        switch self {
        case .replace(_, let new): return Value(new)
        case .mapping(_, _, let entries):
            guard case .object(var object) = value else { return value }
            for entry in entries {
                switch entry {
                case .added(let key, let node): object[key] = Value(node)
                case .removed(let key, _): object[key] = nil
                case .changed(let key, let edit): object[key] = object[key].map { edit.apply(to: $0) }
                }
            }
            return .object(object)
        case .list(_, _, let elements, _):
            guard case .array(let items) = value else { return value }
            return .array(
                elements.compactMap { element in
                    switch element {
                    case .kept(let old): items.indices.contains(old) ? items[old] : nil
                    case .changed(let old, let edit): items.indices.contains(old) ? edit.apply(to: items[old]) : nil
                    case .added(let node): Value(node)
                    }
                })
        }
    }
}
