/// What a condition of an AuthorizationPolicy looks at.
enum PolicyAttribute: Hashable {
    case sourceIP, remoteIP, sourceNamespace, serviceAccount, principal, trustDomain
    case requestPrincipal, audiences, presenter, header(String), claim([String])
    case destinationIP, destinationPort, serverName, host, path, method

    /// Whether only HTTP has it.
    var isHTTPOnly: Bool {
        switch self {
        case .requestPrincipal, .audiences, .presenter, .header, .claim, .host, .path, .method: true
        default: false
        }
    }

    /// Whether it describes the caller rather than what is called.
    var isAboutSource: Bool {
        switch self {
        case .destinationIP, .destinationPort, .serverName, .host, .path, .method: false
        default: true
        }
    }

    /// Of a `when` key; `nil` for keys that do not exist.
    init?(key: String) {
        switch key {
        case "source.ip": self = .sourceIP
        case "remote.ip": self = .remoteIP
        case "source.namespace": self = .sourceNamespace
        case "source.serviceAccount": self = .serviceAccount
        case "source.principal": self = .principal
        case "source.trustDomain": self = .trustDomain
        case "request.auth.principal": self = .requestPrincipal
        case "request.auth.audiences": self = .audiences
        case "request.auth.presenter": self = .presenter
        case "destination.ip": self = .destinationIP
        case "destination.port": self = .destinationPort
        case "connection.sni": self = .serverName
        default:
            if key.hasBytePrefix("request.headers["), key.hasSuffix("]") {
                self = .header(String(key.dropFirst(16).dropLast()).asciiLowercased())
            } else if key.hasBytePrefix("request.auth.claims["), key.hasSuffix("]") {
                self = .claim(
                    key.dropFirst(20).dropLast().split(separator: "]", omittingEmptySubsequences: false).map { part in
                        String(part.first == "[" ? part.dropFirst() : part)
                    })
            } else {
                return nil
            }
        }
    }

    /// In words, for messages.
    var summary: String {
        switch self {
        case .sourceIP: "source address"
        case .remoteIP: "client address"
        case .sourceNamespace: "source namespace"
        case .serviceAccount: "source service account"
        case .principal: "source principal"
        case .trustDomain: "source trust domain"
        case .requestPrincipal: "request principal"
        case .audiences: "token audience"
        case .presenter: "token presenter"
        case .header(let name): "header '\(name)'"
        case .claim(let path): "token claim '\(path.joined(separator: "."))'"
        case .destinationIP: "destination address"
        case .destinationPort: "destination port"
        case .serverName: "server name"
        case .host: "host"
        case .path: "path"
        case .method: "method"
        }
    }
}

/// One field of a rule: it holds when one of `values` fits (or there are none) and none of `notValues` does.
struct PolicyCondition {
    var attribute: PolicyAttribute
    var values: [PolicyPattern]
    var notValues: [PolicyPattern]

    func holds(_ request: InboundRequest) -> Bool {
        if !values.isEmpty, !values.contains(where: { request.fits(attribute, $0) }) { return false }
        return !notValues.contains { request.fits(attribute, $0) }
    }

    /// Why it does not hold, in words, and the place to look at.
    func failure(_ request: InboundRequest) -> (reason: String, node: Node?)? {
        let found = request.shown(attribute)
        if !values.isEmpty, !values.contains(where: { request.fits(attribute, $0) }) {
            let wanted = values.map { "'\($0.text)'" }.joined(separator: ", ")
            return ("\(attribute.summary) is \(found), rule wants \(values.count > 1 ? "one of " : "")\(wanted)", values.first?.node)
        }
        if let hit = notValues.first(where: { request.fits(attribute, $0) }) {
            return ("\(attribute.summary) is \(found), rule excludes '\(hit.text)'", hit.node)
        }
        return nil
    }
}

