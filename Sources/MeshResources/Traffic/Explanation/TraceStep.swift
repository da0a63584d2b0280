/// One step of an explanation: what was looked at, what came of it, and where it is written.
public struct TraceStep: Sendable {
    /// How a candidate fared.
    public enum Verdict: String, Sendable {
        /// It decided.
        case taken
        /// It did not; the text says why.
        case lost
        /// Something worth knowing.
        case note
    }

    /// What is looked at: `gateway`, `virtual host`, `rule`, …
    public var subject: String
    /// What came of it.
    public var text: String
    /// How it fared.
    public var verdict: Verdict
    /// Where it is written.
    public var location: Location?
    /// What it consists of, or the candidates.
    public var steps: [TraceStep]

    /// Makes a step.
    public init(_ subject: String, _ text: String, _ verdict: Verdict = .taken, at location: Location? = nil, steps: [TraceStep] = []) {
        self.subject = subject
        self.text = text
        self.verdict = verdict
        self.location = location
        self.steps = steps
    }

    /// The step as data.
    public var value: Value {
        var result: Value.Object = ["subject": .string(subject), "text": .string(text), "verdict": .string(verdict.rawValue)]
        if let location {
            let start = location.start
            result["file"] = .string(location.source.name)
            result["line"] = .int(Int64(start.line))
            result["column"] = .int(Int64(start.column))
        }
        if !steps.isEmpty { result["steps"] = .array(steps.map(\.value)) }
        return .object(result)
    }

    /// The most candidates of one kind that are listed.
    static let maximumCandidates = 12

    /// The steps, cut to a readable number, with a note of how many are left out.
    static func limited(_ steps: [TraceStep], _ what: String) -> [TraceStep] {
        guard steps.count > maximumCandidates else { return steps }
        let taken = steps.filter { $0.verdict == .taken }
        let others = steps.filter { $0.verdict != .taken }
        let kept = others.prefix(max(0, maximumCandidates - taken.count))
        return kept + taken + [TraceStep(what, "and \(others.count - kept.count) more that did not decide", .note)]
    }
}

extension Node {
    /// A place short enough to point at.
    var pointer: Location { headLocation }
}

extension ResourceName {
    /// `namespace/name`.
    var path: String { namespace.isEmpty ? name : "\(namespace)/\(name)" }
}
