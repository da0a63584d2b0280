/// Names and values of HTTP headers.
extension Validation {
    /// Headers that a route adds, sets or removes.
    mutating func checkRouteHeaders(_ headers: Field?) {
        guard let headers else { return }
        let request = headers["request"]
        let response = headers["response"]
        for (operations, isRequest) in [(request, true), (response, false)] {
            guard let operations else { continue }
            for values in [operations["set"], operations["add"]] {
                for (key, value) in values.entries {
                    checkOperationName(key.text, allowsAuthority: isRequest) { $0.report($1, keyOf: value, key, $2) }
                    checkHeaderValue(value)
                }
            }
            for name in operations["remove"].items where name.isScalar {
                checkOperationName(name.text, allowsAuthority: false) { $0.report($1, at: name, $2) }
            }
        }
    }

    private mutating func checkOperationName(_ name: String, allowsAuthority: Bool, _ report: (inout Validation, Mistake, String) -> Void) {
        if name.isEmpty {
            report(&self, .emptyHeaderName, "empty header name found, expected a name")
        } else if allowsAuthority, Self.isAuthority(name) {
            return
        } else if name.lowercased() == "host" {
            report(&self, .hostHeader, "header '\(name)' found, which cannot be changed here")
        } else if name.hasPrefix(":") {
            report(&self, .pseudoHeader, "header '\(name)' found, expected no name that begins with ':'")
        }
    }

    private mutating func checkHeaderValue(_ value: Field) {
        guard value.isScalar else { return }
        let text = bytes(of: value)
        if text.contains(where: { ($0 < 0x20 && $0 != 0x09) || $0 == 0x7F }) {
            report(.headerValue, at: value, "header value with a control character found, expected printable text")
        } else if let fault = Self.variableFault(text) {
            report(.headerValue, at: value, "header value '\(value.text)' with \(fault) found", help: "write '%%' for a percent sign")
        }
    }

    /// What is wrong with the `%VARIABLE%` expressions of Envoy in a header value.
    static func variableFault(_ text: Bytes) -> String? {
        guard text.contains(UInt8(ascii: "%")) else { return nil }
        var index = 0
        while index < text.count {
            guard text[index] == UInt8(ascii: "%") else {
                index += 1
                continue
            }
            index += 1
            guard index < text.count else { return "a single '%'" }
            if text[index] == UInt8(ascii: "%") {
                index += 1
                continue
            }
            while index < text.count, text[index] != UInt8(ascii: "%"), text[index] != UInt8(ascii: "(") { index += 1 }
            guard index < text.count else { return "an unterminated '%'" }
            let hasArguments = text[index] == UInt8(ascii: "(")
            index += 1
            if hasArguments, let fault = argumentsFault(text, &index) { return fault }
        }
        return nil
    }

    /// Reads the arguments after `(` up to the closing `%`: a list of JSON strings in brackets, or any text up to `)`.
    private static func argumentsFault(_ text: Bytes, _ index: inout Int) -> String? {
        func skipBlanks() { while index < text.count, text[index] == UInt8(ascii: " ") { index += 1 } }
        let open = "an unterminated '%'"
        skipBlanks()
        guard index < text.count else { return open }
        let isList = text[index] == UInt8(ascii: "[")
        index += 1
        var inString = !isList
        while true {
            if inString {
                // A closing parenthesis ends the arguments even within a string, as Envoy reads it.
                guard index < text.count else { return open }
                let byte = text[index]
                index += 1
                if byte == UInt8(ascii: "\\") {
                    guard index < text.count else { return "a backslash at the end" }
                    index += 1
                } else if byte == UInt8(ascii: ")") {
                    break
                } else if byte == UInt8(ascii: "\"") {
                    inString = false
                    skipBlanks()
                    guard index < text.count else { return open }
                    let next = text[index]
                    index += 1
                    if next == UInt8(ascii: "]") {
                        skipBlanks()
                        guard index < text.count else { return open }
                        guard text[index] == UInt8(ascii: ")") else { return "other than ')' after ']'" }
                        index += 1
                        break
                    }
                    guard next == UInt8(ascii: ",") else { return "other than ',' or ']' after an argument" }
                }
            } else {
                skipBlanks()
                guard index < text.count else { return open }
                guard text[index] == UInt8(ascii: "\"") else { return "an argument without quotes" }
                index += 1
                inString = true
            }
        }
        skipBlanks()
        guard index < text.count else { return open }
        guard text[index] == UInt8(ascii: "%") else { return "other than '%' after ')'" }
        index += 1
        return nil
    }

    static func isAuthority(_ name: String) -> Bool {
        let name = name.lowercased()
        return name == "host" || name == ":authority"
    }

    /// Whether a header name stands for a JWT claim: `@request.auth.claims.group` or `@request.auth.claims[group]`.
    static func isClaim(_ name: String) -> Bool {
        let prefix = "@request.auth.claims"
        guard name.lowercased().hasPrefix(prefix) else { return false }
        let rest = name.dropFirst(prefix.count)
        return rest.count > 1 && rest.hasPrefix(".") || rest.count > 2 && rest.hasPrefix("[") && rest.hasSuffix("]")
    }

    /// Whether the bytes are a token of HTTP, as names of headers are.
    static func isToken(_ text: Bytes) -> Bool {
        !text.isEmpty
            && text.allSatisfy { byte in
                if HostRules.isAlphanumeric(byte) { return true }
                switch byte {
                case UInt8(ascii: "!"), UInt8(ascii: "#"), UInt8(ascii: "$"), UInt8(ascii: "%"), UInt8(ascii: "&"), UInt8(ascii: "'"),
                    UInt8(ascii: "*"), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "^"), UInt8(ascii: "_"),
                    UInt8(ascii: "`"), UInt8(ascii: "|"), UInt8(ascii: "~"):
                    return true
                default: return false
                }
            }
    }
}
