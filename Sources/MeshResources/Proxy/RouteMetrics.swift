/// Requests, errors and latency of a proxy's routes.
///
/// Envoy counts a route by itself where the route has a `stat_prefix`. Of all others the counts of the clusters that the route
/// leads to are given, and how many other routes share them.
public struct RouteMetrics: Sendable {
    /// One route, or a cluster with traffic that no route leads to.
    public struct Row: Sendable, Hashable {
        /// The route configuration, or the listener of a TCP filter; empty when no route leads to the cluster.
        public var configuration = ""
        /// The virtual host; empty for TCP.
        public var host = ""
        /// What a request must be like; `TCP` for connections.
        public var match = ""
        /// Where it leads.
        public var clusters: [String]
        /// Requests so far, or in the span of time looked at.
        public var requests = 0
        /// Those that failed.
        public var errors = 0
        /// Requests under way; `nil` where Envoy counts the route by itself.
        public var active: Int?
        /// Milliseconds that half of the requests took at most; `nil` when nobody counts.
        public var median: Double?
        /// Milliseconds that 99 of 100 requests took at most.
        public var slowest: Double?
        /// Whether the numbers are the route's own.
        public var isExact = false
        /// Other routes whose requests the numbers hold too.
        public var others = 0
    }

    /// The routes with traffic, in the order of the configuration, then clusters without a route.
    public let rows: [Row]

    private init(rows: [Row]) { self.rows = rows }

    /// Puts together what the proxy is configured with and what it counted.
    ///
    /// - Parameters:
    ///   - proxy: The proxy with its routes and listeners.
    ///   - clusters: The counts of the clusters.
    ///   - statistics: The answer to `/stats` in JSON with the filter `statisticsFilter`; `nil` when there is none.
    public init(_ proxy: ProxyView, clusters: ProxyMetrics, statistics: Node?) {
        let counters = RouteStatistics(statistics)
        let places = Self.places(proxy)
        var users: [String: Int] = [:]
        for place in places where !counters.counts(host: place.row.host, prefix: place.prefix) {
            for cluster in Set(place.row.clusters) { users[cluster, default: 0] += 1 }
        }
        var counted = Dictionary(clusters.rows.map { ($0.cluster, $0) }) { first, _ in first }
        // What a route counts by itself is no other route's.
        let exact = places.map { place in
            var row = place.row
            guard counters.fill(&row, host: row.host, prefix: place.prefix) else { return nil as Row? }
            if row.clusters.count == 1 {
                counted[row.clusters[0]]?.requests -= row.requests
                counted[row.clusters[0]]?.errors -= row.errors
            }
            return row
        }
        var rows: [Row] = []
        var seen: Set<String> = []
        for (index, place) in places.enumerated() {
            var row = place.row
            seen.formUnion(row.clusters)
            if let own = exact[index] {
                row = own
            } else {
                for cluster in Set(row.clusters) {
                    guard let count = counted[cluster] else { continue }
                    row.add(count, latency: counters.latency(of: cluster))
                    row.others = max(row.others, (users[cluster] ?? 1) - 1)
                }
            }
            if row.requests > 0 || row.active ?? 0 > 0 { rows.append(row) }
        }
        for count in clusters.rows where !seen.contains(count.cluster) {
            var row = Row(clusters: [count.cluster])
            row.add(count, latency: counters.latency(of: count.cluster))
            rows.append(row)
        }
        self.rows = rows
    }

    /// The statistics that matter, as a regular expression for Envoy.
    public static let statisticsFilter = #"^vhost\..*\.route\.|^cluster\..*\.upstream_rq_time$"#

    private struct Place {
        var row: Row
        var prefix = ""
    }

    private static func places(_ proxy: ProxyView) -> [Place] {
        var places: [Place] = []
        for configuration in proxy.routes {
            let name = configuration.fieldText("name")
            for host in configuration.fieldItems("virtual_hosts") {
                for route in host.fieldItems("routes") {
                    guard let action = route.field("route") else { continue }
                    var clusters = action.field("cluster").map { [$0.text] } ?? []
                    clusters += action.field("weighted_clusters")?.fieldItems("clusters").map { $0.fieldText("name") } ?? []
                    let match = route.field("match").map(RouteText.match) ?? ""
                    places.append(
                        Place(
                            row: Row(configuration: name, host: host.fieldText("name"), match: match, clusters: clusters),
                            prefix: route.fieldText("stat_prefix")))
                }
            }
        }
        for listener in proxy.listeners {
            for filter in ListenerTraits(listener).chains.flatMap({ $0.fieldItems("filters") })
            where filter.fieldText("name") == FilterChainText.tcpFilter {
                let config = filter.field("typed_config")
                var clusters = config?.field("cluster").map { [$0.text] } ?? []
                clusters += config?.field("weighted_clusters")?.fieldItems("clusters").map { $0.fieldText("name") } ?? []
                let row = Row(configuration: listener.fieldText("name"), match: "TCP", clusters: clusters)
                if !places.contains(where: { $0.row == row }) { places.append(Place(row: row)) }
            }
        }
        return places
    }

