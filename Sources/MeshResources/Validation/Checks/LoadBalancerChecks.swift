/// Load balancing: consistent hashes, localities, warm-up.
extension Validation {
    mutating func checkConsistentHash(_ hash: Field) {
        if let cookie = hash["httpCookie"] { checkCookie(cookie) }
        if let size = hash["minimumRingSize"], size.integer != 0 {
            report(
                .ringSize, at: size, "deprecated field 'minimumRingSize' found, expected 'ringHash'",
                help: "write 'ringHash: {minimumRingSize: \(size.text)}'")
            if hash["ringHash"] != nil || hash["maglev"] != nil {
                report(.ringSizeConflict, at: size, "'minimumRingSize' beside 'ringHash' or 'maglev' found, expected only one of them")
            }
        }
        if let maglev = hash["maglev"] { checkMaglev(maglev) }
    }

    private mutating func checkCookie(_ cookie: Field) {
        if let name = cookie["name"], name.isEmpty { report(.cookieName, at: name, "empty cookie name found, expected a name") }
        var seen: Set<String> = []
        for attribute in cookie["attributes"].items {
            guard let name = attribute["name"], name.isScalar else { continue }
            if name.isEmpty {
                report(.cookieAttribute, at: name, "empty name of a cookie attribute found, expected a name")
            } else if !seen.insert(name.text).inserted {
                report(.cookieAttribute, at: name, "cookie attribute '\(name.text)' set twice, expected once")
            }
        }
    }

    private mutating func checkMaglev(_ maglev: Field) {
        let size = maglev["tableSize"]
        let number = size.integer
        guard number <= 0 || number >= 5_000_011 || !Self.isPrime(number) else { return }
        report(
            .maglevTable, at: size ?? maglev,
            size == nil
                ? "maglev without 'tableSize' found, expected a prime below 5000011"
                : "table size \(number) found, expected a prime below 5000011",
            help: "use 65537")
    }

    private static func isPrime(_ number: Int) -> Bool {
        guard number > 3 else { return number > 0 }
        guard number % 2 != 0 else { return false }
        var factor = 3
        while factor * factor <= number {
            if number % factor == 0 { return false }
            factor += 2
        }
        return true
    }

    mutating func checkWarmup(_ warmup: Field) {
        if let aggression = warmup["aggression"], aggression.number < 1, aggression.number >= 0 {
            report(.aggression, at: aggression, "aggression \(aggression.text) found, expected 1 or more")
        }
    }

    mutating func checkLocality(_ setting: Field) {
        let distribute = setting["distribute"]
        let failover = setting["failover"]
        if !distribute.isEmpty, !failover.isEmpty, let failover {
            report(.distributeWithFailover, at: failover, "'distribute' and 'failover' set together, expected only one of them")
            return
        }
        if !failover.isEmpty {
            for label in setting["failoverPriority"].items where Self.topologyLabels.contains(label.text) {
                report(
                    .failoverTopology, at: label, "topology label '\(label.text)' beside 'failover' found, expected other labels",
                    help: "remove 'failover' or the label")
                return
            }
        }
        checkDistribution(distribute)
        for entry in failover.items where entry.isMapping { checkFailover(entry) }
    }

    private static let topologyLabels: Set<String> = [
        "topology.kubernetes.io/region", "topology.kubernetes.io/zone", "topology.istio.io/subzone",
    ]

    private mutating func checkDistribution(_ distribute: Field?) {
        var sources = LocalitySet()
        for entry in distribute.items where entry.isMapping {
            var total = 0
            var targets = LocalitySet()
            for (key, value) in entry["to"].entries {
                let weight = value.integer
                if weight < 1 || weight > 100 {
                    report(.localityWeight, at: value, "locality weight \(value.text) found, expected 1 to 100")
                    return
                }
                total += weight
                if let fault = targets.insert(key.text) { report(.localityOverlap, keyOf: value, key, fault) }
            }
            if total != 100 {
                report(.localityTotal, at: entry["to"] ?? entry, "locality weights of \(total) in all found, expected 100")
                return
            }
            let from = entry["from"]
            if let fault = sources.insert(from.text) { report(.localityOverlap, at: from ?? entry, fault) }
        }
    }

    private mutating func checkFailover(_ failover: Field) {
        let from = failover["from"].text
        let to = failover["to"].text
        let isBad = from.contains("/") || from.contains("*")
        let place = (isBad ? failover["from"] : failover["to"]) ?? failover
        if from == to { report(.failoverRegions, at: place, "failover from '\(from)' to itself found, expected another region") }
        if from.contains("/") || to.contains("/") {
            report(
                .failoverRegions, at: place, "failover between zones found, expected regions alone", help: "write the region without zone")
        }
        if from.contains("*") || to.contains("*") {
            report(.failoverRegions, at: place, "failover with a wildcard found, expected names of regions")
        }
    }
}

/// Localities that must not overlap: `region`, `region/zone`, `region/zone/sub-zone`, with `*` at the end.
private struct LocalitySet {
    /// The parts of each locality so far; a shorter one stands for all below it.
    private var known: [[Substring]] = []

    /// Adds a locality; what is wrong with it, if something is.
    /// A wildcard may follow what it covers, where the first entry that fits counts.
    mutating func insert(_ text: String) -> String? {
        let stars = text.utf8.count { $0 == UInt8(ascii: "*") }
        if stars > 1 || (stars == 1 && !text.hasSuffix("*")) { return "locality '\(text)' found, expected '*' at the end only" }
        var parts = text.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: false)
        if parts.contains("") { return "locality '\(text)' with an empty part found, expected region, zone and sub-zone" }
        let hasStar = parts.last == "*"
        if hasStar { parts.removeLast() }
        for other in known {
            let shared = min(other.count, parts.count)
            if other.count <= parts.count, other.prefix(shared) == parts.prefix(shared) {
                return "locality '\(text)' that an earlier one covers found, expected localities without overlap"
            }
            if !hasStar, parts.count < other.count, other.prefix(shared) == parts.prefix(shared) {
                return "locality '\(text)' that covers an earlier one found, expected localities without overlap"
            }
        }
        known.append(parts)
        return nil
    }
}
