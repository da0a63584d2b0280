import MeshResources

/// `meshctl validate`.
enum ValidateVerb {
    static let command = Command(
        "validate", aliases: ["v"], group: .check, summary: "check each resource by itself, as the API server and istiod would",
        details: """
            The verdict is that of the schema of the CustomResourceDefinitions and of istiod's validating webhook together. Resources of other \
            kinds are passed over. Nothing is asked of a cluster, and no resource is compared with another: 'meshctl lint' does that.
            """,
        operands: .paths,
        options: [.output([.text, .json]), SharedOptions.filename, SharedOptions.recursive],
        examples: [
            .init("Validate a directory and everything below it", "meshctl validate -R -f samples/shop"),
            .init("Validate what another program prints", "kubectl kustomize overlays/live | meshctl validate -f -"),
        ],
        run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let inputs = try call.inputs()
        let (resources, problems) = inputs.resources()
        let known = resources.filter { ResourceValidator.knows($0) || CompanionValidator.knows($0) }
        let findings = zip(ResourceChecks.validate(known), known).map { $0 + CompanionValidator.validate($1) }
        var diagnostics = inputs.diagnostics + problems
        let trees = inputs.files.flatMap(\.trees)
        diagnostics += Parallel.map(trees.count) { DuplicateKeys.diagnostics(in: trees[$0]) }.joined()
        return ValidateReport(
            files: inputs.files.map(\.source.name), verdicts: zip(known, findings).map { .init(resource: $0, findings: $1) },
            diagnostics: diagnostics)
    }
}

/// Validates many resources on all processors.
enum ResourceChecks {
    /// The findings of each resource, in order.
    static func validate(_ resources: [Resource]) -> [[Diagnostic]] {
        let slice = 256
        guard resources.count > slice else { return resources.map(ResourceValidator.validate) }
        let parts = Parallel.map((resources.count + slice - 1) / slice) { part in
            resources[(part * slice)..<min(resources.count, (part + 1) * slice)].map(ResourceValidator.validate)
        }
        return parts.flatMap { $0 }
    }
}

/// The verdict on each resource, and what kept documents from being judged.
private struct ValidateReport: Report {
    struct Verdict {
        let resource: Resource
        let findings: [Diagnostic]
        var errors: [Diagnostic] { findings.filter { $0.severity == .error } }
        var warnings: [Diagnostic] { findings.filter { $0.severity != .error } }
    }

    let files: [String]
    let verdicts: [Verdict]
    let diagnostics: [Diagnostic]

    var exitCode: ExitCode {
        if diagnostics.contains(where: { $0.severity == .error }) { return .unreadable }
        return verdicts.contains { !$0.errors.isEmpty } ? .failure : .success
    }

    func value() -> Value? {
        let resources: [Value] = verdicts.map { verdict in
            let resource = verdict.resource
            return [
                "file": .string(resource.source.name), "document": .int(Int64(resource.document)),
                "apiVersion": .string(resource.apiVersion),
                "kind": .string(resource.kind), "namespace": .string(resource.namespace ?? ""), "name": .string(resource.name),
                "errors": .array(verdict.errors.map { .object(FindingJSON.value($0)) }),
                "warnings": .array(verdict.warnings.map { .object(FindingJSON.value($0)) }),
            ]
        }
        return ["resources": .array(resources), "diagnostics": .array(diagnostics.map { .object(FindingJSON.value($0)) })]
    }

    func write(to console: Console, as format: OutputFormat) {
        for diagnostic in diagnostics { console.report(diagnostic) }
        var invalid = Set(diagnostics.filter { $0.severity == .error }.compactMap { $0.location?.source.name })
        for verdict in verdicts {
            for finding in verdict.findings { console.report(finding) }
            if !verdict.errors.isEmpty { invalid.insert(verdict.resource.source.name) }
        }
        for file in files where !invalid.contains(file) { console.output.write("\"\(file)\" is valid\n") }
    }
}
