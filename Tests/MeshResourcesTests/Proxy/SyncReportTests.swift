import MeshResources
import XCTest

/// `proxy-status` from recorded answers and from the corpus.
final class SyncReportTests: XCTestCase {
    private func proxies(_ state: String) throws -> [ProxySync] {
        let answer = try Recordings.json("istiod/1.30/\(state)/syncz.http")
        return try XCTUnwrap(SyncReader.read(answer, istiod: "istiod-1"))
    }

    func testHealthy() throws {
        let report = SyncReport(try proxies("healthy"))
        XCTAssertEqual(report.proxies.count, 4)
        XCTAssertTrue(report.proxies.allSatisfy { $0.types.allSatisfy { $0.state == .synced } })
        XCTAssertEqual(report.refusals(now: 0), "")
        XCTAssertEqual(report.table().lines[1].last, "5 (CDS,LDS,EDS,RDS,SDS)")
        XCTAssertEqual(SyncReport(report.proxies, namespace: "backend").proxies.map(\.proxy), ["ratings-v1-9b7c5d6f88-h5v2j.backend"])
    }

    func testRefused() throws {
        let report = SyncReport(try proxies("nack"))
        let refused = report.proxies.flatMap { proxy in proxy.refusals.map { "\(proxy.proxy) \($0.shortType)" } }
        XCTAssertEqual(
            refused,
            [
                "istio-ingressgateway-7c8d5b9f6b-p6n2d.istio-system RDS", "productpage-v1-7d4f9c6b5d-x2k8p.default CDS",
                "reviews-v1-5f8b6d7c9f-q7wzn.default LDS",
            ])
        XCTAssertTrue(report.refusals(now: 0).contains("no argument for repetition operator: *"))
    }

    func testStale() throws {
        let report = SyncReport(try proxies("stale"))
        XCTAssertEqual(
            report.proxies.filter(\.isStale).map(\.proxy), ["ratings-v1-9b7c5d6f88-h5v2j.backend", "sleepy-v1-5c7d9f8b6d-w9k4t.default"])
        let now = try XCTUnwrap(Moment("2026-11-23T06:48:16Z")).seconds
        let row = try XCTUnwrap(report.verboseTable(now: now).lines.first { $0[0].hasPrefix("sleepy") })
        XCTAssertEqual(row[2], "STALE (35s)")
        XCTAssertEqual(row[3], "IGNORED")
    }

    func testNothingConnected() throws {
        let proxies = try proxies("empty")
        XCTAssertEqual(proxies.count, 0)
        XCTAssertEqual(SyncReport([]).table().text, "NAME     CLUSTER     ISTIOD     VERSION     SUBSCRIBED TYPES\n")
    }

    /// Other tools' connections to istiod are no proxies.
    func testToolsThatAskAreLeftOut() throws {
        let answer = try Recordings.json("istiod/1.30/healthy/syncz-while-istioctl-asks.http")
        XCTAssertEqual(SyncReader.read(answer, istiod: "x")?.count, 4)
    }

    func testIstiodsBefore130() throws {
        let text = #"[{"proxy":"a.b","cluster_sent":"1","cluster_acked":"1","listener_sent":"2","route_acked":""}]"#
        let node = try XCTUnwrap(JSONReader.parse(SourceText(name: "t", text: text)).tree.roots.first)
        let types = try XCTUnwrap(SyncReader.read(node, istiod: "x")?.first?.types)
        XCTAssertEqual(
            types.map { "\($0.shortType) \($0.state.label)" }, ["CDS SYNCED", "ECDS NOT SENT", "EDS NOT SENT", "LDS STALE", "RDS NOT SENT"])
    }

    func testWhatIsNoListOfProxies() throws {
        for text in [#"{"a":1}"#, "7", "\"x\""] {
            let node = try XCTUnwrap(JSONReader.parse(SourceText(name: "t", text: text)).tree.roots.first)
            XCTAssertNil(SyncReader.read(node, istiod: "x"), text)
        }
    }

    /// The corpus gives answers by control plane and the table that istioctl prints of them.
    func testCorpus() throws {
        var count = 0
        for row in try ProxyCorpus.json("cases.json")["cases"]?.items.map({ $0 }) ?? [] {
            guard row["test"]?.text.hasSuffix("TestXdsStatusWriter_PrintAll") == true, let input = row["input"]?.text else { continue }
            count += 1
            let answers = try ProxyCorpus.json(input).entries
            let expected = try ProxyCorpus.text(row["expected"]?.text ?? "")
            let all = answers.flatMap { SyncReader.read($0.value, istiod: $0.key.text) ?? [] }
            let report = SyncReport(all, namespace: row["filter_args"]?["namespace"]?.text ?? "")
            let value = SyncReport.value(report.proxies, istiod: report.proxies.first?.istiod ?? "", version: "1.1", revision: "")
            switch row["output_format"]?.text {
            case "json":
                let wanted = try XCTUnwrap(JSONReader.parse(SourceText(name: "t", text: expected)).tree.roots.first)
                XCTAssertEqual(value, Value(wanted), input)
            case "yaml": XCTAssertEqual(trimmed(YAMLEmitter.text(value)), trimmed(expected), input)
            default:
                let table = row["filter_args"]?["verbosity"] == nil ? report.table() : report.verboseTable(now: 0)
                XCTAssertEqual(trimmed(table.text), trimmed(expected), input)
            }
        }
        XCTAssertEqual(count, 6)
    }

    private func trimmed(_ text: String) -> String { text.split(separator: "\n").joined(separator: "\n") }

    func testComparison() throws {
        let same = try ProxyCorpus.dump("testdata/compare/configdump.json")
        XCTAssertEqual(
            DumpComparison(istiod: same, envoy: same).text.split(separator: "\n").map { $0.prefix(14) },
            ["Clusters Match", "Listeners Matc", "Routes Match ("])
        let other = DumpComparison(istiod: same, envoy: try ProxyCorpus.dump("testdata/compare/configdump_diff.json"))
        for title in ["Clusters Don't Match", "Listeners Don't Match", "Routes Don't Match"] {
            XCTAssertTrue(other.text.contains(title), title)
        }
    }

    /// What a real istiod would send is what a real Envoy has, in its other spelling.
    func testRecordedProxiesMatch() throws {
        for proxy in ["productpage", "gateway", "ratings", "reviews-v1"] {
            let istiod = try Recordings.dump("istiod/1.30/healthy/\(proxy)/config_dump.http")
            let envoy = try Recordings.dump("envoy/1.40/\(proxy)/config_dump.http")
            XCTAssertEqual(DumpComparison(istiod: istiod, envoy: envoy).text.contains("Don't"), false, proxy)
        }
    }
}
