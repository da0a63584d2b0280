import XCTest

@testable import MeshResources

/// The last value that Istio takes and the first that it refuses, field by field.
final class BoundaryTests: XCTestCase {
    private func errors(_ kind: String, _ spec: String) -> [String] {
        let group =
            switch kind {
            case "AuthorizationPolicy", "RequestAuthentication", "PeerAuthentication": "security.istio.io/v1"
            case "Telemetry": "telemetry.istio.io/v1"
            case "WasmPlugin", "TrafficExtension": "extensions.istio.io/v1alpha1"
            case "EnvoyFilter": "networking.istio.io/v1alpha3"
            default: "networking.istio.io/v1"
            }
        let text = "apiVersion: \(group)\nkind: \(kind)\nmetadata: {name: x, namespace: web}\nspec: \(spec)\n"
        let resources = Resource.all(in: YAML.parse(SourceText(name: "test", text: text)).tree).resources
        XCTAssertEqual(resources.count, 1, text)
        return resources.flatMap(ResourceValidator.validate).filter { $0.severity == .error }.map { "\($0.code) \($0.path)" }
    }

    /// A kind, a spec with `@` in place of a value, the values that are fine, those that are not and the path of the finding.
    private struct Row {
        let kind: String
        let spec: String
        let good: [String]
        let bad: [String]
        let path: String

        init(_ kind: String, _ spec: String, good: [String], bad: [String], at path: String) {
            (self.kind, self.spec, self.good, self.bad, self.path) = (kind, spec, good, bad, path)
        }
    }

    private func check(_ rows: [Row]) {
        for row in rows {
            for value in row.good {
                let spec = row.spec.replacingOccurrences(of: "@", with: value)
                XCTAssertEqual(errors(row.kind, spec), [], "\(row.kind) \(spec)")
            }
            for value in row.bad {
                let spec = row.spec.replacingOccurrences(of: "@", with: value)
                XCTAssertEqual(errors(row.kind, spec).map { String($0.split(separator: " ")[1]) }, [row.path], "\(row.kind) \(spec)")
            }
        }
    }

    func testNumbersMayBeWrittenAsFloats() {
        let route = "http: [{route: [{destination: {host: a, port: {number: @}}}]}]"
        check([
            Row(
                "VirtualService", "{hosts: [a], \(route)}", good: ["80.0", "8e1", "65535"], bad: ["0.0", "65536.0", "1e9"],
                at: "spec.http[0].route[0].destination.port.number"),
            Row(
                "VirtualService", "{hosts: [a], http: [{mirrorPercent: @, route: [{destination: {host: a}}]}]}", good: ["100.0", "0"],
                bad: ["1000.0"], at: "spec.http[0].mirrorPercent"),
            Row(
                "DestinationRule", "{host: a, trafficPolicy: {outlierDetection: {maxEjectionPercent: @}}}", good: ["100.0", "1e2"],
                bad: ["101.0", "1e3"], at: "spec.trafficPolicy.outlierDetection.maxEjectionPercent"),
            Row(
                "VirtualService", "{hosts: [a], http: [{retries: {attempts: @, retryOn: 5xx}, route: [{destination: {host: a}}]}]}",
                good: ["3.0"], bad: ["0.0"], at: "spec.http[0].retries.attempts"),
        ])
    }

    func testDurationsThatOnlyTheServerLooksAtMayBeFine() {
        check([
            Row(
                "Telemetry", "{metrics: [{reportingInterval: @}]}", good: ["1001us", "1ms", "999999us"], bad: ["999us", "0s"],
                at: "spec.metrics[0].reportingInterval"),
            Row(
                "DestinationRule", "{host: a, trafficPolicy: {loadBalancer: {simple: RANDOM, warmupDurationSecs: @}}}",
                good: ["1.0005s", "1ms"], bad: ["0.5ms", "1"], at: "spec.trafficPolicy.loadBalancer.warmupDurationSecs"),
            Row(
                "VirtualService", "{hosts: [a], http: [{timeout: @, route: [{destination: {host: a}}]}]}",
                good: ["1ms", "1.005s", "1h30m"],
                bad: ["1.0005s", "999us", "-1s", "0s", "1d"], at: "spec.http[0].timeout"),
        ])
    }

    /// Istio checks the ports of destinations, but not those of port policies; `lint` does.
    func testPortsOfPortPoliciesAreNotLookedAt() {
        check([
            Row(
                "DestinationRule", "{host: a, trafficPolicy: {portLevelSettings: [{port: @, tls: {mode: DISABLE}}]}}",
                good: ["{number: 0}", "{number: 70000}", "{}"], bad: ["null"], at: "spec.trafficPolicy.portLevelSettings[0].port"),
            Row(
                "Sidecar", "{outboundTrafficPolicy: {mode: ALLOW_ANY, egressProxy: {host: a, port: @}}}", good: ["{number: 1}"],
                bad: ["{number: 0}", "{number: 65536}", "{}"], at: "spec.outboundTrafficPolicy.egressProxy.port.number"),
        ])
    }

