import MeshResources

/// The checks of `lint` over inputs: reading, each resource by itself, the resources together, suppressions.
struct Linter {
    /// What came of it.
    struct Outcome {
        /// The resources together.
        let mesh: Mesh
        /// The findings in order of the inputs.
        var findings: [Diagnostic] = []
        var resourceCount = 0
        var suppressed = 0
        /// Checks that could not run for lack of a kind among the inputs.
        var skipped: [Analysis.Skipped] = []
    }

    let filter: RuleFilter
    /// Whether what the inputs lack does not exist.
    let isComplete: Bool
    /// The namespace of resources that name none.
    var namespace = "default"
    var istioNamespace = "istio-system"

    /// Runs everything.
    func lint(_ inputs: Inputs) -> Outcome {
        let (resources, problems) = inputs.resources()
        let trees = inputs.files.flatMap(\.trees)
        let own: @Sendable () -> (findings: [Diagnostic], suppressions: [Suppression]) = {
            var findings = inputs.diagnostics + problems
            let validated = ResourceChecks.validate(resources).flatMap { $0 }
            findings += validated
            findings += Self.repeatedKeys(trees, besides: validated)
            findings += Self.style(trees, resources)
            return (findings, Self.suppressions(trees, resources))
        }
        let sources = inputs.files.map(\.text)
        // A thread costs more than a few resources.
        let isSmall = resources.count <= 64
        let (together, alone) = isSmall ? (compare(resources), own()) : Parallel.both({ compare(resources) }, own)
        return conclude(resources, own: alone.findings, together, suppressions: alone.suppressions, sources: sources)
    }

    /// Looks at the resources together and puts everything in order. `own` are the findings of each file by itself, `sources` the
    /// texts in order.
    func judge(own: [Diagnostic], resources: [Resource], suppressions: [Suppression], sources: [SourceText]) -> Outcome {
        conclude(resources, own: own, compare(resources), suppressions: suppressions, sources: sources)
    }

    /// What the rules say about the resources together.
    private func compare(_ resources: [Resource]) -> (mesh: Mesh, analysis: Analysis.Outcome) {
        var options = Mesh.Options()
        options.isComplete = isComplete
        options.defaultNamespace = namespace
        options.istioNamespace = istioNamespace
        let mesh = Mesh(resources: resources, options: options)
        return (mesh, Analysis.run(mesh) { count, body in Parallel.map(count, body) })
    }

    private func conclude(
        _ resources: [Resource], own: [Diagnostic], _ together: (mesh: Mesh, analysis: Analysis.Outcome), suppressions: [Suppression],
        sources: [SourceText]
    ) -> Outcome {
        let analysis = together.analysis
        var findings = filter.isOpen ? own : own.filter(filter.wants)
        findings.reserveCapacity(findings.count + analysis.findings.count)
        for finding in analysis.findings where filter.wants(finding.diagnostic) { findings.append(finding.diagnostic) }
        var outcome = Outcome(mesh: together.mesh, resourceCount: resources.count, skipped: analysis.skipped)
        (outcome.findings, outcome.suppressed) = suppress(findings, suppressions, skipped: Set(analysis.skipped.map(\.code)))
        outcome.findings = Self.inOrder(outcome.findings, sources)
        return outcome
    }

    /// Repeated keys that validation did not report itself.
    static func repeatedKeys(_ trees: [Tree], besides validated: [Diagnostic]) -> [Diagnostic] {
        let known = Set(validated.compactMap { finding in finding.location.map { Place($0) } })
        return Parallel.map(trees.count) { DuplicateKeys.diagnostics(in: trees[$0]) }.joined().filter { finding in
            finding.location.map { !known.contains(Place($0)) } ?? true
        }
    }

    /// How the manifests are written.
    static func style(_ trees: [Tree], _ resources: [Resource]) -> [Diagnostic] {
        let byTree = Dictionary(grouping: resources) { ObjectIdentifier($0.node.tree) }
        return Parallel.map(trees.count) { StyleRegistry.check(trees[$0], byTree[ObjectIdentifier(trees[$0])] ?? []) }.flatMap { $0 }
    }

    private struct Place: Hashable {
        let source: ObjectIdentifier
        let start: UInt32

        init(_ location: Location) {
            source = ObjectIdentifier(location.source)
            start = location.range.start
        }
    }

    // MARK: Suppressions

