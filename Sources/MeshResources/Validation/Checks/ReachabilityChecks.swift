/// Matches that earlier ones take everything from, as Istio's validation sees them.
extension Validation {
    mutating func checkReachability(_ http: Field?, _ tls: Field?, _ tcp: Field?) {
        checkRepeatedMatches(http, isHTTP: true)
        checkRepeatedMatches(tls, isHTTP: false)
        checkRepeatedMatches(tcp, isHTTP: false)
        checkCoveredPrefixes(http)
    }

    /// Whether there is anything to compare: most routes stand alone.
    private static func hasSeveralMatches(_ routes: Field) -> Bool {
        var count = 0
        for route in routes.items {
            count += 1
            if count > 1 { return true }
            if let matches = route["match"], matches.count > 1 { return true }
        }
        return false
    }

    private mutating func checkRepeatedMatches(_ routes: Field?, isHTTP: Bool) {
        guard let routes, routes.isSequence, Self.hasSeveralMatches(routes) else { return }
        var catchAll: Int?
        var seen: [UInt64: Int] = [:]
        let list = routes.items.filter { !$0.isNull }.enumerated()
        for (number, route) in list {
            let matches = Array(route["match"].items.filter { !$0.isNull })
            if matches.isEmpty {
                if let catchAll {
                    report(
                        .unreachableRule, at: route, "route never reached: route #\(catchAll) before it has no match and takes everything",
                        help: "give only the last route no match")
                }
                catchAll = number
                continue
            }
            if let catchAll {
                for match in matches {
                    report(
                        .unreachableRule, at: match, "match never reached: route #\(catchAll) before it has no match and takes everything",
                        help: "move this route up")
                }
                continue
            }
            var repeated = 0
            for match in matches {
                let digest = NodeDigest.of(match.node, leavingOut: isHTTP ? "name" : "")
                if let earlier = seen[digest] {
                    report(
                        .ineffectiveMatch, at: match, "match never used: route #\(earlier) has the same match before it",
                        help: "remove one of them")
                    repeated += 1
                } else {
                    seen[digest] = number
                }
            }
            if repeated == matches.count {
                report(.unreachableRule, at: route, "route never reached: all its matches belong to earlier routes")
            }
        }
    }

    /// One prefix match of an HTTP route.
    private struct PrefixMatch {
        let match: Field
        let route: Int
        let prefix: Bytes
    }

    private mutating func checkCoveredPrefixes(_ routes: Field?) {
        var prefixes: [PrefixMatch] = []
        for (number, route) in routes.items.enumerated() {
            for match in route["match"].items {
                guard let prefix = match["uri"]?["prefix"], !prefix.isEmpty, prefix.isScalar else { continue }
                prefixes.append(PrefixMatch(match: match, route: number, prefix: bytes(of: prefix)))
            }
        }
        guard prefixes.count > 1 else { return }
        for later in prefixes.indices.dropFirst() {
            for earlier in 0..<later {
                let a = prefixes[earlier]
                let b = prefixes[later]
                guard a.prefix.count < b.prefix.count, b.prefix.starts(with: a.prefix), Self.covers(a.match, b.match) else { continue }
                report(
                    .ineffectiveMatch, at: b.match,
                    "match of prefix '\(String(decoding: b.prefix, as: UTF8.self))' never used: "
                        + "route #\(a.route) takes prefix '\(String(decoding: a.prefix, as: UTF8.self))' before it",
                    help: "move the longer prefix up")
                break
            }
        }
    }

    /// Whether every request that `b` matches, its path aside, is one that `a` matches, as far as Istio compares them.
    private static func covers(_ a: Field, _ b: Field) -> Bool {
        guard a["port"].integer == b["port"].integer else { return false }
        guard fits(text(a["method"]) ?? "exact:GET", text(b["method"]) ?? "exact:GET") else { return false }
        guard fits(text(a["authority"]) ?? "", text(b["authority"]) ?? "") else { return false }
        return fits(a["headers"], b["headers"]) && fits(a["queryParams"], b["queryParams"])
            && fits(a["withoutHeaders"], b["withoutHeaders"])
    }

    private static func text(_ match: Field?) -> String? {
        if let exact = match?["exact"], !exact.isEmpty { return "exact:\(exact.text)" }
        if let prefix = match?["prefix"], !prefix.isEmpty { return "prefix:\(prefix.text)" }
        return nil
    }

    private static func fits(_ a: String, _ b: String) -> Bool { a.hasPrefix(b) }

    private static func fits(_ a: Field?, _ b: Field?) -> Bool {
        let first = Array(a.entries)
        let second = Array(b.entries)
        guard first.count == second.count else { return false }
        return first.allSatisfy { key, value in
            let name = key.text
            guard let other = second.first(where: { $0.key.text == name }) else { return false }
            return fits(text(value) ?? "", text(other.value) ?? "")
        }
    }
}
