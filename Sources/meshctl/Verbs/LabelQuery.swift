/// What `--selector` says, for objects that no server selects: `a=b,c!=d,e in (f,g),h notin (i),j,!k`.
///
/// The form is the API server's (Kubernetes' documentation on labels and selectors).
struct LabelQuery {
    private enum Test {
        /// The label is there; with values, it has one of them.
        case has(String, Set<String>?)
        /// The label is not there; with values, it may be there with another one.
        case lacks(String, Set<String>?)
    }

    private var tests: [Test] = []

    /// Reads a selector; `nil` when it is none.
    init?(_ text: String) {
        for part in Self.parts(text) {
            guard let test = Self.test(part) else { return nil }
            tests.append(test)
        }
    }

    /// Whether all conditions hold for an object's labels.
    func matches(_ labels: [String: String]) -> Bool {
        tests.allSatisfy { test in
            switch test {
            case .has(let name, let values): labels[name].map { values?.contains($0) ?? true } ?? false
            case .lacks(let name, let values):
                labels[name].map { value in values.map { !$0.contains(value) } ?? false } ?? true
            }
        }
    }

    /// Cuts at the commas outside of parentheses.
    private static func parts(_ text: String) -> [String] {
        var parts: [String] = [""]
        var depth = 0
        for character in text {
            if character == "(" { depth += 1 }
            if character == ")" { depth -= 1 }
            if character == ",", depth == 0 { parts.append("") } else { parts[parts.count - 1].append(character) }
        }
        return parts.map { trimmed($0) }
    }

    private static func test(_ part: String) -> Test? {
        func name(_ text: some StringProtocol) -> String? {
            let name = trimmed(String(text))
            return name.isEmpty || name.contains(where: { " ()!=,".contains($0) }) ? nil : name
        }
        if part.hasPrefix("!") { return name(part.dropFirst()).map { .lacks($0, nil) } }
        if part.hasSuffix(")"), let open = part.firstIndex(of: "(") {
            let words = part[..<open].split(separator: " ").map(String.init)
            let list = part[part.index(after: open)...].dropLast()
            let values = Set(list.split(separator: ",", omittingEmptySubsequences: false).map { trimmed(String($0)) })
            guard words.count == 2, let key = name(words[0]) else { return nil }
            return words[1] == "in" ? .has(key, values) : words[1] == "notin" ? .lacks(key, values) : nil
        }
        guard let equals = part.firstIndex(of: "=") else { return name(part).map { .has($0, nil) } }
        var value = part[part.index(after: equals)...]
        if value.hasPrefix("=") { value = value.dropFirst() }
        let isNegated = part[..<equals].hasSuffix("!")
        let text = trimmed(String(value))
        guard let key = name(isNegated ? part[..<equals].dropLast() : part[..<equals]), !text.contains("=") else { return nil }
        return isNegated ? .lacks(key, [text]) : .has(key, [text])
    }

    private static func trimmed(_ text: String) -> String {
        var text = text[...]
        while text.first == " " { text = text.dropFirst() }
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }
}