    func testLabelsOfATemplateAreNotLookedAt() {
        XCTAssertEqual(errors("WorkloadGroup", "{template: {labels: {'/*': '*'}}}"), [])
        XCTAssertEqual(errors("WorkloadEntry", "{address: 1.2.3.4, labels: {a: '*'}}"), ["MSH1905 spec.labels.a"])
    }

    func testAddressesOfModules() {
        check([
            Row(
                "WasmPlugin", "{url: '@'}", good: ["oci://a/b", "file:///a", "a/b:c", "http:", "/a"],
                bad: ["unix:", "ftp://a", "http://%zz"],
                at: "spec.url")
        ])
    }

    func testTypesOfEnvoy() {
        let prefix = "type.googleapis.com/envoy.extensions.filters.http"
        func spec(_ config: String) -> String {
            "{configPatches: [{applyTo: HTTP_FILTER, patch: {operation: ADD, value: {name: x, typed_config: \(config)}}}]}"
        }
        for name in [".router.v3.Router", ".lua.v3.LuaPerRoute", ".peer_metadata.v3.Config", ".rbac.v3.RBAC"] {
            XCTAssertEqual(errors("EnvoyFilter", spec("{'@type': \(prefix)\(name)}")), [], name)
        }
        let path = "spec.configPatches[0].patch.value.typed_config.@type"
        for name in [".router.v3.Ruoter", ".ruoter.v3.Router", ".lua.v2.Lua", ".lua.Lua"] {
            XCTAssertEqual(errors("EnvoyFilter", spec("{'@type': \(prefix)\(name)}")), ["MSH1728 \(path)"], name)
        }
        XCTAssertEqual(errors("EnvoyFilter", spec("{inlineCode: x}")), ["MSH1728 \(path)"])
        XCTAssertEqual(errors("EnvoyFilter", spec("{}")), [])
    }

    /// Istiod reads expressions with Go's `regexp`, which is a little stricter than RE2.
    func testExpressionsAreReadAsGoReadsThem() {
        check([
            Row(
                "VirtualService", "{hosts: [a], http: [{match: [{uri: {regex: '@'}}], route: [{destination: {host: a}}]}]}",
                good: ["(?P<n_1>a)", "(?<n>a)", "a{1000}", "\\pL", "[[:alpha:]]", "(?i-s:a)", "a{,2}", "\\Qa**"],
                bad: ["\\C", "(?P<é>a)", "a{1001}", "a**", "(?=a)", "\\1", "\\Z", "\\p{Foo}", "[b-a]"],
                at: "spec.http[0].match[0].uri.regex")
        ])
    }

    /// The grammar of cel-go's parser as istiod sets it up.
    func testFiltersOfLogs() {
        check([
            Row(
                "Telemetry", "{accessLogging: [{filter: {expression: '@'}}]}",
                good: [
                    "response.code >= 400", "a.b in [1, 2,]", "has(a.b)", "has((a.b))", "a.exists(x, x > 1)", "a.map(x, x > 1, x)", "!!a",
                    "!-1", "--a", "a ? b : c", "{\"a\": 1,}", "M{a: 1}.a", "a.b.M{}", ".a.b", "1u + 0x1F", "1.5e3", "\"\\n\\x41\\101\"",
                    "r\"\\q\"", "a[0].for", "\"\"\"x\"\"\" // end",
                ],
                bad: [
                    "response.code >=", "a.b in", "has(a)", "a.exists(1, true)", "a.map(x.y, x)", "f(1,)", "a.true", ". true", "in", "for",
                    "a {1: 2}", "a() {b: 1}", "{1}", "1.5u", "\"\\q\"", "\"x", "a = b", "a & b", "a.?b", "[?a]", "a.`b`", "a b", "!-a",
                    "(a",
                ], at: "spec.accessLogging[0].filter.expression")
        ])
    }

    func testTargetsOfAnEnvoyFilterMayBeOfAnyKind() {
        XCTAssertEqual(errors("EnvoyFilter", "{targetRefs: [{kind: Other, name: a}]}"), [])
        XCTAssertEqual(errors("AuthorizationPolicy", "{targetRefs: [{kind: Other, name: a}]}"), ["MSH0155 spec.targetRefs[0].kind"])
    }
}
