import MeshResources
import XCTest

final class ManagedFieldsTests: XCTestCase {
    private let object = DiffSupport.node([
        "apiVersion": "v1", "kind": "Service",
        "metadata": [
            "name": "cart", "namespace": "shop", "labels": ["app": "cart", "team": "x"],
            "managedFields": [
                [
                    "manager": "meshctl", "operation": "Apply",
                    "fieldsV1": [
                        "f:metadata": ["f:labels": ["f:app": [:]]],
                        "f:spec": ["f:ports": ["k:{\"port\":80,\"protocol\":\"TCP\"}": [".": [:], "f:port": [:], "f:name": [:]]]],
                    ],
                ],
                [
                    "manager": "flagger", "operation": "Update",
                    "fieldsV1": ["f:metadata": ["f:labels": ["f:team": [:]]], "f:spec": ["f:selector": [:]]],
                ],
            ],
        ],
        "spec": [
            "ports": [["port": 80, "protocol": "TCP", "name": "http", "targetPort": 8080], ["port": 81, "protocol": "TCP"]],
            "selector": ["app": "cart"],
        ],
    ])

    func testNamesTheOwners() {
        let fields = ManagedFields(object)
        XCTAssertEqual(fields.owners(of: ["metadata", "labels", "team"]), ["flagger"])
        XCTAssertEqual(fields.owners(of: ["spec", "selector", "app"]), ["flagger"])
        XCTAssertEqual(fields.owners(of: ["metadata", "labels", "app"]), ["meshctl"])
        XCTAssertEqual(fields.owners(of: ["spec", "type"]), [])
        XCTAssert(fields.isApplied(by: "meshctl"))
        XCTAssertFalse(fields.isApplied(by: "flagger"))
    }

    func testTakesOutWhatOneManagerApplied() {
        XCTAssertEqual(
            ManagedFields(object).applied(by: "meshctl", of: object),
            [
                "apiVersion": "v1", "kind": "Service", "metadata": ["name": "cart", "namespace": "shop", "labels": ["app": "cart"]],
                "spec": ["ports": [["port": 80, "name": "http"]]],
            ])
        XCTAssertNil(ManagedFields(object).applied(by: "flagger", of: object))
    }

    func testFollowsPathsAsServersWriteThem() {
        let node = DiffSupport.node([
            "metadata": ["labels": ["app.kubernetes.io/name": "x", "app": ["y": 1]]],
            "spec": ["ports": [["name": "http", "port": 80], ["name": "tls", "port": 443]], "http": [["route": [["weight": 7]]]]],
        ])
        XCTAssertEqual(node.follow(path: "spec.http[0].route[0].weight").node.int, 7)
        XCTAssertEqual(node.follow(path: ".metadata.labels.app.kubernetes.io/name").node.text, "x")
        XCTAssertEqual(node.follow(path: ".metadata.labels.app.y").node.int, 1)
        XCTAssertEqual(node.follow(path: ".spec.ports[name=\"tls\"].port").node.int, 443)
        let missing = node.follow(path: "spec.http[0].route[3].weight")
        XCTAssertFalse(missing.isExact)
        XCTAssertEqual(missing.key?.text, "route")
    }
}
