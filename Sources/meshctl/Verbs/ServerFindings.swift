import MeshAPI
import MeshResources

/// Turns what the API server says about an object into findings at the lines of its manifest.
enum ServerFindings {
    /// One finding a cause, or one for the object as a whole.
    static func diagnostics(_ error: KubernetesError, _ item: RolloutItem, manager: String) -> [Diagnostic] {
        let name = item.key.resourceName
        func finding(_ code: String, _ message: String, _ path: String = "", help: String? = nil) -> Diagnostic {
            let location = path.isEmpty ? item.manifest?.nameLocation : item.manifest?.node.follow(path: path).location
            return Diagnostic(code: code, severity: .error, message: message, location: location, path: path, help: help, resource: name)
        }
        switch error.category {
        case .conflict where !error.owners.isEmpty:
            let help = "take the fields over with --force-conflicts, or leave them out of the manifest"
            return error.owners.flatMap { owner in
                owner.fields.map { field in
                    finding("MSH5001", "'\(field)' of \(item.key) is owned by \(KnownManagers.described(owner.manager))", field, help: help)
                }
            }
        case .invalid where !error.causes.isEmpty:
            let causes = error.causes.filter { $0.message.firstRange("some validation rules were not checked") == nil }
            return causes.map { cause in
                let path = Self.path(of: cause)
                let text = Self.words(cause, path)
                return finding("MSH5002", (path.isEmpty ? "" : "'\(path)': ") + text + " (\(item.key))", path)
            }
        case .missingKind: return [finding("MSH5003", "\(item.key): \(error.message)", "kind", help: error.help)]
        case .notFound where error.message.hasPrefix("namespaces "):
            return [
                finding(
                    "MSH5004", "the namespace of \(item.key) does not exist", "metadata.namespace",
                    help: "create it: kubectl create namespace \(item.key.namespace)")
            ]
        case .forbidden: return [finding("MSH5005", "\(item.key): \(error.message)", help: error.help)]
        case .conflict: return [finding("MSH5006", "\(item.key): \(error.message)", help: "try again: somebody else changed it meanwhile")]
        default: return [finding("MSH5000", "\(item.key): \(error.message)", help: error.help)]
        }
    }

    /// The field that a cause is about. Where the server says `<nil>`, its text may still quote the path.
    private static func path(of cause: KubernetesError.Cause) -> String {
        if !cause.field.isEmpty, cause.field != "<nil>" {
            return cause.field.hasPrefix(".") ? String(cause.field.dropFirst()) : cause.field
        }
        for word in cause.message.split(separator: "\"") where word.hasPrefix("spec.") || word.hasPrefix("metadata.") {
            return String(word)
        }
        return ""
    }

    /// The server's words without what the path says already.
    private static func words(_ cause: KubernetesError.Cause, _ path: String) -> String {
        var text = cause.message
        for prefix in ["Invalid value: \"\": ", "Invalid value: null: "] where text.hasPrefix(prefix) {
            text = String(text.dropFirst(prefix.count))
        }
        for prefix in ["\"\(path)\" ", "\(path) in body "] {
            if let range = text.firstRange(prefix) { text = text[..<range.lowerBound] + String(text[range.upperBound...]) }
        }
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}

extension ObjectKey {
    /// The name that diagnostics carry.
    var resourceName: ResourceName { ResourceName(kind: kind, namespace: namespace, name: name) }
}

extension String {
    /// The first place where a text stands.
    func firstRange(_ needle: String) -> Range<Index>? {
        guard !needle.isEmpty else { return nil }
        var start = startIndex
        while start < endIndex {
            if self[start...].hasPrefix(needle) {
                return start..<(index(start, offsetBy: needle.count, limitedBy: endIndex) ?? endIndex)
            }
            start = index(after: start)
        }
        return nil
    }
}