/// One value of a condition, ready to be compared.
struct PolicyPattern {
    enum Shape {
        case present
        case exact(String)
        case prefix(String)
        case suffix(String)
        case block(AddressBlock)
        case number(Int)
        case template(RE2Matcher)
        /// A service account: namespace and name.
        case account(namespace: String, name: String)
        /// What stands for nothing that exists: a broken value.
        case broken
    }

    var text: String
    var node: Node?
    var shape: Shape

    init(_ text: String, _ node: Node, attribute: PolicyAttribute, namespace: String) {
        self.node = node
        self.text = text
        switch attribute {
        case .sourceIP, .remoteIP, .destinationIP: shape = AddressBlock(text).map(Shape.block) ?? .broken
        case .destinationPort: shape = Int(text).map(Shape.number) ?? .broken
        case .serviceAccount:
            let (before, after) = text.cut(at: "/")
            shape = .account(namespace: after == nil ? namespace : String(before), name: String(after ?? before))
        // In the names of namespaces every asterisk stands for any text, in those of trust domains the first.
        case .sourceNamespace where Self.hasInnerAsterisk(text):
            shape = Self.starred(text.split(separator: "*", omittingEmptySubsequences: false), ".*")
        case .trustDomain where Self.hasInnerAsterisk(text):
            shape = Self.starred(text.split(separator: "*", maxSplits: 1, omittingEmptySubsequences: false), "[^/]*")
        case .path where text.contains("{*}") || text.contains("{**}"): shape = Self.template(text)
        default: shape = Self.pattern(text)
        }
        if attribute == .host {
            switch shape {
            case .exact(let value): shape = .exact(value.asciiLowercased())
            case .prefix(let value): shape = .prefix(value.asciiLowercased())
            case .suffix(let value): shape = .suffix(value.asciiLowercased())
            default: break
            }
        }
    }

    static func pattern(_ text: String) -> Shape {
        if text == "*" { return .present }
        if text.hasBytePrefix("*") { return .suffix(String(text.dropFirst())) }
        if text.hasSuffix("*") { return .prefix(String(text.dropLast())) }
        return .exact(text)
    }

    /// Whether an asterisk stands anywhere but at one end.
    private static func hasInnerAsterisk(_ text: String) -> Bool {
        let count = text.utf8.count { $0 == UInt8(ascii: "*") }
        return count > 1 || (count == 1 && !text.hasBytePrefix("*") && !text.hasSuffix("*"))
    }

    private static func starred(_ parts: [Substring], _ any: String) -> Shape {
        let pattern = parts.map { quote($0) }.joined(separator: any)
        return (try? RE2(pattern)).map { .template(RE2Matcher($0)) } ?? .broken
    }

    /// `{*}` is one segment that is not empty, `{**}` any number of characters.
    private static func template(_ text: String) -> Shape {
        var pattern = ""
        var rest = Substring(text)
        while let open = rest.firstIndex(of: "{") {
            pattern += quote(rest[..<open])
            rest = rest[open...]
            if rest.hasPrefix("{**}") {
                pattern += "(?s:.*)"
                rest = rest.dropFirst(4)
            } else if rest.hasPrefix("{*}") {
                pattern += "[^/]+"
                rest = rest.dropFirst(3)
            } else {
                pattern += "\\{"
                rest = rest.dropFirst()
            }
        }
        pattern += quote(rest)
        return (try? RE2(pattern)).map { .template(RE2Matcher($0)) } ?? .broken
    }

    private static func quote(_ text: Substring) -> String { text.isEmpty ? "" : "\\Q\(text)\\E" }

    /// Whether a text fits, for the shapes that are about texts.
    func fits(_ text: String) -> Bool {
        switch shape {
        case .present: return !text.isEmpty
        case .exact(let value): return text.hasSameBytes(as: value)
        case .prefix(let value): return text.hasBytePrefix(value)
        case .suffix(let value): return text.hasByteSuffix(value.utf8)
        case .template(let matcher): return matcher.fullMatch(text)
        default: return false
        }
    }
}
