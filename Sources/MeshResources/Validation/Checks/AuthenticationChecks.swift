/// Peer and request authentication.
extension Validation {
    mutating func checkPeerAuthentication(_ policy: Field) {
        guard let ports = policy["portLevelMtls"] else { return }
        if policy["selector"]?["matchLabels"].isEmpty ?? true {
            report(
                .portsWithoutSelector, at: ports, "'portLevelMtls' without a selector found, expected 'selector.matchLabels'",
                help: "add a selector")
        }
        for (key, value) in ports.entries {
            guard let number = Int(key.text), number >= 1, number <= 65535 else {
                report(.portKey, keyOf: value, key, "port '\(key.text)' found, expected a number from 1 to 65535")
                continue
            }
        }
    }

    mutating func checkJWTRule(_ rule: Field) {
        let address = rule["jwksUri"] ?? rule["jwks_uri"]
        if rule["issuer"].isEmpty, address.isEmpty {
            report(
                .issuerMissing, missing: "issuer", in: rule, "JWT rule without issuer and keys found, expected 'issuer' or 'jwksUri'",
                help: "add 'issuer'")
        }
        if let keys = rule["jwks"], address != nil {
            report(.keysTwice, at: keys, "'jwks' beside 'jwksUri' found, expected only one of them")
        }
        if rule["jwksUri"] != nil, let former = rule["jwks_uri"] {
            report(.keysTwice, at: former, "'jwks_uri' beside 'jwksUri' found, expected only one of them")
        }
        if let address, address.isScalar, !address.isEmpty { checkKeyAddress(address) }
        if let keys = rule["jwks"], keys.isScalar, !keys.isEmpty { checkKeySet(keys) }
    }

    private mutating func checkKeyAddress(_ address: Field) {
        switch URLRules.parse(bytes(of: address)) {
        case .failure(let fault):
            report(.keyAddress, at: address, "invalid address '\(address.text)': \(fault.message)", help: "write 'https://host/path'")
        case .success(let url):
            if url.scheme != "http", url.scheme != "https" {
                report(
                    .keyAddress, at: address, "address '\(address.text)' with scheme '\(url.scheme)' found, expected http or https",
                    help: "write 'https://host/path'")
            }
        }
    }

    /// A JSON Web Key Set, or a single key.
    private mutating func checkKeySet(_ field: Field) {
        let text = field.text
        guard let first = text.first(where: { !$0.isWhitespace }), first == "{" else {
            report(.keySet, at: field, "keys that are not JSON found, expected a JSON Web Key Set")
            return
        }
        let result = YAML.parse(SourceText(name: "jwks", text: text))
        guard !result.diagnostics.contains(where: { $0.severity == .error }), result.tree.roots.count == 1,
            let root = result.tree.roots.first, root.isMapping
        else {
            report(.keySet, at: field, "keys that are not JSON found, expected a JSON Web Key Set")
            return
        }
        let keys = root["keys"]
        guard keys?.isSequence ?? (root["kty"] != nil) else {
            report(.keySet, at: field, "JSON without 'keys' found, expected a JSON Web Key Set")
            return
        }
        let list: [Node] = keys.map { Array($0.items) } ?? [root]
        for (number, key) in list.enumerated() {
            if let fault = KeyRules.fault(key) {
                report(.keySet, at: field, "key \(number) with \(fault) found, expected a JSON Web Key")
            } else if KeyRules.isPrivate(key) {
                report(
                    .privateKey, at: field, "private key material in key \(number) found, expected the public part alone",
                    help: "remove the private parameters and replace the key")
            }
        }
    }
}

/// JSON Web Keys.
enum KeyRules {
    /// What is wrong with a key; `nil` when nothing is.
    static func fault(_ key: Node) -> String? {
        guard key.isMapping else { return "no object" }
        guard let type = key["kty"]?.string else { return "no type 'kty'" }
        let needed: [String]
        switch type {
        case "RSA": needed = ["n", "e"]
        case "EC": needed = ["crv", "x", "y"]
        case "OKP": needed = ["crv", "x"]
        case "oct": needed = ["k"]
        default: return "an unknown type '\(type)'"
        }
        for name in needed {
            guard let value = key[name]?.string, !value.isEmpty else { return "no '\(name)'" }
            if name != "crv", !isBase64URL(value) { return "a '\(name)' that is not base64url" }
        }
        return nil
    }

    /// Whether a key holds more than its public part.
    static func isPrivate(_ key: Node) -> Bool { key["kty"]?.string == "oct" || key["d"] != nil }

    private static func isBase64URL(_ text: String) -> Bool {
        text.utf8.allSatisfy { HostRules.isAlphanumeric($0) || Array("-_+/=".utf8).contains($0) }
    }
}
