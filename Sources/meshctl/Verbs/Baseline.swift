import MeshResources

/// Findings that are known and accepted for now. They are told apart by code, file, resource, field and message, never by
/// line, so that edits elsewhere keep a baseline valid.
struct Baseline {
    private var counts: [String: Int] = [:]

    /// Reads a baseline file.
    init(path: String) throws {
        let source: SourceText
        switch FileReader.read(path) {
        case .success(let text): source = text
        case .failure(let problem):
            throw Failure(
                .unreadable, "the baseline cannot be read", help: "write one with '--write-baseline \(path)'",
                diagnostics: [problem.diagnostic])
        }
        let result = YAML.parse(source)
        guard let root = result.tree.roots.first, let findings = root["findings"], findings.isSequence else {
            throw Failure(
                .unreadable, "'\(path)' is no baseline: expected what '--write-baseline' writes", diagnostics: result.diagnostics)
        }
        for finding in findings.items {
            let fields = ["code", "file", "resource", "path", "message"].map { finding[$0]?.text ?? "" }
            counts[Self.key(fields), default: 0] += max(1, finding["count"]?.int ?? 1)
        }
    }

    /// The findings that the baseline does not cover, and how many it covers.
    func filter(_ findings: [Diagnostic]) -> (remaining: [Diagnostic], covered: Int) {
        var left = counts
        var remaining: [Diagnostic] = []
        for finding in findings {
            let key = Self.key(Self.fields(finding))
            if let count = left[key], count > 0 { left[key] = count - 1 } else { remaining.append(finding) }
        }
        return (remaining, findings.count - remaining.count)
    }

    /// The text of a baseline for the findings: sorted, so that versions of it compare well.
    static func text(_ findings: [Diagnostic]) -> String {
        var counts: [String: (fields: [String], count: Int)] = [:]
        for finding in findings {
            let fields = fields(finding)
            counts[key(fields), default: (fields, 0)].count += 1
        }
        let entries: [Value] = counts.sorted { $0.key < $1.key }.map { _, entry in
            [
                "code": .string(entry.fields[0]), "file": .string(entry.fields[1]), "resource": .string(entry.fields[2]),
                "path": .string(entry.fields[3]), "message": .string(entry.fields[4]), "count": .int(Int64(entry.count)),
            ]
        }
        return JSONWriter.text(["version": 1, "findings": .array(entries)], .pretty) + "\n"
    }

    private static func fields(_ finding: Diagnostic) -> [String] {
        var file = finding.location?.source.name ?? ""
        while file.hasPrefix("./") { file.removeFirst(2) }
        return [finding.code, file, finding.resource?.description ?? "", finding.path, finding.message]
    }

    private static func key(_ fields: [String]) -> String { fields.joined(separator: "\u{0}") }
}
