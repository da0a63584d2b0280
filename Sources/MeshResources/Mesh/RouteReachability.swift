/// Rules and matches of a VirtualService that earlier ones leave nothing for, exactly as Istio's validation sees them.
///
/// Istio compares matches by equality, and by prefix of the path where everything else fits. What really is covered is
/// judged by the rule `shadowed-route`.
enum RouteReachability {
    /// One remark of Istio.
    struct Remark {
        /// Whether the whole rule is unreachable; otherwise one match.
        let isRule: Bool
        /// The rule or match.
        let node: Node
        /// Its path.
        let path: String
        /// Istio's text.
        let text: String
    }

    /// Every remark about the routes of a `spec`, in Istio's order: http, tcp, tls.
    static func remarks(_ spec: Node?) -> [Remark] {
        var remarks: [Remark] = []
        for list in [Mesh.VirtualService.RouteList.http, .tcp, .tls] {
            guard let routes = spec[list.rawValue], routes.isSequence else { continue }
            repeated(Array(routes.items), list, &remarks)
            if list == .http { overlapping(Array(routes.items), &remarks) }
        }
        return remarks
    }

    private static func ruleName(_ node: Node, _ index: Int) -> String { node.text("name").map(GoFormat.quoted) ?? "#\(index)" }

    private static func repeated(_ routes: [Node], _ list: Mesh.VirtualService.RouteList, _ remarks: inout [Remark]) {
        var seen: [UInt64: Int] = [:]
        var catchAll = false
        for (index, route) in routes.enumerated() where route.isMapping {
            let name = list == .http ? ruleName(route, index) : "#\(index)"
            func unreachable(_ reason: String) {
                remarks.append(
                    Remark(
                        isRule: true, node: route, path: "spec.\(list.rawValue)[\(index)]",
                        text: "VirtualService rule \(name) not used (\(reason))."))
            }
            let matches = Array(route.items("match"))
            if matches.isEmpty {
                if catchAll { unreachable("only the last rule can have no matches") }
                catchAll = true
                continue
            }
            if catchAll {
                unreachable("route without matches defined before")
                continue
            }
            var duplicates = 0
            for (number, match) in matches.enumerated() {
                let digest = NodeDigest.of(match, leavingOut: list == .http ? "name" : "")
                guard let earlier = seen[digest] else {
                    seen[digest] = index
                    continue
                }
                duplicates += 1
                let matchName = list == .http ? ruleName(match, number) : "#\(number)"
                let earlierName = list == .http ? ruleName(routes[earlier], earlier) : "#\(earlier)"
                remarks.append(
                    Remark(
                        isRule: false, node: match, path: "spec.\(list.rawValue)[\(index)].match[\(number)]",
                        text:
                            "VirtualService rule \(name) match \(matchName) is not used (duplicate/overlapping match in rule \(earlierName))."
                    ))
            }
            if duplicates == matches.count { unreachable("all matches used by prior rules") }
        }
    }

    /// One match by a prefix of the path, as far as Istio compares it.
    private struct PrefixMatch {
        let rule: String
        let name: String
        let prefix: String
        let port: Int
        let method: String
        let authority: String
        let maps: [[String: String]]
        let node: Node
        let path: String
    }

    private static func overlapping(_ routes: [Node], _ remarks: inout [Remark]) {
        var seen: Set<UInt64> = []
        var entries: [PrefixMatch] = []
        var catchAll = false
        for (index, route) in routes.enumerated() where route.isMapping {
            var isEmpty = true
            for (number, match) in route.items("match").enumerated() {
                isEmpty = false
                guard !catchAll, let prefix = match["uri"].text("prefix") else { continue }
                guard seen.insert(NodeDigest.of(match, leavingOut: "name")).inserted else { continue }
                entries.append(
                    PrefixMatch(
                        rule: ruleName(route, index), name: ruleName(match, number), prefix: prefix, port: match["port"]?.int ?? 0,
                        method: exactOrPrefix(match["method"]).nonEmpty ?? "exact:GET", authority: exactOrPrefix(match["authority"]),
                        maps: ["headers", "queryParams", "withoutHeaders"].map { strings(match[$0]) }, node: match,
                        path: "spec.http[\(index)].match[\(number)]"))
            }
            if isEmpty { catchAll = true }
        }
        for (index, later) in entries.enumerated() {
            for earlier in entries[..<index] where earlier.prefix != later.prefix && covers(earlier, later) {
                remarks.append(
                    Remark(
                        isRule: false, node: later.node, path: later.path,
                        text:
                            "VirtualService rule \(later.rule) match \(later.name) of prefix \(later.prefix) is not used (duplicate/overlapping match "
                            + "in rule \(earlier.name) of prefix \(earlier.prefix) on \(earlier.rule))."))
            }
        }
    }

    private static func exactOrPrefix(_ match: Node?) -> String {
        if let exact = match.text("exact") { return "exact:" + exact }
        return match.text("prefix").map { "prefix:" + $0 } ?? ""
    }

    private static func strings(_ map: Node?) -> [String: String] {
        guard let map, map.isMapping else { return [:] }
        var result: [String: String] = [:]
        for (key, value) in map.entries { result[key.keyText] = exactOrPrefix(value) }
        return result
    }

    private static func covers(_ a: PrefixMatch, _ b: PrefixMatch) -> Bool {
        guard a.port == b.port, b.prefix.utf8.starts(with: a.prefix.utf8) else { return false }
        guard a.method.hasPrefix(b.method), a.authority.hasPrefix(b.authority) else { return false }
        return zip(a.maps, b.maps).allSatisfy { mine, theirs in
            mine.count == theirs.count && mine.allSatisfy { key, value in theirs[key].map { value.hasPrefix($0) } ?? false }
        }
    }
}

extension String {
    /// The text, or `nil` when it is empty.
    var nonEmpty: String? { isEmpty ? nil : self }
}
