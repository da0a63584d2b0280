/// Requests, errors and latency of a proxy's clusters, from what Envoy counts by itself.
///
/// The counts come from `/clusters`, which has them whatever statistics the mesh keeps; the latency comes from Istio's own
/// histograms in `/stats/prometheus`, where the mesh has them.
public struct ProxyMetrics: Sendable {
    /// One cluster.
    public struct Row: Sendable, Hashable {
        /// The cluster's name.
        public var cluster: String
        /// Requests so far, or in the span of time looked at.
        public var requests = 0
        /// Those that failed.
        public var errors = 0
        /// Requests under way.
        public var active = 0
        /// Connections that are open.
        public var connections = 0
        /// Milliseconds that half of the requests took at most; `nil` when nobody counts.
        public var median: Double?
        /// Milliseconds that 99 of 100 requests took at most.
        public var slowest: Double?
    }

    /// The clusters with traffic, by name.
    public let rows: [Row]

    private init(rows: [Row]) {
        self.rows = rows
    }

    /// Reads the two answers; `prometheus` may be empty.
    public init(clusters: Node, prometheus: String) {
        let latency = LatencyHistograms(prometheus)
        var rows: [Row] = []
        for status in clusters.fieldItems("cluster_statuses") {
            var row = Row(cluster: status.fieldText("name"))
            for stat in status.fieldItems("host_statuses").flatMap({ $0.fieldItems("stats") }) {
                let value = stat.fieldNumber("value")
                switch stat.fieldText("name") {
                case "rq_total": row.requests += value
                case "rq_error": row.errors += value
                case "rq_active": row.active += value
                case "cx_active": row.connections += value
                default: break
                }
            }
            let host = ClusterName(row.cluster).host
            row.median = latency.quantile(0.5, of: host)
            row.slowest = latency.quantile(0.99, of: host)
            if row.requests > 0 || row.active > 0 || row.connections > 0 { rows.append(row) }
        }
        self.rows = rows.sorted { precedes($0.cluster, $1.cluster) }
    }

    /// What happened since an earlier look: counts are differences, the rest is as it is now.
    public func since(_ earlier: ProxyMetrics) -> ProxyMetrics {
        let before = Dictionary(earlier.rows.map { ($0.cluster, $0) }) { $1 }
        return ProxyMetrics(
            rows: rows.map { row in
                var row = row
                // A proxy that was restarted counts from nothing again.
                row.requests = max(0, row.requests - (before[row.cluster]?.requests ?? 0))
                row.errors = max(0, row.errors - (before[row.cluster]?.errors ?? 0))
                return row
            })
    }

    /// The clusters as a table; with `seconds`, counts are by the second. The busiest come first.
    public func table(seconds: Double? = nil) -> ColumnText {
        var table = ColumnText(gap: 3)
        table.add("CLUSTER", seconds == nil ? "REQUESTS" : "REQUESTS/S", "ERRORS", "ACTIVE", "CONNECTIONS", "P50", "P99")
        for row in rows.sorted(by: { ($1.requests, $0.cluster) < ($0.requests, $1.cluster) }) {
            table.add(
                row.cluster, MetricText.requests(row.requests, seconds: seconds), MetricText.share(row.errors, of: row.requests),
                String(row.active), String(row.connections), MetricText.latency(row.median), MetricText.latency(row.slowest))
        }
        return table
    }

    /// The clusters as JSON.
    public var value: Value {
        .array(
            rows.map { row in
                [
                    "cluster": .string(row.cluster), "requests": .int(Int64(row.requests)), "errors": .int(Int64(row.errors)),
                    "active": .int(Int64(row.active)), "connections": .int(Int64(row.connections)),
                    "p50": row.median.map { .double($0) } ?? .null, "p99": row.slowest.map { .double($0) } ?? .null,
                ]
            })
    }
}

/// How counts and times are put into words.
enum MetricText {
    /// A count, or how many there were by the second.
    static func requests(_ count: Int, seconds: Double?) -> String {
        seconds.map { decimal(Double(count) / max($0, 0.001)) } ?? String(count)
    }

    /// `2.5%`.
    static func share(_ part: Int, of all: Int) -> String { decimal(all == 0 ? 0 : Double(part) / Double(all) * 100) + "%" }

    /// `12.5 ms`.
    static func latency(_ milliseconds: Double?) -> String { milliseconds.map { "\(decimal($0)) ms" } ?? "-" }

    /// One place after the point.
    private static func decimal(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "-" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths / 10).\(abs(tenths % 10))"
    }
}

/// Istio's histograms of request durations, by the service that was asked.
struct LatencyHistograms {
    private var buckets: [String: [(limit: Double, count: Double)]] = [:]

    /// Reads the lines of `/stats/prometheus` that matter and passes over all others.
    init(_ text: String) {
        let name = "istio_request_duration_milliseconds_bucket{"
        var sums: [String: [Double: Double]] = [:]
        for line in text.utf8.split(separator: 0x0A) where line.starts(with: name.utf8) {
            let line = Substring(line)
            guard let host = Self.label("destination_service", in: line), let limit = Self.label("le", in: line),
                let count = Double(line[(line.lastIndex(of: " ") ?? line.startIndex)...].dropFirst())
            else { continue }
            sums[host, default: [:]][limit == "+Inf" ? .infinity : Double(limit) ?? .infinity, default: 0] += count
        }
        buckets = sums.mapValues { $0.map { (limit: $0.key, count: $0.value) }.sorted { $0.limit < $1.limit } }
    }

    private static func label(_ name: String, in line: Substring) -> String? {
        guard let range = line.range(ofBytes: "\(name)=\"") else { return nil }
        return String(line[range.upperBound...].prefix { $0 != "\"" })
    }

    /// The duration below which a share of the requests lies, even within its bucket; `nil` without requests.
    func quantile(_ share: Double, of host: String) -> Double? {
        guard let buckets = buckets[host], let total = buckets.last?.count, total > 0 else { return nil }
        let wanted = share * total
        var lower = (limit: 0.0, count: 0.0)
        for bucket in buckets {
            guard bucket.count < wanted else {
                guard bucket.limit.isFinite else { return lower.limit }
                let width = bucket.count - lower.count
                return width <= 0 ? bucket.limit : lower.limit + (bucket.limit - lower.limit) * (wanted - lower.count) / width
            }
            lower = bucket
        }
        return lower.limit
    }
}
