/// JSON Patch (RFC 6902), in which webhooks answer.
public enum JSONPatch {
    /// The value with the operations of a patch applied one after the other.
    ///
    /// - Throws: `InjectionError` where an operation does not fit.
    public static func apply(_ patch: Node, to value: Value) throws(InjectionError) -> Value {
        var result = value
        for operation in patch.items {
            let kind = operation["op"]?.text ?? ""
            guard let path = pointer(operation["path"]) else { throw InjectionError("a patch operation without a path") }
            switch kind {
            case "add", "replace":
                guard let new = operation["value"] else { throw InjectionError("operation '\(kind)' without a value") }
                result = try edit(result, path[...], path) { kind == "add" ? .insert(Value(new)) : .set(Value(new)) }
            case "remove": result = try edit(result, path[...], path) { .remove }
            case "move", "copy":
                guard let from = pointer(operation["from"]), let moved = self.value(at: from[...], in: result) else {
                    throw InjectionError("operation '\(kind)' from nowhere")
                }
                if kind == "move" { result = try edit(result, from[...], from) { .remove } }
                result = try edit(result, path[...], path) { .insert(moved) }
            case "test":
                guard let wanted = operation["value"], self.value(at: path[...], in: result) == Value(wanted) else {
                    throw InjectionError("the test of '\(path.joined(separator: "/"))' fails")
                }
            default: throw InjectionError("unknown patch operation '\(kind)'")
            }
        }
        return result
    }

    private enum Edit {
        case insert(Value)
        case set(Value)
        case remove
    }

    private static func pointer(_ node: Node?) -> [String]? {
        guard let text = node?.string else { return nil }
        if text.isEmpty { return [] }
        return text.dropFirst().split(separator: "/", omittingEmptySubsequences: false).map { part in
            SprigText.split(SprigText.split(String(part), by: "~1").joined(separator: "/"), by: "~0").joined(separator: "~")
        }
    }

    private static func value(at path: ArraySlice<String>, in value: Value) -> Value? {
        guard let first = path.first else { return value }
        switch value {
        case .object(let object): return object[first].flatMap { self.value(at: path.dropFirst(), in: $0) }
        case .array(let items):
            guard let index = Int(first), items.indices.contains(index) else { return nil }
            return self.value(at: path.dropFirst(), in: items[index])
        default: return nil
        }
    }

    private static func edit(
        _ value: Value, _ path: ArraySlice<String>, _ whole: [String], _ edit: () -> Edit
    ) throws(InjectionError) -> Value {
        func missing() -> InjectionError { InjectionError("the patch names '/\(whole.joined(separator: "/"))', which is not there") }
        guard let first = path.first else {
            switch edit() {
            case .insert(let new), .set(let new): return new
            case .remove: return .null
            }
        }
        let rest = path.dropFirst()
        switch value {
        case .object(var object):
            if !rest.isEmpty {
                guard let inner = object[first] else { throw missing() }
                object[first] = try self.edit(inner, rest, whole, edit)
            } else {
                switch edit() {
                case .insert(let new): object[first] = new
                case .set(let new):
                    guard object[first] != nil else { throw missing() }
                    object[first] = new
                case .remove:
                    guard object[first] != nil else { throw missing() }
                    object[first] = nil
                }
            }
            return .object(object)
        case .array(var items):
            if rest.isEmpty, case .insert(let new) = edit() {
                let index = first == "-" ? items.count : Int(first) ?? -1
                guard index >= 0, index <= items.count else { throw missing() }
                items.insert(new, at: index)
                return .array(items)
            }
            guard let index = Int(first), items.indices.contains(index) else { throw missing() }
            if !rest.isEmpty {
                items[index] = try self.edit(items[index], rest, whole, edit)
            } else if case .set(let new) = edit() {
                items[index] = new
            } else {
                items.remove(at: index)
            }
            return .array(items)
        default: throw missing()
        }
    }
}
