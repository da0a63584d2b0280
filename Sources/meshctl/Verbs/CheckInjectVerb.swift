import MeshAPI
import MeshResources

/// `meshctl check-inject`.
enum CheckInjectVerb {
    static let filename = Option.value(
        "filename", "f", "FILE", "manifests with the workload, its namespace and, if wanted, the webhooks; - for standard input",
        completes: .file)
    static let labels = Option.list("labels", "l", "K=V", "the labels of a pod that does not exist yet")
    static let namespaceLabels = Option.list(
        "namespace-labels", nil, "K=V", "the labels of the namespace, in place of those in the manifests")

    static let command = Command(
        "check-inject", group: .inject, summary: "say whether a pod gets a sidecar, and what decides it",
        details: """
            Names a webhook, its revision and the label that decides. Offline everything comes from the manifests and options, and the \
            webhooks are those that a default installation has; in a cluster the webhooks are read from it.
            """,
        operands: .init("[[TYPE/]NAME[.NAMESPACE]]", 0...1, completes: .live("pods")),
        options: [filename, labels, namespaceLabels, .output([.text, .json])],
        examples: [
            .init(
                "Every workload of a manifest",
                "meshctl check-inject -f samples/shop/catalog.yaml --namespace-labels istio-injection=enabled"),
            .init("A pod with these labels", "meshctl check-inject -n shop -l app=web,istio.io/rev=canary"),
            .init("A deployment in the cluster", "meshctl check-inject deployment/web -n shop"),
        ],
        usesCluster: true, run: run)

    static func run(_ call: Invocation) throws -> any Report {
        let sources = try CheckInjectSources(call)
        let subjects = try sources.subjects()
        guard !subjects.isEmpty else {
            throw Failure(
                .usage, "nothing to check: expected a workload, a manifest or labels", help: "name TYPE/NAME, '-f FILE' or '-l app=web'")
        }
        let configurations = try sources.configurations()
        let selection = sources.selection(configurations)
        var policies: [String: InjectionPolicy] = [:]
        var results: [InjectionCheck] = []
        for subject in subjects {
            let namespace = try sources.labels(of: subject.namespace)
            let revision = selection.find(namespace: namespace, pod: subject.labels).webhook?.revision ?? ""
            let policy = try policies[revision] ?? sources.policy(of: revision)
            policies[revision] = policy
            var result = InjectionCheck(subject, selection, namespace, policy)
            if !configurations.isEmpty || sources.isLive {
                result.review = WebhookReview(configurations, namespace: namespace, pod: subject.labels)
            }
            results.append(result)
        }
        return CheckInjectReport(results: results)
    }
}

/// What decides about one pod.
struct InjectionCheck: Sendable {
    let name: String
    let injects: Bool
    let webhook: String?
    let revision: String?
    let reason: String
    let refusals: [(name: String, reason: String)]
    /// What each webhook configuration says; `nil` where there are only those that a default installation would have.
    var review: WebhookReview?

    init(
        _ subject: CheckInjectSources.Subject, _ selection: WebhookSelection, _ namespaceLabels: [String: String], _ policy: InjectionPolicy
    ) {
        name = subject.name
        let found = selection.find(namespace: namespaceLabels, pod: subject.labels)
        refusals = found.refusals
        guard let webhook = found.webhook else {
            injects = false
            self.webhook = nil
            revision = nil
            reason = Self.explanation(subject, namespaceLabels)
            return
        }
        self.webhook = webhook.name
        revision = webhook.revision
        let decision = policy.decide(
            labels: subject.labels, annotations: subject.annotations, namespace: subject.namespace, hostNetwork: subject.hostNetwork)
        injects = decision.injects
        switch decision {
        case .skip(let text): reason = text
        case .inject: reason = Self.cause(webhook.name, subject, namespaceLabels)
        }
    }

    /// The label that makes a webhook responsible.
    private static func cause(_ webhook: String, _ subject: CheckInjectSources.Subject, _ namespace: [String: String]) -> String {
        if webhook.hasPrefix("rev.namespace") { return "namespace label 'istio.io/rev' is '\(namespace["istio.io/rev"] ?? "")'" }
        if webhook.hasPrefix("rev.object") { return "pod label 'istio.io/rev' is '\(subject.labels["istio.io/rev"] ?? "")'" }
        if webhook.hasPrefix("namespace.") { return "namespace label 'istio-injection' is 'enabled'" }
        if webhook.hasPrefix("object.") { return "pod label 'sidecar.istio.io/inject' is 'true'" }
        return "injection is on for all namespaces"
    }

    /// Why no webhook is responsible.
    private static func explanation(_ subject: CheckInjectSources.Subject, _ namespace: [String: String]) -> String {
        if subject.labels["sidecar.istio.io/inject"] == "false" { return "pod label 'sidecar.istio.io/inject' is 'false'" }
        if let value = namespace["istio-injection"], value != "enabled" { return "namespace label 'istio-injection' is '\(value)'" }
        if let revision = namespace["istio.io/rev"] ?? subject.labels["istio.io/rev"] {
            return "no webhook answers for revision '\(revision)'"
        }
        return "neither namespace nor pod asks for injection: no label 'istio-injection', 'istio.io/rev' or 'sidecar.istio.io/inject'"
    }
}

/// The answers of `check-inject`.
struct CheckInjectReport: Report {
    let results: [InjectionCheck]

    func value() -> Value? {
        .array(
            results.map { result in
                var value: Value = [
                    "name": .string(result.name), "injected": .bool(result.injects), "webhook": result.webhook.map { .string($0) } ?? .null,
                    "revision": result.revision.map { .string($0) } ?? .null, "reason": .string(result.reason),
                    "otherWebhooks": .array(result.refusals.map { ["name": .string($0.name), "reason": .string($0.reason)] }),
                ]
                if let review = result.review {
                    value["webhooks"] = .array(
                        review.rows.map { row in
                            [
                                "webhook": .string(row.webhook), "revision": .string(row.revision), "injected": .bool(row.injects),
                                "reason": .string(row.reason),
                            ]
                        })
                }
                return value
            })
    }

    func write(to console: Console, as format: OutputFormat) {
        for result in results {
            let verdict = result.injects ? console.paint("injected", .green) : console.paint("not injected", .yellow)
            let webhook = result.webhook.map { " by \($0) (revision \(result.revision ?? ""))" } ?? ""
            console.output.write("\(result.name): \(verdict)\(webhook): \(result.reason)\n")
            for refusal in result.refusals where console.isVerbose { console.output.write("  \(refusal.name): \(refusal.reason)\n") }
            if let review = result.review { write(review, to: console) }
        }
    }

    /// istioctl's table: a line a webhook configuration.
    private func write(_ review: WebhookReview, to console: Console) {
        if !review.rows.isEmpty {
            var table = ColumnText(gap: 5)
            table.add("WEBHOOK", "REVISION", "INJECTED", "REASON")
            for row in review.rows { table.add(row.webhook, row.revision, row.injects ? "✔" : "✘", row.reason) }
            console.output.write(table.text)
        }
        if !review.warning.isEmpty { console.output.write(review.warning + "\n") }
    }
}
