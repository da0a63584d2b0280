import XCTest

@testable import MeshResources

/// What users of istioctl and Kiali reported as false alarms: nothing may be found here.
final class FalseAlarmTests: XCTestCase {
    private func findings(_ yaml: String, _ codes: Set<String>, isComplete: Bool = true) -> [String] {
        let parsed = YAML.parse(SourceText(name: "t.yaml", text: yaml))
        XCTAssertTrue(parsed.isComplete, "\(parsed.diagnostics.map(\.message))")
        var options = Mesh.Options()
        options.isComplete = isComplete
        let mesh = Mesh(resources: Resource.all(in: parsed.tree).resources, options: options)
        return Analysis.run(mesh).findings.filter { codes.contains($0.diagnostic.code) || codes.contains($0.diagnostic.rule) }
            .map { "\($0.diagnostic.code) \($0.diagnostic.resource?.description ?? ""): \($0.diagnostic.message)" }
    }

    /// istio/istio#24572: exportTo of a ServiceEntry counts when a host is looked up.
    func testHostsAreLookedUpWithExportTo() {
        let yaml = { (scope: String) in
            """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: api, namespace: shared}
            spec: {hosts: [api.example.com], exportTo: \(scope), ports: [{number: 443, name: tls, protocol: TLS}], resolution: DNS}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: api, namespace: web}
            spec: {hosts: [api.example.com], tls: [{match: [{sniHosts: [api.example.com]}], route: [{destination: {host: api.example.com}}]}]}
            """
        }
        XCTAssertEqual(findings(yaml("[web]"), ["IST0101"]), [])
        XCTAssertEqual(findings(yaml("['*']"), ["IST0101"]), [])
        XCTAssertEqual(findings(yaml("[other]"), ["IST0101"]).count, 1)
    }

