/// A remark in a manifest that silences findings: `# meshctl:ignore CODE reason` on or above a line, or the annotation
/// `meshctl.dev/ignore: "CODE reason"` for a whole resource. Several codes are separated by commas.
public struct Suppression: Sendable {
    /// The annotation's key.
    public static let annotation = "meshctl.dev/ignore"
    /// What a comment begins with, after `#` and blanks.
    public static let marker = "meshctl:ignore"

    /// What it applies to.
    public enum Scope: Sendable {
        /// Findings that begin on this line.
        case line(Int)
        /// Findings of the resource, and every one that begins in its range.
        case resource(ResourceName, SourceRange)
    }

    /// The codes, as written.
    public let codes: [String]
    /// Why; empty when the author gave no reason, which makes the suppression void.
    public let reason: String
    /// What it applies to.
    public let scope: Scope
    /// Where it stands.
    public let location: Location

    /// Whether it silences a finding of the same text. `names` are the code, aliases and rule name of the finding.
    public func silences(_ finding: Diagnostic, names: [String]) -> Bool {
        guard !reason.isEmpty, codes.contains(where: { code in names.contains { $0.lowercased() == code.lowercased() } }) else {
            return false
        }
        guard let place = finding.location, place.source === location.source else { return false }
        switch scope {
        case .line(let line): return place.start.line == line
        case .resource(let name, let range): return finding.resource == name || range.contains(place.range.start)
        }
    }

    /// The suppressions of a text, in order.
    public static func all(in tree: Tree, resources: [Resource]) -> [Suppression] {
        tree.comments.compactMap { comment(in: tree.source, $0) } + resources.flatMap(annotations)
    }

    private static func comment(in source: SourceText, _ range: SourceRange) -> Suppression? {
        let bytes = source.bytes(in: range)
        var start = 0
        while start < bytes.count, bytes[start] == 0x23 || bytes[start] == 0x20 { start += 1 }
        guard bytes.dropFirst(start).starts(with: marker.utf8) else { return nil }
        let text = String(decoding: bytes.dropFirst(start + marker.utf8.count), as: UTF8.self)
        guard text.isEmpty || text.hasPrefix(" ") || text.hasPrefix("\t") else { return nil }
        let location = Location(source: source, range: range)
        let line = location.start.line
        let isAlone = source.lineRange(line).map { source.bytes(in: $0).first { $0 != 0x20 && $0 != 0x09 } == 0x23 } ?? false
        return make(text, scope: .line(isAlone ? nextLine(after: line, in: source) : line), location: location)
    }

    /// The next line that holds more than a comment.
    private static func nextLine(after line: Int, in source: SourceText) -> Int {
        var next = line + 1
        while let range = source.lineRange(next) {
            let first = source.bytes(in: range).first { $0 != 0x20 && $0 != 0x09 }
            if let first, first != 0x23 { return next }
            next += 1
        }
        return next
    }

    private static func annotations(of resource: Resource) -> [Suppression] {
        guard let value = resource.metadata?["annotations"]?[annotation], value.isScalar else { return [] }
        let parts = value.text.split { $0 == ";" || $0 == "\n" }
        return parts.compactMap { make(String($0), scope: .resource(resource.resourceName, resource.node.range), location: value.location) }
    }

    private static func make(_ text: String, scope: Scope, location: Location) -> Suppression? {
        let words = text.split { $0 == " " || $0 == "\t" }
        let codes = (words.first ?? "").split(separator: ",").map(String.init)
        return Suppression(codes: codes, reason: words.dropFirst().joined(separator: " "), scope: scope, location: location)
    }
}
