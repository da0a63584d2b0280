/// The trust domain of a mesh and its aliases, which policies take for one another.
///
/// Source: pilot/pkg/security/trustdomain of istiod. `cluster.local` in a policy stands for the trust domain of the mesh, whatever its name.
struct TrustDomains {
    /// The trust domain, then its aliases.
    let names: [String]

    init(_ options: TrafficMesh.Options) {
        names = [options.trustDomain] + options.trustDomainAliases
    }

    /// The principals that one in a policy stands for.
    func principals(_ text: String) -> [String] {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        // Where the form is another, or every domain is meant, nothing is replaced.
        guard parts.count == 5, parts[0] != "*" else { return [text] }
        let domain = String(parts[0])
        guard domain == "cluster.local" || names.contains(where: { Self.fit(domain, $0) }) else { return [text] }
        let rest = text.dropFirst(domain.count)
        var result: [String] = []
        for name in names {
            let principal = Self.isSuffix(domain, of: name) ? text : name + rest
            if !result.contains(principal) { result.append(principal) }
        }
        return result
    }

    /// The trust domains that one in a policy stands for.
    func domains(_ text: String) -> [String] { names.contains(text) ? names : [text] }

    /// Whether one of two names, each possibly with an asterisk at either end, stands for the other.
    private static func fit(_ a: String, _ b: String) -> Bool {
        a == b || b == "*" || isPrefix(b, of: a) || isPrefix(a, of: b) || isSuffix(b, of: a) || isSuffix(a, of: b)
    }

    private static func isPrefix(_ pattern: String, of text: String) -> Bool {
        pattern.hasSuffix("*") && text.hasBytePrefix(String(pattern.dropLast()))
    }

    private static func isSuffix(_ pattern: String, of text: String) -> Bool {
        pattern.hasBytePrefix("*") && text.hasByteSuffix(pattern.utf8.dropFirst())
    }
}
