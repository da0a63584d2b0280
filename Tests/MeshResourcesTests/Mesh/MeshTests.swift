import XCTest

@testable import MeshResources

final class MeshTests: XCTestCase {
    private func mesh(_ yaml: String, _ change: (inout Mesh.Options) -> Void = { _ in }) -> Mesh {
        var options = Mesh.Options()
        change(&options)
        return Mesh(resources: Resource.all(in: YAML.parse(SourceText(name: "t", text: yaml)).tree).resources, options: options)
    }

    func testHostNames() {
        XCTAssertTrue(HostName.overlap("*.com", "foo.com"))
        XCTAssertTrue(HostName.overlap("*", "*.com"))
        XCTAssertFalse(HostName.overlap("*.foo.com", "foo.com"))
        XCTAssertTrue(HostName.covers("*.com", "*.foo.com"))
        XCTAssertFalse(HostName.covers("*.foo.com", "*.com"))
        XCTAssertEqual(HostName.qualified("shop", namespace: "web", domain: "cluster.local"), "shop.web.svc.cluster.local")
        XCTAssertEqual(HostName.qualified("shop.web", namespace: "web", domain: "cluster.local"), "shop.web")
        XCTAssertEqual(HostName.service("shop.web.svc.cluster.local", domain: "cluster.local")?.name, "shop")
        XCTAssertNil(HostName.service("web.svc.cluster.local", domain: "cluster.local"))
        XCTAssertNil(HostName.service(".svc.cluster.local", domain: "cluster.local"))
        XCTAssertEqual(HostName.suffixes("a.b.com"), [".b.com", ".com", ""])
    }

    func testHostTableFindsWhatOverlaps() {
        let table = HostTable(["a.com": [1], "*.com": [2], "b.org": [3], "*": [4]])
        XCTAssertEqual(table.overlapping("a.com").sorted(), [1, 2, 4])
        XCTAssertEqual(table.overlapping("*.com").sorted(), [1, 2, 4])
        XCTAssertEqual(table.overlapping("*.org").sorted(), [3, 4])
    }

    func testExportScopes() {
        let own = ExportScope(["."], namespace: "a")
        XCTAssertTrue(own.includes("a"))
        XCTAssertFalse(own.includes("b"))
        XCTAssertFalse(ExportScope(["~"], namespace: "a").includes("a"))
        XCTAssertTrue(ExportScope([], namespace: "a").isEverywhere)
        XCTAssertTrue(ExportScope([], namespace: "a", fallback: .local).includes("a"))
        XCTAssertFalse(ExportScope([], namespace: "a", fallback: .local).includes("."))
        XCTAssertFalse(own.overlaps(ExportScope(["b"], namespace: "b")))
    }

    func testLaterObjectsReplaceEarlierOnes() {
        let mesh = mesh(
            """
            {apiVersion: v1, kind: Service, metadata: {name: a, namespace: n}, spec: {ports: [{port: 1}]}}
            ---
            {apiVersion: v1, kind: Service, metadata: {name: a, namespace: n}, spec: {ports: [{port: 2}]}}
            """)
        XCTAssertEqual(mesh.all(.service).count, 1)
        XCTAssertEqual(mesh.hosts.resolve("a.n.svc.cluster.local", from: "n")?.ports.first?.number, 2)
        XCTAssertEqual(mesh.replaced.count, 1)
    }

    func testKindsAreToldByGroup() {
        let mesh = mesh(
            """
            {apiVersion: serving.knative.dev/v1, kind: Service, metadata: {name: a, namespace: n}}
            ---
            {apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: g, namespace: n}}
            """)
        XCTAssertFalse(mesh.has(.service))
        XCTAssertTrue(mesh.has(.kubernetesGateway))
        XCTAssertFalse(mesh.has(.gateway))
    }

    func testTheMeshConfigurationOfAConfigMapCounts() {
        let mesh = mesh(
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: istio, namespace: istio-system}
            data:
              mesh: |
                rootNamespace: config
                defaultServiceExportTo: ["."]
            ---
            {apiVersion: v1, kind: Service, metadata: {name: a, namespace: n}, spec: {ports: [{port: 1}]}}
            """)
        XCTAssertEqual(mesh.config.rootNamespace, "config")
        XCTAssertNil(mesh.hosts.resolve("a.n.svc.cluster.local", from: "other"))
        XCTAssertNotNil(mesh.hosts.resolve("a.n.svc.cluster.local", from: "n"))
    }

    func testWorkloadsAreFoundByLabel() {
        let mesh = mesh(
            """
            {apiVersion: v1, kind: Pod, metadata: {name: a, namespace: n, labels: {app: x, v: "1"}}}
            ---
            {apiVersion: apps/v1, kind: Deployment, metadata: {name: b, namespace: n}, spec: {template: {metadata: {labels: {app: x}}}}}
            ---
            {apiVersion: batch/v1, kind: CronJob, metadata: {name: c, namespace: m}, spec: {jobTemplate: {spec: {template: {metadata: {labels: {app: x}}}}}}}
            """)
        XCTAssertEqual(mesh.workloads.matching(LabelSelector(["app": "x"]), in: nil).map(\.object.name), ["a", "b", "c"])
        XCTAssertEqual(mesh.workloads.matching(LabelSelector(["app": "x", "v": "1"]), in: "n").map(\.object.name), ["a"])
        XCTAssertEqual(mesh.workloads.matching(LabelSelector([:]), in: "m").count, 1)
        XCTAssertFalse(mesh.workloads.hasMatch(LabelSelector(["app": "y"]), in: nil))
    }

    func testAnotherRevisionIsLeftOut() {
        let yaml = "{apiVersion: networking.istio.io/v1, kind: Gateway, metadata: {name: g, namespace: n, labels: {istio.io/rev: old}}}"
        XCTAssertTrue(mesh(yaml).has(.gateway))
        XCTAssertFalse(mesh(yaml) { $0.revision = "new" }.has(.gateway))
    }

    func testLabelSelectorsOfKubernetes() {
        let node = YAML.parse(
            SourceText(
                name: "t",
                text: "{matchLabels: {a: b}, matchExpressions: [{key: c, operator: In, values: [d]}, {key: e, operator: DoesNotExist}]}")
        ).tree.roots[0]
        let selector = LabelSelector(kubernetes: node)
        XCTAssertTrue(selector.matches(["a": "b", "c": "d"]))
        XCTAssertFalse(selector.matches(["a": "b", "c": "d", "e": ""]))
        XCTAssertFalse(selector.matches(["a": "b"]))
        let broken = YAML.parse(SourceText(name: "t", text: "{matchExpressions: [{key: c, operator: Is}]}")).tree.roots[0]
        XCTAssertFalse(LabelSelector(kubernetes: broken).matches(["c": "d"]))
    }

    func testSuppressionsOfAnalyzeTakePatterns() {
        XCTAssertTrue(AnalysisFilter.matches("Pod *.testing", "Pod a.testing"))
        XCTAssertTrue(AnalysisFilter.matches("Namespace web", "Namespace web"))
        XCTAssertTrue(AnalysisFilter.matches("* web/*", "VirtualService web/shop"))
        XCTAssertFalse(AnalysisFilter.matches("Pod web", "Pod web2"))
        XCTAssertFalse(AnalysisFilter.matches("a*a", "a"))
    }
}
