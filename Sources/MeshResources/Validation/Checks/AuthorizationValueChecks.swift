/// Values in authorization rules.
extension Validation {
    mutating func checkNoEmpty(_ list: Field?) {
        for item in list.items where item.isEmpty {
            report(.emptyRuleValue, at: item, "empty value in a rule found, expected text", help: "remove it")
        }
    }

    mutating func checkAddresses(_ list: Field?) {
        for item in list.items where item.isScalar { checkAddressOrRange(item) }
    }

    mutating func checkPortTexts(_ list: Field?) {
        for item in list.items where item.isScalar {
            let text = bytes(of: item)
            let isNumber = !text.isEmpty && text.count <= 10 && text.allSatisfy { $0 &- UInt8(ascii: "0") < 10 }
            if !isNumber || Int(item.text) ?? .max > 65535 {
                report(.rulePort, at: item, "invalid port '\(item.text)', expected a number up to 65535")
            }
        }
    }

    mutating func checkAccounts(_ list: Field?) {
        for item in list.items where item.isScalar {
            let text = item.text
            let parts = text.split(separator: "/", omittingEmptySubsequences: false)
            if text.contains("*") {
                report(.accountWildcard, at: item, "wildcard in service account '\(text)' found, expected an exact name")
            } else if parts.count > 2 || parts.contains("") {
                report(.accountFormat, at: item, "invalid service account '\(text)', expected 'account' or 'namespace/account'")
            } else if text.utf8.count > 320 {
                report(.textTooLong, at: item, "service account of \(text.utf8.count) characters found, expected at most 320")
            }
        }
    }

    /// Exact, or with one wildcard at either end. Trust domains of a source hold no slash.
    mutating func checkTrustDomains(_ list: Field?, isSource: Bool) {
        for item in list.items where item.isScalar {
            let text = item.text
            let stars = text.utf8.count { $0 == UInt8(ascii: "*") }
            if text.isEmpty {
                if isSource { report(.emptyRuleValue, at: item, "empty value in a rule found, expected text", help: "remove it") }
            } else if stars > 1 || (stars == 1 && !text.hasPrefix("*") && !text.hasSuffix("*")) {
                report(.trustDomain, at: item, "trust domain '\(text)' found, expected at most one '*', at an end")
            } else if isSource, text.contains("/") {
                report(.trustDomain, at: item, "trust domain '\(text)' with a slash found, expected the domain alone")
            }
        }
    }

    /// Paths with `{*}` for one segment and `{**}` for any number, as the last one.
    mutating func checkPathTemplate(_ path: Field) {
        guard bytes(of: path).contains(where: { $0 == UInt8(ascii: "{") || $0 == UInt8(ascii: "}") }) else { return }
        let text = path.text
        let isTemplate = text.contains("{*}") || text.contains("{**}")
        var trimmed = Substring(text)
        while trimmed.hasPrefix("/") { trimmed.removeFirst() }
        while trimmed.hasSuffix("/") { trimmed.removeLast() }
        var ended = false
        for segment in trimmed.split(separator: "/", omittingEmptySubsequences: false) {
            if segment == "{*}" || segment == "{**}" {
                if ended {
                    report(.pathTemplate, at: path, "path '\(text)' with a template after '{**}' found, expected '{**}' as the last one")
                    return
                }
                ended = segment == "{**}"
            } else if segment.contains("{") || segment.contains("}") {
                report(.pathTemplate, at: path, "path '\(text)' with braces found, expected '{*}' or '{**}' as whole segments")
                return
            } else if isTemplate, !Self.isPathLiteral(segment) {
                report(
                    .pathTemplate, at: path,
                    "path template '\(text)' with segment '\(segment)' found, expected the characters of a path and no '*'")
                return
            }
        }
    }

    private static func isPathLiteral(_ segment: Substring) -> Bool {
        !segment.isEmpty
            && segment.utf8.allSatisfy { byte in
                HostRules.isAlphanumeric(byte) || Array("-._~%!$&'()+,;:@=".utf8).contains(byte)
            }
    }
}