    /// What happened since an earlier look: counts are differences, the rest is as it is now.
    public func since(_ earlier: RouteMetrics) -> RouteMetrics {
        var before: [[String]: Row] = [:]
        for row in earlier.rows { before[row.identity] = row }
        return RouteMetrics(
            rows: rows.map { row in
                var row = row
                row.requests = max(0, row.requests - (before[row.identity]?.requests ?? 0))
                row.errors = max(0, row.errors - (before[row.identity]?.errors ?? 0))
                return row
            })
    }

    /// The routes as a table; with `seconds`, counts are by the second. The busiest come first.
    public func table(seconds: Double? = nil) -> ColumnText {
        var table = ColumnText(gap: 3)
        let requests = seconds == nil ? "REQUESTS" : "REQUESTS/S"
        table.add("ROUTE", "HOST", "MATCH", "CLUSTER", requests, "ERRORS", "ACTIVE", "P50", "P99", "SHARED WITH")
        let order = rows.indices.sorted { (rows[$1].requests, $0) < (rows[$0].requests, $1) }
        for row in order.map({ rows[$0] }) {
            let clusters = row.clusters.first ?? "-"
            table.add(
                Self.orDash(row.configuration), Self.orDash(row.host), Self.orDash(row.match),
                row.clusters.count > 1 ? "\(clusters) + \(row.clusters.count - 1) more" : clusters,
                MetricText.requests(row.requests, seconds: seconds), MetricText.share(row.errors, of: row.requests),
                row.active.map(String.init) ?? "-", MetricText.latency(row.median), MetricText.latency(row.slowest),
                row.isExact || row.others == 0 ? "-" : row.others == 1 ? "1 route" : "\(row.others) routes")
        }
        return table
    }

    private static func orDash(_ text: String) -> String { text.isEmpty ? "-" : text }

    /// The routes as JSON.
    public var value: Value {
        .array(
            rows.map { row in
                [
                    "route": .string(row.configuration), "host": .string(row.host), "match": .string(row.match),
                    "clusters": .array(row.clusters.map { .string($0) }), "requests": .int(Int64(row.requests)),
                    "errors": .int(Int64(row.errors)), "active": row.active.map { .int(Int64($0)) } ?? .null,
                    "p50": row.median.map { .double($0) } ?? .null, "p99": row.slowest.map { .double($0) } ?? .null,
                    "countedBy": row.isExact ? "route" : "cluster", "sharedWith": .int(Int64(row.others)),
                ]
            })
    }
}

extension RouteMetrics.Row {
    fileprivate var identity: [String] { [configuration, host, match] + clusters }

    fileprivate mutating func add(_ count: ProxyMetrics.Row, latency: (median: Double?, slowest: Double?)) {
        requests += max(0, count.requests)
        errors += max(0, count.errors)
        active = (active ?? 0) + count.active
        // Of several clusters the slower one counts: nobody knows how they would add up.
        median = [median, count.median ?? latency.median].compactMap { $0 }.max()
        slowest = [slowest, count.slowest ?? latency.slowest].compactMap { $0 }.max()
    }
}

/// What Envoy counted by route, and its own latencies by cluster.
private struct RouteStatistics {
    private var counters: [String: Int] = [:]
    private var quantiles: [String: (median: Double?, slowest: Double?)] = [:]

    init(_ answer: Node?) {
        for stat in answer?.fieldItems("stats") ?? [] {
            guard let histograms = stat.field("histograms") else {
                counters[stat.fieldText("name")] = stat.fieldNumber("value")
                continue
            }
            let supported = histograms.fieldItems("supported_quantiles").map { Double($0.text) ?? -1 }
            for computed in histograms.fieldItems("computed_quantiles") {
                let values = computed.fieldItems("values").map { value in value.field("cumulative").flatMap { Double($0.text) } }
                func quantile(_ wanted: Double) -> Double? {
                    supported.firstIndex(of: wanted).flatMap { $0 < values.count ? values[$0] : nil }
                }
                quantiles[computed.fieldText("name")] = (quantile(50), quantile(99))
            }
        }
    }

    /// Fills in the route's own counts; tells whether Envoy keeps any.
    func fill(_ row: inout RouteMetrics.Row, host: String, prefix: String) -> Bool {
        guard !prefix.isEmpty else { return false }
        let name = Self.name(host, prefix)
        guard let total = counters[name + "total"] else { return false }
        row.requests = total
        row.errors = counters[name + "5xx"] ?? 0
        row.isExact = true
        (row.median, row.slowest) = quantiles[name + "time"] ?? (nil, nil)
        return true
    }

    /// Whether Envoy counts a route by itself.
    func counts(host: String, prefix: String) -> Bool { !prefix.isEmpty && counters[Self.name(host, prefix) + "total"] != nil }

    private static func name(_ host: String, _ prefix: String) -> String { "vhost.\(host).route.\(prefix).upstream_rq_" }

    /// The latencies of a cluster. In its statistics' names Envoy writes the cluster's without colons.
    func latency(of cluster: String) -> (median: Double?, slowest: Double?) {
        let name = String(decoding: cluster.utf8.map { $0 == UInt8(ascii: ":") ? UInt8(ascii: "_") : $0 }, as: UTF8.self)
        return quantiles["cluster.\(name).upstream_rq_time"] ?? (nil, nil)
    }
}
