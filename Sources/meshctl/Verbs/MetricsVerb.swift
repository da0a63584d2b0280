import Glibc
import MeshAPI
import MeshResources

/// `meshctl metrics` and `meshctl top`: requests, errors and latency of a proxy's routes or clusters.
enum MetricsVerb {
    static let interval = Option.value("interval", nil, "DURATION", "how often to look", standard: "2s")
    static let count = Option.value("count", nil, "N", "stop after so many looks; 0 goes on until Ctrl-C", standard: "0")
    static let by = Option.choice("by", nil, "WHAT", ["route", "cluster"], "what a line is about", standard: "route")
    private static let operand = Command.Operands("[[TYPE/]NAME[.NAMESPACE]]", 0...1, completes: .live("pods"))
    private static let about = """
        Envoy counts a route by itself where it has a stat_prefix. Of other routes the counts of the clusters that they lead to are \
        shown, with the number of routes that share them; --by cluster shows the clusters themselves.
        """

    static let command = Command(
        "metrics", aliases: ["m"], group: .proxy, summary: "show a proxy's requests, errors and latency since it started", details: about,
        operands: operand,
        options: [by, .output([.table, .json]), ProxyTarget.adminPort],
        examples: [
            .init("Of a pod, route by route", "meshctl metrics productpage-v1-7d4f9c6b5d-x2k8p.default"),
            .init("Cluster by cluster", "meshctl metrics deployment/productpage-v1 --by cluster"),
        ], usesCluster: true
    ) { call in
        var source = try Source(call)
        let look = try source.look()
        return Metrics(value: look.value, text: look.table(since: nil, seconds: nil))
    }

    static let top = Command(
        "top", group: .proxy, summary: "watch a proxy's requests, errors and latency",
        details: "On a terminal the view is renewed in place; elsewhere each look is printed below the last one. " + about,
        operands: operand, options: [by, interval, count, ProxyTarget.adminPort],
        examples: [.init("The busiest routes, once a second", "meshctl top deployment/productpage-v1 --interval 1s")], usesCluster: true,
        run: watch)

    private static func watch(_ call: Invocation) throws -> any Report {
        var source = try Source(call)
        let pause = max(0.1, try call.arguments.duration(interval) ?? 2)
        let limit = try call.arguments.integer(count, in: 0...1_000_000) ?? 0
        Interrupts.catchThem()
        var last = try source.look()
        var lastLook = SteadyTime.now
        var looks = 0
        while limit == 0 || looks < limit {
            let end = lastLook + .seconds(pause)
            while SteadyTime.now < end, Interrupts.signal == nil { usleep(50_000) }
            if Interrupts.signal != nil { break }
            let metrics = try source.look()
            let now = SteadyTime.now
            let elapsed = lastLook.duration(to: now) / .seconds(1)
            var text = metrics.table(since: last, seconds: elapsed)
            if call.console.terminal.isInteractive {
                // What does not fit would scroll the heading away.
                text = text.split(separator: "\n").prefix(max(2, call.console.terminal.rows - 4)).joined(separator: "\n") + "\n"
                call.console.output.write("\u{1B}[H\u{1B}[2J")
            }
            call.console.output.write("\(source.name), the last \(Int(elapsed.rounded())) s\n\n\(text)\n")
            call.console.output.flush()
            (last, lastLook, looks) = (metrics, now, looks + 1)
        }
        return DoneReport(exitCode: .success)
    }

    /// What one look at a proxy gave.
    private enum Look {
        case clusters(ProxyMetrics)
        case routes(RouteMetrics)

        var value: Value {
            switch self {
            case .clusters(let metrics): metrics.value
            case .routes(let metrics): metrics.value
            }
        }

        func table(since earlier: Look?, seconds: Double?) -> String {
            switch (self, earlier) {
            case (.clusters(let now), .clusters(let before)?): now.since(before).table(seconds: seconds).text
            case (.routes(let now), .routes(let before)?): now.since(before).table(seconds: seconds).text
            case (.clusters(let now), _): now.table(seconds: seconds).text
            case (.routes(let now), _): now.table(seconds: seconds).text
            }
        }
    }

    /// A proxy that is looked at again and again. Its routes are read anew from time to time.
    private struct Source {
        private let envoy: EnvoyAdminClient
        private let isByRoute: Bool
        private var proxy: ProxyView?
        private var readAt = SteadyTime.now

        init(_ call: Invocation) throws {
            guard !call.operands.isEmpty || call.isGiven(GlobalOptions.envoyURL) else {
                throw Failure(
                    .usage, "\(call.path.last ?? "metrics") requires a pod name", help: "name a pod, or an Envoy with --envoy-url")
            }
            envoy = try ProxyAccess(call).envoy(call.operands.first)
            isByRoute = call.value(by) != "cluster"
        }

        var name: String { envoy.name }

        mutating func look() throws -> Look {
            do {
                // Istio's histograms are an addition: a proxy without them is no failure.
                let latency = try? envoy.prometheusStats()
                let clusters = ProxyMetrics(clusters: try envoy.clusters(), prometheus: latency ?? "")
                guard isByRoute else { return .clusters(clusters) }
                let statistics = try? envoy.stats(filter: RouteMetrics.statisticsFilter)
                return .routes(RouteMetrics(try routes(), clusters: clusters, statistics: statistics))
            } catch let failure as ServiceFailure { throw Failure(failure) }
        }

        private mutating func routes() throws -> ProxyView {
            if let proxy, readAt.duration(to: SteadyTime.now) < .seconds(30) { return proxy }
            let read = ProxyView(name: envoy.name, dump: try envoy.configDump(.everything))
            (proxy, readAt) = (read, SteadyTime.now)
            return read
        }
    }

    private struct Metrics: Report {
        private let content: Value
        private let text: String

        init(value: Value, text: String) { (content, self.text) = (value, text) }

        func value() -> Value? { content }
        func write(to console: Console, as format: OutputFormat) { console.output.write(text) }
    }
}
