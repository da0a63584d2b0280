/// A request as the policies of a workload see it. What few policies ask for is computed when one does.
final class InboundRequest {
    let request: TrafficRequest
    /// The identity of the peer, `nil` for plaintext.
    let principal: String?
    private(set) lazy var sourceIP: AddressBlock? = request.sourceIP.flatMap { AddressBlock($0) }
    private(set) lazy var remoteIP: AddressBlock? = trustsForwardedFor ? forwardedFor ?? sourceIP : sourceIP
    let port: Int
    private(set) lazy var destinationIP: AddressBlock? = AddressBlock(destination)
    /// Normalized, without its query.
    let path: String
    private(set) lazy var host: String = request.host.asciiLowercased()
    /// Names in lower case.
    private(set) lazy var headers: [(name: String, value: String)] = request.headers.map {
        ($0.name.asciiLowercased(), $0.value[...].trimmedText)
    }
    /// The claims of a token that was accepted.
    let claims: Value?
    private let destination: String
    private let trustsForwardedFor: Bool

    init(_ request: TrafficRequest, path: String, port: Int, destinationIP: String, trustsForwardedFor: Bool, claims: Value?) {
        self.request = request
        self.port = port
        self.claims = claims
        self.trustsForwardedFor = trustsForwardedFor
        destination = destinationIP
        self.path = path.withoutQuery
        principal = request.scheme == "mtls" ? request.principal : nil
    }

    private var forwardedFor: AddressBlock? {
        headers.last { $0.name == "x-forwarded-for" }?.value.split(separator: ",").last.flatMap { AddressBlock($0.trimmedText) }
    }

    /// Whether the request has what a pattern asks of an attribute.
    func fits(_ attribute: PolicyAttribute, _ pattern: PolicyPattern) -> Bool {
        switch attribute {
        case .sourceIP: return fits(sourceIP, pattern)
        case .remoteIP: return fits(remoteIP, pattern)
        case .destinationIP: return fits(destinationIP, pattern)
        case .destinationPort:
            if case .number(let number) = pattern.shape { return number == port }
            return false
        case .principal:
            guard let principal else { return false }
            // Policies see the whole identity; only suffixes reach into `spiffe://`.
            if case .suffix(let value) = pattern.shape { return "spiffe://\(principal)".hasByteSuffix(value.utf8) }
            return pattern.fits(principal)
        case .sourceNamespace: return component(after: "ns").map(pattern.fits) ?? false
        case .trustDomain:
            guard let domain = principal.map({ String($0.cut(at: "/").before) }) else { return false }
            return pattern.fits(domain)
        case .serviceAccount:
            guard case .account(let namespace, let name) = pattern.shape else { return false }
            return component(after: "ns") == namespace && component(after: "sa") == name
        case .host: return pattern.fits(host)
        case .path: return pattern.fits(path)
        case .method: return pattern.fits(request.method)
        case .serverName: return pattern.fits(request.scheme == "http" ? "" : request.sni?.asciiLowercased() ?? "")
        case .header(let name): return values(ofHeader: name).contains { isPresent(pattern) || pattern.fits($0) }
        case .requestPrincipal: return fitsRequestPrincipal(pattern)
        case .audiences: return fitsClaim(["aud"], pattern)
        case .presenter: return fitsClaim(["azp"], pattern)
        case .claim(let path): return fitsClaim(path, pattern)
        }
    }

    private func isPresent(_ pattern: PolicyPattern) -> Bool {
        if case .present = pattern.shape { return true }
        return false
    }

    private func fits(_ address: AddressBlock?, _ pattern: PolicyPattern) -> Bool {
        guard let address, case .block(let block) = pattern.shape else { return false }
        return block.contains(address)
    }

    private func component(after key: String) -> String? {
        guard let parts = principal?.split(separator: "/", omittingEmptySubsequences: false), parts.count > 1 else { return nil }
        for index in 1..<parts.count - 1 where parts[index] == key { return String(parts[index + 1]) }
        return nil
    }