    /// The suppressions that stand in texts.
    static func suppressions(_ trees: [Tree], _ resources: [Resource]) -> [Suppression] {
        let byTree = Dictionary(grouping: resources) { ObjectIdentifier($0.node.tree) }
        return trees.flatMap { Suppression.all(in: $0, resources: byTree[ObjectIdentifier($0)] ?? []) }
    }

    /// What is left of findings, before anybody looked at the resources together: those that are wanted and not silenced.
    func wanted(_ findings: [Diagnostic], _ suppressions: [Suppression]) -> [Diagnostic] {
        let findings = findings.filter(filter.wants)
        guard !suppressions.isEmpty else { return findings }
        return findings.filter { finding in !suppressions.contains { $0.silences(finding, names: RuleCatalog.names(finding)) } }
            + suppressions.filter(\.reason.isEmpty).map(SuppressionRules.withoutReason).filter(filter.wants)
    }

    private func suppress(_ findings: [Diagnostic], _ all: [Suppression], skipped: Set<String>) -> ([Diagnostic], Int) {
        guard !all.isEmpty else { return (findings, 0) }
        let suppressions = Dictionary(grouping: all) { ObjectIdentifier($0.location.source) }
        var used = Set<String>()
        var kept: [Diagnostic] = []
        for finding in findings {
            let own = finding.location.flatMap { suppressions[ObjectIdentifier($0.source)] } ?? []
            if let hit = own.first(where: { $0.silences(finding, names: RuleCatalog.names(finding)) }) {
                used.insert(Self.key(hit))
            } else {
                kept.append(finding)
            }
        }
        let suppressed = findings.count - kept.count
        for suppression in suppressions.values.joined() {
            if suppression.reason.isEmpty {
                kept.append(SuppressionRules.withoutReason(suppression))
            } else if filter.isOpen, !used.contains(Self.key(suppression)), skipped.isDisjoint(with: suppression.codes) {
                // A check that did not run may be what the suppression is for.
                kept.append(SuppressionRules.unused(suppression))
            }
        }
        return (kept.filter(filter.wants), suppressed)
    }

    private static func key(_ suppression: Suppression) -> String {
        "\(ObjectIdentifier(suppression.location.source).hashValue):\(suppression.location.range.start):\(suppression.codes)"
    }

    /// By file in order of the inputs, then by place, then by weight.
    private static func inOrder(_ findings: [Diagnostic], _ sources: [SourceText]) -> [Diagnostic] {
        var places: [ObjectIdentifier: Int] = [:]
        for (index, source) in sources.enumerated() { places[ObjectIdentifier(source)] = index }
        // Only the keys are moved about: a finding is large.
        var keys: [(file: Int32, start: UInt32, weight: Int32, index: Int32)] = []
        keys.reserveCapacity(findings.count)
        for (index, finding) in findings.enumerated() {
            let file = finding.location.map { Int32(places[ObjectIdentifier($0.source)] ?? -1) } ?? Int32.max
            keys.append((file, finding.location?.range.start ?? 0, -Int32(finding.severity.rawValue), Int32(index)))
        }
        keys.sort(by: <)
        return keys.map { findings[Int($0.index)] }
    }
}

/// The findings about suppressions themselves.
enum SuppressionRules {
    static let all: [RuleDescription] = [
        RuleDescription(
            code: "MSH4901", name: "suppression-without-reason", severity: .warning,
            summary: "a suppression gives no reason and has no effect",
            explanation: """
                A finding is silenced by a comment '# meshctl:ignore CODE reason' on or above its line, or by the annotation meshctl.dev/ignore. The \
                reason is required: whoever reads the file later must be able to tell whether it still holds.
                """),
        RuleDescription(
            code: "MSH4902", name: "unused-suppression", severity: .info, summary: "a suppression silences nothing",
            explanation: "No finding with this code lies on the line or in the resource any more. Remove the comment or annotation."),
    ]

    static func withoutReason(_ suppression: Suppression) -> Diagnostic {
        Diagnostic(
            code: "MSH4901", severity: .warning, message: "suppression of '\(suppression.codes.joined(separator: ","))' without a reason",
            location: suppression.location, help: "say why after the code: '\(Suppression.marker) CODE reason'")
    }

    static func unused(_ suppression: Suppression) -> Diagnostic {
        Diagnostic(
            code: "MSH4902", severity: .info, message: "nothing to silence for '\(suppression.codes.joined(separator: ","))'",
            location: suppression.location, help: "remove the suppression")
    }
}
