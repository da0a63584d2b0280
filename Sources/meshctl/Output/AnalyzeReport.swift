import MeshResources

/// The messages of `analyze` in every format.
struct AnalyzeReport: Report {
    let findings: [Finding]
    let skipped: [Analysis.Skipped]
    let files: [String]
    let failureThreshold: Severity
    let outputThreshold: Severity
    /// Whether a part of the inputs could not be read.
    let isBroken: Bool
    /// Whether there are several clusters, so that each message names its own.
    let showsClusters: Bool

    var exitCode: ExitCode {
        if isBroken { return .unreadable }
        return findings.contains { $0.diagnostic.severity >= failureThreshold } ? .findings : .success
    }

    private var shown: [Finding] { findings.filter { $0.diagnostic.severity >= outputThreshold } }

    func value() -> Value? {
        .array(
            shown.map { finding in
                let start = finding.diagnostic.location.flatMap { $0.source.count == 0 ? nil : $0.start }
                let url = RuleCatalog.url(finding.diagnostic.code)
                var object: Value.Object = [
                    "code": .string(finding.diagnostic.code), "documentationUrl": .string(url.isEmpty ? "" : url + "?ref=istioctl-analyze"),
                    "level": .string(Self.level(finding)), "message": .string(finding.analyzeText),
                    "origin": .string(finding.diagnostic.resource?.description ?? ""), "reference": .string(Self.reference(finding)),
                    "file": .string(finding.diagnostic.location?.source.name ?? ""), "line": .int(Int64(start?.line ?? 0)),
                    "column": .int(Int64(start?.column ?? 0)),
                ]
                if showsClusters { object["cluster"] = .string(finding.cluster) }
                return .object(object)
            })
    }

    func write(to console: Console, as format: OutputFormat) {
        let diagnostics = shown.map { finding in
            var diagnostic = finding.diagnostic
            diagnostic.message = finding.analyzeText
            return diagnostic
        }
        switch format {
        case .sarif: console.output.write(JSONWriter.text(SARIF.value(diagnostics), .pretty) + "\n")
        case .github: console.output.write(GitHubAnnotations.text(diagnostics))
        case .junit: console.output.write(JUnit.text(diagnostics, files: files))
        default: for finding in shown { console.output.write(line(finding, console.paint) + "\n") }
        }
    }

    /// `Error [IST0101] (VirtualService web/shop shop.yaml:7) Referenced host not found: "x"`.
    private func line(_ finding: Finding, _ paint: Painter) -> String {
        let style: Style = finding.diagnostic.severity == .error ? .red : finding.diagnostic.severity == .warning ? .yellow : .cyan
        let cluster = showsClusters && !finding.cluster.isEmpty ? " [cluster-\(finding.cluster)]" : ""
        let place = [finding.diagnostic.resource?.description ?? "", Self.reference(finding)].filter { !$0.isEmpty }.joined(separator: " ")
        let origin = place.isEmpty ? "" : " (\(place))"
        return "\(paint(Self.level(finding), style)) [\(finding.diagnostic.code)]\(cluster)\(origin) \(finding.analyzeText)"
    }

    func summarize(on console: Console) {
        if shown.isEmpty, !isBroken {
            let target = files.count > 1 ? ":\n  - \(files.joined(separator: "\n  - "))" : " \(files.first ?? "the cluster")."
            console.note("\u{2714} No validation issues found when analyzing\(target)")
        }
        guard !skipped.isEmpty else { return }
        console.note("\(Count.text(skipped.count, "check")) not run, because the inputs do not hold what they look for:")
        var byKinds: [String: [String]] = [:]
        for check in skipped { byKinds[check.missing.joined(separator: ", "), default: []].append(check.rule) }
        for (kinds, rules) in byKinds.sorted(by: { $0.key < $1.key }) {
            console.note("  without \(kinds): \(rules.joined(separator: ", "))")
        }
        console.note("add objects of these kinds, or say --assume-complete")
    }

    private static func level(_ finding: Finding) -> String {
        switch finding.diagnostic.severity {
        case .error: "Error"
        case .warning: "Warning"
        case .info: "Info"
        }
    }

    private static func reference(_ finding: Finding) -> String {
        guard let location = finding.diagnostic.location, !location.source.name.isEmpty else { return "" }
        // Of a dump that was fetched only the name is left.
        return location.source.count == 0 ? location.source.name : "\(location.source.name):\(location.start.line)"
    }
}
