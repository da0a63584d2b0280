/// Keys and values of labels, as Istio and Kubernetes accept them.
enum LabelRules {
    /// What is wrong with a key such as `app.kubernetes.io/name`; `nil` when nothing is.
    static func keyFault(_ key: Bytes) -> String? {
        var start = 0
        if let slash = key.firstIndex(of: UInt8(ascii: "/")) {
            guard isDNSName(key, slash) else { return "a prefix that is no DNS name" }
            if slash > 253 { return "a prefix longer than 253 characters" }
            start = slash + 1
        }
        if start == key.count { return "no name" }
        guard isName(key, from: start) else { return "a name with other than letters, digits and inner '-', '_', '.'" }
        return key.count - start > 63 ? "a name longer than 63 characters" : nil
    }

    /// What is wrong with a value; `nil` when nothing is. Istio sets no limit to its length, Kubernetes 63.
    static func valueFault(_ value: Bytes, limit: Int = .max) -> String? {
        if value.isEmpty { return nil }
        guard isName(value, from: 0) else { return "other than letters, digits and inner '-', '_', '.'" }
        return value.count > limit ? "more than \(limit) characters" : nil
    }

    /// Letters and digits, between them also `-`, `_` and `.`.
    private static func isName(_ text: Bytes, from: Int) -> Bool {
        guard from < text.count, HostRules.isAlphanumeric(text[from]), HostRules.isAlphanumeric(text[text.count - 1]) else { return false }
        var index = from
        while index < text.count {
            let byte = text[index]
            guard HostRules.isAlphanumeric(byte) || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: ".")
            else {
                return false
            }
            index &+= 1
        }
        return true
    }

    /// Labels of letters, digits and inner hyphens, with dots between.
    private static func isDNSName(_ text: Bytes, _ end: Int) -> Bool {
        var start = 0
        for index in 0...end where index == end || text[index] == UInt8(ascii: ".") {
            guard index > start, HostRules.isAlphanumeric(text[start]), HostRules.isAlphanumeric(text[index - 1]) else { return false }
            for place in start..<index where !HostRules.isAlphanumeric(text[place]) && text[place] != UInt8(ascii: "-") { return false }
            start = index + 1
        }
        return true
    }

    /// Whether the bytes are a DNS-1123 subdomain, as names of objects are: lower case, at most 253 characters.
    static func isSubdomain(_ text: Bytes) -> Bool {
        guard !text.isEmpty, text.count <= 253 else { return false }
        var start = 0
        for index in 0...text.count where index == text.count || text[index] == UInt8(ascii: ".") {
            guard isLowerLabel(text[start..<index]) else { return false }
            start = index + 1
        }
        return true
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