    /// istio/istio#35493: one host in two VirtualServices that no namespace sees together.
    func testVirtualServicesForDifferentNamespacesDoNotConflict() {
        let yaml = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: foo, namespace: finance}
            spec: {hosts: [foo.net], exportTo: [finance], http: [{route: [{destination: {host: foo.net}}]}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: foo, namespace: dealer}
            spec: {hosts: [foo.net], exportTo: [dealer], http: [{route: [{destination: {host: foo.net}}]}]}
            """
        XCTAssertEqual(findings(yaml, ["IST0109"]), [])
        XCTAssertEqual(findings(yaml.replacingOccurrences(of: "[dealer]", with: "['*']"), ["IST0109"]).count, 2)
    }

    /// istio/istio#39629: a Service that is exported to another namespace only, routed by a VirtualService beside it.
    func testAServiceExportedElsewhereIsKnownAtHome() {
        let yaml = """
            apiVersion: v1
            kind: Service
            metadata: {name: pay, namespace: one, annotations: {networking.istio.io/exportTo: two}}
            spec: {ports: [{name: http, port: 80}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: pay, namespace: one}
            spec: {hosts: [pay], http: [{route: [{destination: {host: pay}}]}]}
            """
        XCTAssertEqual(findings(yaml, ["IST0101"]), [])
    }

    /// istio/istio#46269: a ServiceEntry and a VirtualService that are both exported to a further namespace.
    func testWhatIsExportedTogetherIsSeenTogether() {
        let yaml = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: test-se, namespace: ns-1}
            spec: {exportTo: ['.', ns-2], hosts: [httpbin.org], ports: [{name: https, number: 443, protocol: HTTPS}], resolution: DNS}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: test-vs, namespace: ns-1}
            spec: {exportTo: [ns-2], hosts: [httpbin.org], tcp: [{match: [{port: 443}], route: [{destination: {host: httpbin.org, port: {number: 443}}}]}]}
            """
        XCTAssertEqual(findings(yaml, ["IST0101", "IST0112"]), [])
    }

    /// istio/istio#46597: a ServiceEntry exported to the namespace of a VirtualService that stays in its own.
    func testAServiceEntryExportedToTheVirtualServicesNamespace() {
        let yaml = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: external, namespace: foo}
            spec: {hosts: [foobar.staging.mesh], exportTo: [bar], ports: [{number: 80, name: http, protocol: HTTP}], resolution: DNS}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: foo-route, namespace: bar}
            spec: {hosts: [foobar.staging.mesh], exportTo: ['.'], http: [{route: [{destination: {host: foobar.staging.mesh}}]}]}
            """
        XCTAssertEqual(findings(yaml, ["IST0101"]), [])
    }

    /// istio/istio#34829: a host that another of the gateways serves. `analyze` says it as Istio does; `lint` does not.
    func testAHostServedByAnotherGatewayIsServed() {
        let yaml = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: public, namespace: web}
            spec: {selector: {istio: a}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*.example.org']}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: private, namespace: web}
            spec: {selector: {istio: b}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*.example.com']}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop, namespace: web}
            spec: {hosts: [shop.example.com], gateways: [public, private], http: [{route: [{destination: {host: shop}}]}]}
            """
        XCTAssertEqual(findings(yaml, ["IST0132"]), [])
    }

    /// istio/istio#42561: a VirtualService that names its host by the short and by the full name does not conflict with itself.
    func testAVirtualServiceDoesNotConflictWithItself() {
        let yaml = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: atlas, namespace: services}
            spec: {hosts: [atlas, atlas.services.svc.cluster.local], gateways: [web/in, mesh], http: [{route: [{destination: {host: atlas}}]}]}
            """
        XCTAssertEqual(findings(yaml, ["IST0109", "gateway-host-clash"]), [])
    }

    /// istio/istio#52413: a wildcard and a host that it covers, on two Gateways, are different hosts.
    func testAWildcardDoesNotConflictWithAHostThatItCovers() {
        let yaml = { (host: String) in
            """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: wide, namespace: web}
            spec: {selector: {istio: in}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*.example.com']}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: narrow, namespace: web}
            spec: {selector: {istio: in}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['\(host)']}]}
            """
        }
        XCTAssertEqual(findings(yaml("shop.example.com"), ["IST0145", "MSH2054"]), [])
        XCTAssertEqual(findings(yaml("*.example.com"), ["IST0145"]).count, 2)
    }

    /// Namespaces that every cluster has, and those that objects lie in, exist without a manifest of their own.
    func testNamespacesThatAreThereAnywayExist() {
        let yaml = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: web}
            ---
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: p, namespace: shop}
            spec: {rules: [{from: [{source: {namespaces: [default, kube-system, istio-system, shop, web]}}]}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: v, namespace: shop}
            spec: {hosts: [a], exportTo: [default, shop], http: [{route: [{destination: {host: a}}]}]}
            """
        XCTAssertEqual(findings(yaml, ["unknown-source-namespace", "MSH2001"]), [])
        XCTAssertEqual(
            findings(yaml.replacingOccurrences(of: "[default, kube-system", with: "[nowhere"), ["unknown-source-namespace"]).count, 1)
    }

    /// Kiali's KIA0104: a `Host` header of the outside world need not be in the registry.
    func testHostsOfTheOutsideWorldMayComeFromAnyClient() {
        let yaml = """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: p, namespace: web}
            spec: {rules: [{to: [{operation: {hosts: [api.partner.org, app.tech, example.com]}}]}]}
            ---
            apiVersion: v1
            kind: Service
            metadata: {name: shop, namespace: web}
            spec: {ports: [{name: http, port: 80}]}
            """
        XCTAssertEqual(findings(yaml, ["MSH2021"]), [])
        XCTAssertEqual(findings(yaml.replacingOccurrences(of: "app.tech", with: "shopp.web"), ["MSH2021"]).count, 1)
    }

    /// Kiali's KIA0107 and KIA0108: accounts of another cluster are known, those of another trust domain cannot be.
    func testPrincipalsOfOtherClustersAndTrustDomains() throws {
        func resources(_ yaml: String) -> [Resource] { Resource.all(in: YAML.parse(SourceText(name: "t.yaml", text: yaml)).tree).resources }
        let policy = """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: p, namespace: web}
            spec:
              rules: [{from: [{source: {principals: [td/ns/web/sa/far, old/ns/web/sa/far, other.org/ns/web/sa/b, td/ns/web/sa/none]}}]}]
            """
        let account = { (name: String) in "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: \(name), namespace: web}\n" }
        let inputs =
            (resources(policy) + resources(account("near"))).map { Mesh.Input($0, cluster: "one") }
            + resources(account("far")).map { Mesh.Input($0, cluster: "two") }
        var options = Mesh.Options()
        options.meshConfig = YAML.parse(SourceText(name: "mesh", text: "{trustDomain: td, trustDomainAliases: [old]}")).tree.roots.first
        let found = Analysis.run(Mesh(inputs: inputs, options: options)).findings.filter { $0.diagnostic.code == "MSH2023" }
        XCTAssertEqual(
            found.map { "\($0.diagnostic.severity.word) \($0.diagnostic.path)" },
            [
                "info spec.rules[0].from[0].source.principals[2]", "warning spec.rules[0].from[0].source.principals[3]",
            ])
        options.meshConfig = nil
        XCTAssertFalse(Analysis.run(Mesh(inputs: inputs, options: options)).findings.contains { $0.diagnostic.code == "MSH2023" })
    }

    /// The discussion of istio/istio#38659: objects that belong to different revisions of the control plane never meet.
    func testObjectsOfDifferentRevisionsDoNotMeet() {
        let yaml = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: a, namespace: web, labels: {istio.io/rev: old}}
            spec: {hosts: [shop], http: [{route: [{destination: {host: shop}}]}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: b, namespace: web, labels: {istio.io/rev: new}}
            spec: {hosts: [shop], http: [{route: [{destination: {host: shop}}]}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: a, namespace: web, labels: {istio.io/rev: old}}
            spec: {selector: {istio: in}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: b, namespace: web, labels: {istio.io/rev: new}}
            spec: {selector: {istio: in}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]}
            """
        XCTAssertEqual(findings(yaml, ["IST0109", "IST0145"]), [])
    }

    /// A policy that names its gateway by `targetRefs` selects workloads of no sidecar, and needs none.
    func testAPolicyForAWaypointNeedsNoPods() {
        let yaml = """
            apiVersion: security.istio.io/v1
            kind: AuthorizationPolicy
            metadata: {name: p, namespace: web}
            spec: {targetRefs: [{group: gateway.networking.k8s.io, kind: Gateway, name: waypoint}], rules: [{}]}
            ---
            apiVersion: v1
            kind: Namespace
            metadata: {name: web, labels: {istio.io/dataplane-mode: ambient}}
            """
        XCTAssertEqual(findings(yaml, ["IST0127"]), [])
    }

    /// kiali/kiali#4049: a DestinationRule for a ServiceEntry of workloads outside Kubernetes.
    func testAServiceEntryWithWorkloadsIsAKnownHost() {
        let yaml = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: productpage}
            spec:
              hosts: [productpage.default.svc.cluster.local]
              location: MESH_INTERNAL
              ports: [{number: 9080, name: http, protocol: HTTP}]
              resolution: DNS
              workloadSelector: {labels: {app: productpage}}
            ---
            apiVersion: networking.istio.io/v1
            kind: DestinationRule
            metadata: {name: productpage}
            spec: {host: productpage.default.svc.cluster.local, trafficPolicy: {tls: {mode: ISTIO_MUTUAL}}}
            """
        XCTAssertEqual(findings(yaml, ["IST0174"]), [])
    }

    /// kiali/kiali#4711: an object that is read twice is one object.
    func testAnObjectReadTwiceIsOne() {
        let one = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop, namespace: dev}
            spec: {hosts: [shop, shop.dev.svc.cluster.local], http: [{route: [{destination: {host: shop}}]}]}
            """
        XCTAssertEqual(findings(one + "\n---\n" + one, ["IST0109", "repeated-resource"]), [])
    }

    /// kiali/kiali#7287: a gateway in another namespace.
    func testAGatewayOfAnotherNamespaceIsFound() {
        let yaml = """
            apiVersion: networking.istio.io/v1
            kind: Gateway
            metadata: {name: public, namespace: edge}
            spec: {selector: {istio: in}, servers: [{port: {number: 80, name: http, protocol: HTTP}, hosts: ['*']}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop, namespace: web}
            spec: {hosts: [shop.example.com], gateways: [edge/public], http: [{route: [{destination: {host: shop}}]}]}
            """
        XCTAssertEqual(findings(yaml, ["missing-gateway", "IST0132"]), [])
    }

    /// kiali/kiali#9937 and istio/istio#60708: Gateways of the Kubernetes API, also for ambient namespaces.
    func testAKubernetesGatewayIsAGateway() {
        let yaml = """
            apiVersion: v1
            kind: Namespace
            metadata: {name: web, labels: {istio.io/dataplane-mode: ambient}}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: Gateway
            metadata: {name: internal, namespace: ingress}
            spec: {gatewayClassName: istio, listeners: [{name: http, port: 80, protocol: HTTP, hostname: '*.example.com'}]}
            ---
            apiVersion: gateway.networking.k8s.io/v1
            kind: HTTPRoute
            metadata: {name: shop, namespace: web}
            spec: {parentRefs: [{name: internal, namespace: ingress}], hostnames: [shop.example.com], rules: [{backendRefs: [{name: shop, port: 80}]}]}
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop, namespace: web}
            spec: {hosts: [shop.example.com], gateways: [ingress/internal], http: [{route: [{destination: {host: shop}}]}]}
            """
        XCTAssertEqual(findings(yaml, ["missing-gateway", "IST0132", "two-routing-apis"]), [])
    }

    /// Without Services among the inputs nothing is said about hosts, and the report says so.
    func testAbsentKindsAreNotTakenForMissingObjects() {
        let yaml = """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: shop, namespace: web}
            spec: {hosts: [shop], gateways: [edge/public], http: [{route: [{destination: {host: pay, subset: v1}}]}]}
            """
        XCTAssertEqual(findings(yaml, ["IST0101", "IST0132"], isComplete: false), [])
        let mesh = Mesh(resources: Resource.all(in: YAML.parse(SourceText(name: "t", text: yaml)).tree).resources)
        let skipped = Analysis.run(mesh).skipped
        XCTAssertTrue(skipped.contains { $0.rule == "missing-destination-host" && $0.missing == ["Service"] })
        XCTAssertTrue(skipped.contains { $0.rule == "missing-gateway" && $0.missing == ["Gateway"] })
        XCTAssertFalse(skipped.contains { $0.rule == "invalid-credential" }, "nothing here has credentials")
    }
}
