/// How much a finding matters.
public enum Severity: Int, Comparable, Sendable, CaseIterable {
    /// Worth knowing; nothing is wrong.
    case info
    /// Probably not what was meant.
    case warning
    /// Refused by Istio or Kubernetes, or certain not to work.
    case error

    /// The lower-case word: `error`, `warning` or `info`.
    public var word: String {
        switch self {
        case .info: "info"
        case .warning: "warning"
        case .error: "error"
        }
    }

    /// Reads a word in any case; `note` and `information` are `info`.
    public init?(word: String) {
        switch word.lowercased() {
        case "error": self = .error
        case "warning", "warn": self = .warning
        case "info", "information", "note": self = .info
        default: return nil
        }
    }

    /// Orders by weight: info, warning, error.
    public static func < (a: Severity, b: Severity) -> Bool { a.rawValue < b.rawValue }
}