    func values(ofHeader name: String) -> [String] {
        switch name {
        case "host", ":authority": [request.host]
        case ":method": [request.method]
        case ":path": [path]
        default: headers.filter { $0.name == name }.map(\.value)
        }
    }

    /// Issuer and subject are compared apart: the pattern is cut at its last slash.
    private func fitsRequestPrincipal(_ pattern: PolicyPattern) -> Bool {
        guard let issuer = claims?["iss"]?.string, let subject = claims?["sub"]?.string, !issuer.isEmpty, !subject.isEmpty else {
            return false
        }
        let text = pattern.text
        if text == "*" { return true }
        guard let slash = text.lastIndex(of: "/") else {
            switch pattern.shape {
            case .suffix(let value): return subject.hasByteSuffix(value.utf8)
            case .prefix(let value): return issuer.hasBytePrefix(value)
            default: return false
            }
        }
        let wantedIssuer = String(text[..<slash])
        let wantedSubject = String(text[text.index(after: slash)...])
        if wantedIssuer.hasBytePrefix("*") {
            return issuer.hasByteSuffix(wantedIssuer.utf8.dropFirst()) && subject.hasSameBytes(as: wantedSubject)
        }
        guard issuer.hasSameBytes(as: wantedIssuer) else { return false }
        return wantedSubject.hasSuffix("*")
            ? subject.hasBytePrefix(String(wantedSubject.dropLast())) : subject.hasSameBytes(as: wantedSubject)
    }

    /// A claim fits when it is a text that does or a list with such a text; numbers and booleans never do.
    private func fitsClaim(_ path: [String], _ pattern: PolicyPattern) -> Bool {
        var value = claims
        for key in path { value = value?[key] }
        if let text = value?.string { return pattern.fits(text) }
        return value?.array?.contains { $0.string.map(pattern.fits) ?? false } ?? false
    }

    /// What the request has, for messages.
    func shown(_ attribute: PolicyAttribute) -> String {
        func quoted(_ text: String?) -> String { text.map { "'\($0)'" } ?? "absent" }
        switch attribute {
        case .sourceIP: return quoted(request.sourceIP)
        case .remoteIP: return remoteIP == sourceIP ? quoted(request.sourceIP) : "the last of x-forwarded-for"
        case .destinationPort: return "\(port)"
        case .destinationIP: return "that of the pod"
        case .principal: return principal == nil ? "absent (no mutual TLS)" : quoted(principal)
        case .sourceNamespace: return principal == nil ? "unknown (no mutual TLS)" : quoted(component(after: "ns"))
        case .serviceAccount:
            guard principal != nil else { return "unknown (no mutual TLS)" }
            return "'\(component(after: "ns") ?? "")/\(component(after: "sa") ?? "")'"
        case .trustDomain: return quoted(principal.map { String($0.cut(at: "/").before) })
        case .host: return quoted(request.host)
        case .path: return quoted(path)
        case .method: return quoted(request.method)
        case .serverName: return quoted(request.scheme == "http" ? nil : request.sni)
        case .header(let name):
            let values = values(ofHeader: name)
            return values.isEmpty ? "absent" : values.map { "'\($0)'" }.joined(separator: " and ")
        case .requestPrincipal:
            guard let issuer = claims?["iss"]?.string, let subject = claims?["sub"]?.string else { return "absent" }
            return "'\(issuer)/\(subject)'"
        case .audiences: return claim(["aud"])
        case .presenter: return claim(["azp"])
        case .claim(let path): return claim(path)
        }
    }

    private func claim(_ path: [String]) -> String {
        var value = claims
        for key in path { value = value?[key] }
        guard let value else { return "absent" }
        if let list = value.array { return "[\(list.map(\.text).joined(separator: ", "))]" }
        return "'\(value.text)'"
    }
}
