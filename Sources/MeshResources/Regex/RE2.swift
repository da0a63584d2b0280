/// A regular expression with RE2's syntax and meaning, matched on bytes in linear time.
///
/// Envoy matches paths, headers and parameters with RE2, istiod checks patterns with Go's twin of it. Texts are bytes: what is not
/// UTF-8 matches nothing but `\C`.
public struct RE2: Sendable {
    /// The largest program that Istio's proxies accept, in instructions (`re2.max_program_size.error_level` of their bootstrap).
    public static let envoyProgramLimit = 32_768

    /// The pattern as it was given.
    public let pattern: String
    let program: RegexProgram

    /// Compiles a pattern; throws RE2's reason where RE2 refuses it.
    public init(_ pattern: String) throws(RegexError) {
        let (node, captures) = try RegexParser.parse(Array(pattern.utf8))
        program = try RegexCompiler.compile(node, captures: captures)
        self.pattern = pattern
    }

    /// Why RE2 refuses a pattern; `nil` if it takes it. Reads the syntax only, which is all that istiod does.
    public static func check(_ pattern: String) -> RegexError? { check(bytes: Array(pattern.utf8)) }

    /// Why RE2 refuses a pattern given as bytes; `nil` if it takes it. With `asGo` also what only Go's twin of RE2 refuses.
    public static func check(bytes pattern: [UInt8], asGo: Bool = false) -> RegexError? {
        do throws(RegexError) {
            _ = try RegexParser.parse(pattern, asGo: asGo)
            return nil
        } catch {
            return error
        }
    }

    /// Why Istio's proxies do not take a pattern, in words: RE2 refuses it, or its program is longer than they allow. `nil` if they take it.
    public static func trouble(_ pattern: String) -> String? {
        do throws(RegexError) {
            let size = try RE2(pattern).programSize
            return size > envoyProgramLimit ? "its program has about \(size) instructions, proxies take at most \(envoyProgramLimit)" : nil
        } catch {
            return "RE2 refuses it: \(error.description)"
        }
    }

    /// How many instructions RE2's program has, to be held against `envoyProgramLimit`; RE2's own count may differ by a few. It
    /// keeps branches in lists, so they do not count.
    public var programSize: Int { program.instructions.count { $0.operation != .split } }
    /// The number of captures, the whole match not counted.
    public var captureCount: Int { program.slotCount / 2 - 1 }

    /// Whether the whole text matches. Make an `RE2Matcher` to ask often.
    public func fullMatch(_ text: String) -> Bool { RE2Matcher(self).fullMatch(text) }
    /// Whether the whole text matches. Make an `RE2Matcher` to ask often.
    public func fullMatch(_ text: [UInt8]) -> Bool { RE2Matcher(self).fullMatch(text) }
    /// Whether any part of the text matches. Make an `RE2Matcher` to ask often.
    public func partialMatch(_ text: String) -> Bool { RE2Matcher(self).partialMatch(text) }
    /// Whether any part of the text matches. Make an `RE2Matcher` to ask often.
    public func partialMatch(_ text: [UInt8]) -> Bool { RE2Matcher(self).partialMatch(text) }

    /// The first match in a text: the ranges of the whole and of each capture, `nil` where a capture took no part.
    public func firstMatch(in text: [UInt8]) -> [Range<Int>?]? {
        RegexFinder(program, text).firstMatch(from: 0).map { slots in
            stride(from: 0, to: slots.count - 1, by: 2).map {
                slots[$0] >= 0 && slots[$0 + 1] >= slots[$0] ? slots[$0]..<slots[$0 + 1] : nil
            }
        }
    }

    /// The text with every match replaced; `\1` in `substitution` is the first capture. `nil` where nothing matches.
    public func replacingAll(in text: String, with substitution: String) -> String? {
        RegexFinder(program, Array(text.utf8)).replacingAll(with: Array(substitution.utf8)).map { String(decoding: $0, as: UTF8.self) }
    }
}
