/// Keys and values of labels, as Istio and Kubernetes accept them.
enum LabelRules {
    /// What is wrong with a key such as `app.kubernetes.io/name`; `nil` when nothing is.
    static func keyFault(_ key: Bytes) -> String? {
        var name = key[...]
        if let slash = key.firstIndex(of: UInt8(ascii: "/")) {
            let prefix = key[..<slash]
            name = key[(slash + 1)...]
            let labels = prefix.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
            guard labels.allSatisfy({ isPrefixLabel($0) }) else { return "a prefix that is no DNS name" }
            if prefix.count > 253 { return "a prefix longer than 253 characters" }
        }
        guard isName(name) else { return name.isEmpty ? "no name" : "a name with other than letters, digits and inner '-', '_', '.'" }
        return name.count > 63 ? "a name longer than 63 characters" : nil
    }

    /// What is wrong with a value; `nil` when nothing is. Istio sets no limit to its length, Kubernetes 63.
    static func valueFault(_ value: Bytes, limit: Int = .max) -> String? {
        if value.isEmpty { return nil }
        guard isName(value[...]) else { return "other than letters, digits and inner '-', '_', '.'" }
        return value.count > limit ? "more than \(limit) characters" : nil
    }

    private static func isName(_ text: Slice<Bytes>) -> Bool {
        guard let first = text.first, let last = text.last, HostRules.isAlphanumeric(first), HostRules.isAlphanumeric(last) else {
            return false
        }
        return text.allSatisfy { byte in
            HostRules.isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
        }
    }

    private static func isPrefixLabel(_ text: Slice<Bytes>) -> Bool {
        guard let first = text.first, let last = text.last, HostRules.isAlphanumeric(first), HostRules.isAlphanumeric(last) else {
            return false
        }
        return text.allSatisfy { HostRules.isAlphanumeric($0) || $0 == UInt8(ascii: "-") }
    }

    /// Whether the bytes are a DNS-1123 subdomain, as names of objects are: lower case, at most 253 characters.
    static func isSubdomain(_ text: Bytes) -> Bool {
        guard !text.isEmpty, text.count <= 253 else { return false }
        return text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy(isLowerLabel)
    }

    /// Whether the bytes are a DNS-1123 label, as names of namespaces are: lower case, at most 63 characters.
    static func isNamespace(_ text: Bytes) -> Bool { text.count <= 63 && isLowerLabel(text[...]) }

    private static func isLowerLabel(_ text: Slice<Bytes>) -> Bool {
        guard text.first != UInt8(ascii: "-"), text.last != UInt8(ascii: "-"), !text.isEmpty else { return false }
        return text.allSatisfy { byte in
            byte == UInt8(ascii: "-") || byte &- UInt8(ascii: "0") < 10 || byte &- UInt8(ascii: "a") < 26
        }
    }
}
