/// Compares the routes of one host on two sides.
///
/// What routes ask is taken apart into conditions. Paths fall into classes that no exact or prefix condition tells apart; every other
/// condition may hold or not. Where both sides do the same for every combination, nothing that a client sends can tell them apart.
struct RouteComparison {
    enum Verdict {
        /// Shown for every combination of conditions.
        case same
        /// Requests that may tell the sides apart, the likeliest first.
        case suspects([TrafficRequest])
        /// Too many conditions to try every combination; requests that may tell the sides apart.
        case open([TrafficRequest])
    }

    private static let maximumCombinations = 1 << 18

    private struct Route {
        var route: CompiledRoute
        var effect: String
        var needs: UInt64
    }

    let host: String
    let port: Int
    let scheme: String

    func compare(_ old: [CompiledRoute], _ oldClusters: ClusterDirectory, _ new: [CompiledRoute], _ newClusters: ClusterDirectory)
        -> Verdict
    {
        let effects = (old.map { $0.effect(oldClusters) }, new.map { $0.effect(newClusters) })
        if effects.0 == effects.1, old.map(\.condition) == new.map(\.condition) { return .same }
        var atoms: [String: Int] = [:]
        func prepare(_ routes: [CompiledRoute], _ effects: [String]) -> [Route] {
            zip(routes, effects).map { route, effect in
                var needs: UInt64 = 0
                func need(_ key: String) {
                    let index = atoms[key] ?? atoms.count
                    atoms[key] = index
                    if index < 63 { needs |= 1 << UInt64(index) }
                }
                if let path = route.match.path, !Self.isPlain(route.match) { need("path \(path.signature) \(route.match.ignoresCase)") }
                for field in route.match.fields { need("\(field.isInverted ? "!" : "")\(field.name) \(field.matcher.signature)") }
                for parameter in route.match.parameters { need("?\(parameter.name) \(parameter.matcher.signature)") }
                for claim in route.match.claims { need(claim.signature) }
                return Route(route: route, effect: effect, needs: needs)
            }
        }
        let before = prepare(old, effects.0)
        let after = prepare(new, effects.1)
        let paths = Self.paths(old + new)
        var suspects: [TrafficRequest] = []
        guard atoms.count < 18, paths.count << atoms.count <= Self.maximumCombinations else {
            for route in old + new { for path in paths.prefix(64) { suspects += requests(route, path) } }
            return .open(suspects)
        }
        for path in paths {
            let left = before.filter { Self.takes($0.route, path) }
            let right = after.filter { Self.takes($0.route, path) }
            for assignment: UInt64 in 0..<(1 << UInt64(atoms.count)) {
                let a = left.first { $0.needs & assignment == $0.needs }
                let b = right.first { $0.needs & assignment == $0.needs }
                guard a?.effect != b?.effect else { continue }
                for winner in [a, b] { if let winner { suspects += requests(winner.route, path) } }
                if suspects.count > 512 { return .suspects(suspects) }
            }
        }
        return suspects.isEmpty ? .same : .suspects(suspects)
    }

    /// Whether the path condition is one that classes of paths decide.
    private static func isPlain(_ match: RouteMatch) -> Bool {
        guard let path = match.path else { return true }
        return path.source.kind != .regex && !match.ignoresCase
    }

    private static func takes(_ route: CompiledRoute, _ path: String) -> Bool {
        guard let condition = route.match.path, isPlain(route.match) else { return true }
        return condition.matches(path)
    }

    /// One path of each class: every exact path, every prefix, and every prefix with something unheard of behind it.
    private static func paths(_ routes: [CompiledRoute]) -> [String] {
        var result: [String] = []
        var seen: Set<String> = []
        func add(_ path: String) {
            if path.hasBytePrefix("/"), seen.insert(path).inserted { result.append(path) }
        }
        for route in routes {
            guard let path = route.match.path else { continue }
            switch path.source.kind {
            case .exact: add(path.source.text)
            case .prefix:
                add(path.source.text)
                add(path.source.text + (path.source.text.hasSuffix("/") ? "witness-1" : "/witness-1"))
                add(path.source.text + "witness-2")
            default: break
            }
        }
        add("/")
        add("/witness-1")
        return result
    }

    /// Requests that the route matches, as near to `path` as it lets them be.
    private func requests(_ route: CompiledRoute, _ path: String) -> [TrafficRequest] {
        var base = TrafficRequest()
        base.host = host
        base.port = port
        base.scheme = scheme
        if scheme == "https" { base.sni = HostName.withoutPort(host) }
        var query: [String] = []
        for field in route.match.fields {
            let value = Self.sample(field.matcher.source)
            switch (field.name, field.isInverted) {
            case (_, true):
                if field.matcher.matches("") { base.headers.append((field.name, "witness")) }
            case (":method", _): base.method = value
            case (":authority", _): base.host = value
            case (":scheme", _), (":path", _): break
            default: base.headers.append((field.name, value))
            }
        }
        for parameter in route.match.parameters { query.append("\(parameter.name)=\(Self.sample(parameter.matcher.source))") }
        for claim in route.match.claims where !claim.isInverted {
            var claims = base.token?.claims ?? .object([:])
            claims.set(.string(Self.sample(claim.matcher.source)), at: claim.path[...])
            base.token = TrafficRequest.Token(claims: claims)
        }
        var paths = [path]
        if let condition = route.match.path, !condition.matches(path, ignoringCase: route.match.ignoresCase) {
            paths = condition.source.kind == .regex ? (try? RE2(condition.source.text))?.examples ?? [] : [condition.source.text]
        }
        return paths.map { path in
            var request = base
            request.path = path + (query.isEmpty ? "" : "?" + query.joined(separator: "&"))
            return request
        }
    }

    static func sample(_ match: StringMatch) -> String {
        match.kind == .regex ? (try? RE2(match.text))?.examples.first ?? match.text : match.kind == .present ? "witness" : match.text
    }
}
