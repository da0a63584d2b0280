/// The webhooks by which a cluster calls a control plane, perhaps outside.
enum ExternalWebhooks {
    /// What a webhook calls.
    enum Address { case service, missing, unreadable, host, address }

    /// One webhook.
    struct Webhook {
        let configuration: Mesh.Object
        let node: Node
        let index: Int
        let name: String
        let url: Node?
        let address: Address
    }

    /// The webhooks of Istio's validating and mutating configurations, in order.
    static func all(_ mesh: Mesh) -> [Webhook] {
        var result: [Webhook] = []
        let validating = mesh.all(.validatingWebhook).filter {
            $0.name == "istiod-default-validator" || $0.name.hasPrefix("istio-validator")
        }
        let mutating = mesh.all(.mutatingWebhook).filter { $0.name.hasPrefix("istio-sidecar-injector") }
        for configuration in validating + mutating {
            for (index, hook) in configuration.resource.node.items("webhooks").enumerated() {
                let client = hook["clientConfig"]
                let url = client.value("url")
                let address: Address = url.map { judge($0.text) } ?? (client.has("service") ? .service : .missing)
                result.append(
                    Webhook(
                        configuration: configuration, node: hook, index: index, name: hook["name"]?.text ?? "", url: url, address: address))
            }
        }
        return result
    }

    /// Whether a URL can be read, and whether its host is an IP address.
    static func judge(_ url: String) -> Address {
        if url.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) { return .unreadable }
        var rest = url[...]
        if let colon = rest.firstIndex(of: ":") {
            let scheme = rest[..<colon]
            let isScheme = scheme.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
            if scheme.isEmpty { return .unreadable }
            if isScheme, scheme.first?.isLetter == true {
                rest = rest[rest.index(after: colon)...]
            } else if !scheme.contains("/") {
                // A colon in the first segment of what has no scheme.
                return .unreadable
            }
        }
        guard rest.hasPrefix("//") else { return .host }
        var authority = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        if let at = authority.lastIndex(of: "@") { authority = authority[authority.index(after: at)...] }
        if authority.hasPrefix("[") {
            guard let end = authority.firstIndex(of: "]"), isPort(authority[authority.index(after: end)...]) else { return .unreadable }
            return isAddress(authority[authority.index(after: authority.startIndex)..<end]) ? .address : .host
        }
        if let colon = authority.lastIndex(of: ":") {
            guard isPort(authority[colon...]) else { return .unreadable }
            authority = authority[..<colon]
        }
        if authority.contains(where: { " <>\"^`{|}\\".contains($0) }) { return .unreadable }
        return isAddress(authority) ? .address : .host
    }

    private static func isPort(_ text: Substring) -> Bool {
        text.isEmpty || text.first == ":" && text.dropFirst().allSatisfy { $0.isASCII && $0.isNumber }
    }

    private static func isAddress(_ text: Substring) -> Bool {
        var text = String(text)
        return text.withUTF8 { AddressRules.isAddress($0) }
    }
}
