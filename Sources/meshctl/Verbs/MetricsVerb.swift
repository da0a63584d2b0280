import Glibc
import MeshAPI
import MeshResources

/// `meshctl metrics` and `meshctl top`: requests, errors and latency of a proxy's clusters.
enum MetricsVerb {
    static let interval = Option.value("interval", nil, "DURATION", "how often to look", standard: "2s")
    static let count = Option.value("count", nil, "N", "stop after so many looks; 0 goes on until Ctrl-C", standard: "0")
    private static let operand = Command.Operands("[[TYPE/]NAME[.NAMESPACE]]", 0...1, completes: .live("pods"))

    static let command = Command(
        "metrics", aliases: ["m"], group: .proxy, summary: "show a proxy's requests, errors and latency since it started",
        operands: operand,
        options: [.output([.table, .json]), ProxyTarget.adminPort],
        examples: [.init("Of a pod", "meshctl metrics productpage-v1-7d4f9c6b5d-x2k8p.default")], usesCluster: true
    ) { call in
        Metrics(metrics: try read(connect(call)))
    }

    static let top = Command(
        "top", group: .proxy, summary: "watch a proxy's requests, errors and latency",
        details: "On a terminal the view is renewed in place; elsewhere each look is printed below the last one.", operands: operand,
        options: [interval, count, ProxyTarget.adminPort],
        examples: [.init("The busiest clusters, once a second", "meshctl top deployment/productpage-v1 --interval 1s")], usesCluster: true,
        run: watch)

    private static func connect(_ call: Invocation) throws -> EnvoyAdminClient {
        guard !call.operands.isEmpty || call.isGiven(GlobalOptions.envoyURL) else {
            throw Failure(.usage, "\(call.path.last ?? "metrics") requires a pod name", help: "name a pod, or an Envoy with --envoy-url")
        }
        return try ProxyAccess(call).envoy(call.operands.first)
    }

    private static func read(_ envoy: EnvoyAdminClient) throws -> ProxyMetrics {
        // Istio's histograms are an addition: a proxy without them is no failure.
        let latency = try? envoy.prometheusStats()
        let clusters: Node
        do { clusters = try envoy.clusters() } catch { throw Failure(error) }
        return ProxyMetrics(clusters: clusters, prometheus: latency ?? "")
    }

    private static func watch(_ call: Invocation) throws -> any Report {
        let envoy = try connect(call)
        let pause = max(0.1, try call.arguments.duration(interval) ?? 2)
        let limit = try call.arguments.integer(count, in: 0...1_000_000) ?? 0
        Interrupts.catchThem()
        var last = try read(envoy)
        var lastLook = SteadyTime.now
        var looks = 0
        while limit == 0 || looks < limit {
            let end = lastLook + .seconds(pause)
            while SteadyTime.now < end, Interrupts.signal == nil { usleep(50_000) }
            if Interrupts.signal != nil { break }
            let metrics = try read(envoy)
            let now = SteadyTime.now
            let elapsed = lastLook.duration(to: now) / .seconds(1)
            if call.console.terminal.isInteractive { call.console.output.write("\u{1B}[H\u{1B}[2J") }
            call.console.output.write(
                "\(envoy.name), the last \(Int(elapsed.rounded())) s\n\n\(metrics.since(last).table(seconds: elapsed).text)\n")
            call.console.output.flush()
            (last, lastLook, looks) = (metrics, now, looks + 1)
        }
        return DoneReport(exitCode: .success)
    }

    private struct Metrics: Report {
        let metrics: ProxyMetrics

        func value() -> Value? { metrics.value }
        func write(to console: Console, as format: OutputFormat) { console.output.write(metrics.table().text) }
    }
}
