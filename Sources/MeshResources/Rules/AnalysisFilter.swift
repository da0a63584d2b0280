/// Which findings of an analysis are shown: by namespace, by what the user suppresses, by Istio's annotation.
public struct AnalysisFilter: Sendable {
    /// Only findings about this namespace and about what has none; `nil` for all.
    public var namespace: String?
    /// `CODE=RESOURCE` pairs; the resource is `Kind namespace/name` with `*` for any text.
    public var suppressions: [(code: String, resource: String)]

    /// Makes a filter.
    public init(namespace: String? = nil, suppressions: [(code: String, resource: String)] = []) {
        self.namespace = namespace
        self.suppressions = suppressions
    }

    /// The annotation by which an object silences codes of `analyze`: `IST0107,IST0108` or `*`.
    public static let annotation = "galley.istio.io/analyze-suppress"

    /// The findings that are left.
    public func apply(_ findings: [Finding], _ mesh: Mesh) -> [Finding] {
        var silenced: [ResourceName: [Substring]] = [:]
        for object in mesh.objects {
            guard let codes = object.resource.metadata?["annotations"]?[Self.annotation]?.text, !codes.isEmpty else { continue }
            silenced[object.resourceName] = codes.split(separator: ",").map(\.trimmed)
        }
        return findings.filter { finding in
            guard let resource = finding.diagnostic.resource else { return true }
            let own = resource.kind == "Namespace" ? resource.name : resource.namespace
            if let namespace, !own.isEmpty, own != namespace { return false }
            let code = finding.diagnostic.code
            if let codes = silenced[resource], codes.contains(where: { $0 == "*" || $0 == code }) { return false }
            return !suppressions.contains { $0.code == code && Self.matches($0.resource, resource.description) }
        }
    }

    /// Whether `text` fits a pattern in which `*` stands for any text.
    static func matches(_ pattern: String, _ text: String) -> Bool {
        let parts = pattern.split(separator: "*", omittingEmptySubsequences: false)
        guard parts.count > 1, let first = parts.first, let last = parts.last else { return pattern == text }
        guard text.utf8.count >= first.utf8.count + last.utf8.count, text.hasPrefix(first), text.hasSuffix(last) else { return false }
        var rest = text.dropFirst(first.count).dropLast(last.count)
        for part in parts.dropFirst().dropLast() where !part.isEmpty {
            guard let found = Self.index(of: part, in: rest) else { return false }
            rest = rest[found...].dropFirst(part.count)
        }
        return true
    }

    private static func index(of part: Substring, in text: Substring) -> Substring.Index? {
        var at = text.startIndex
        while at < text.endIndex {
            if text[at...].hasPrefix(part) { return at }
            at = text.index(after: at)
        }
        return nil
    }
}
