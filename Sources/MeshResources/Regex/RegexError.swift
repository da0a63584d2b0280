/// Why a regular expression is refused: a reason and the part of the pattern that it is about.
///
/// Proxies read patterns with RE2 and the control plane with Go's `regexp`; both have the same grammar but word their reasons
/// differently, so both wordings can be had.
public struct RegexError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public enum Reason: Hashable, Sendable {
        case invalidEscape
        case invalidCharacterClassRange
        case missingBracket
        case missingParenthesis
        case unexpectedParenthesis
        case trailingBackslash
        case missingRepeatArgument
        case invalidRepeatSize
        case nestedRepetition
        case invalidPerlOperator
        case invalidUTF8
        case invalidNamedCapture
        case nestsTooDeeply
        case patternTooLarge
    }

    /// What is wrong.
    public var reason: Reason
    /// The part of the pattern meant; may be empty.
    public var fragment: String

    /// Makes a reason.
    public init(_ reason: Reason, _ fragment: String = "") {
        self.reason = reason
        self.fragment = fragment
    }

    /// The reason as RE2, and so Envoy, gives it: `missing ): (a`.
    public var description: String {
        let text =
            switch reason {
            case .invalidEscape: "invalid escape sequence"
            case .invalidCharacterClassRange: "invalid character class range"
            case .missingBracket: "missing ]"
            case .missingParenthesis: "missing )"
            case .unexpectedParenthesis: "unexpected )"
            case .trailingBackslash: "trailing \\"
            case .missingRepeatArgument: "no argument for repetition operator"
            case .invalidRepeatSize: "invalid repetition size"
            case .nestedRepetition: "bad repetition operator"
            case .invalidPerlOperator: "invalid perl operator"
            case .invalidUTF8: "invalid UTF-8"
            case .invalidNamedCapture: "invalid named capture group"
            case .nestsTooDeeply: "expression nests too deeply"
            case .patternTooLarge: "pattern too large"
            }
        return fragment.isEmpty ? text : "\(text): \(fragment)"
    }

    /// The reason as Go's `regexp`, and so istiod, gives it: ``error parsing regexp: missing closing ): `(a` ``.
    public var goDescription: String {
        let text =
            switch reason {
            case .invalidEscape: "invalid escape sequence"
            case .invalidCharacterClassRange: "invalid character class range"
            case .missingBracket: "missing closing ]"
            case .missingParenthesis: "missing closing )"
            case .unexpectedParenthesis: "unexpected )"
            case .trailingBackslash: "trailing backslash at end of expression"
            case .missingRepeatArgument: "missing argument to repetition operator"
            case .invalidRepeatSize: "invalid repeat count"
            case .nestedRepetition: "invalid nested repetition operator"
            case .invalidPerlOperator: "invalid or unsupported Perl syntax"
            case .invalidUTF8: "invalid UTF-8"
            case .invalidNamedCapture: "invalid named capture"
            case .nestsTooDeeply: "expression nests too deeply"
            case .patternTooLarge: "expression too large"
            }
        return "error parsing regexp: \(text): `\(fragment)`"
    }
}
