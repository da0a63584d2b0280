import MeshResources

/// Findings as workflow commands of GitHub Actions, which become annotations of a pull request.
enum GitHubAnnotations {
    /// One line a finding.
    static func text(_ findings: [Diagnostic]) -> String { findings.map { line($0) + "\n" }.joined() }

    private static func line(_ finding: Diagnostic) -> String {
        var properties: [String] = []
        if let location = finding.location {
            properties.append("file=\(property(location.source.name))")
            if location.source.count > 0 {
                let (start, end) = (location.start, location.end)
                properties += ["line=\(start.line)", "endLine=\(end.line)"]
                // GitHub takes columns only for ranges within one line.
                if start.line == end.line { properties += ["col=\(start.column)", "endColumn=\(end.column)"] }
            }
        }
        properties.append("title=\(property(finding.code))")
        let command = finding.severity == .info ? "notice" : finding.severity.word
        return "::\(command) \(properties.joined(separator: ","))::\(data(finding.message + (finding.help.map { "\n\($0)" } ?? "")))"
    }

    private static func data(_ text: String) -> String { escape(text, "") }
    private static func property(_ text: String) -> String { escape(text, ":,") }

    private static func escape(_ text: String, _ more: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "%": "%25"
            case "\r": "%0D"
            case "\n": "%0A"
            case ":" where more.contains(":"): "%3A"
            case "," where more.contains(","): "%2C"
            default: String(Character(scalar))
            }
        }.joined()
    }
}
