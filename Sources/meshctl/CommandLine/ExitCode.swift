/// How a run ended, as scripts see it.
enum ExitCode: Int32, Sendable, CaseIterable {
    /// Done; nothing found at or above the threshold; no difference.
    case success = 0
    /// Failed: something is invalid, there are differences, a case failed.
    case failure = 1
    /// `diff` only: the comparison itself failed.
    case cannotCompare = 2
    /// Wrong usage.
    case usage = 64
    /// An input cannot be read.
    case unreadable = 65
    /// The cluster, istiod or Envoy cannot be reached.
    case unreachable = 69
    /// The server says that this user may not.
    case forbidden = 77
    /// Findings at or above the threshold.
    case findings = 79

    /// What the man page says about it.
    var meaning: String {
        switch self {
        case .success: "Done; nothing found at or above the threshold; no difference."
        case .failure: "Failed: something is invalid, there are differences, a case failed."
        case .cannotCompare: "diff only: the comparison itself failed."
        case .usage: "Wrong usage."
        case .unreadable: "An input cannot be read: missing, not YAML, outside the subset, not a manifest."
        case .unreachable: "The cluster, istiod or Envoy cannot be reached."
        case .forbidden: "The server says that this user may not."
        case .findings: "There are findings at or above the threshold."
        }
    }

    private var weight: Int {
        switch self {
        case .success: 0
        case .failure: 1
        case .findings: 2
        case .cannotCompare: 3
        case .unreachable: 4
        case .forbidden: 5
        case .unreadable: 6
        case .usage: 7
        }
    }

    /// The code that counts when several reasons come together.
    func merged(with other: ExitCode) -> ExitCode { weight >= other.weight ? self : other }
}
