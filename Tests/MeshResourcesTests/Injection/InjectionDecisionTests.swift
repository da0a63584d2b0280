import XCTest

@testable import MeshResources

final class InjectionDecisionTests: XCTestCase {
    func testDecisionCases() throws {
        var count = 0
        for testCase in try InjectionCorpus.json("decision_cases.json").items {
            count += 1
            var policy = InjectionPolicy()
            policy.policy = testCase["policy"]?.text ?? ""
            policy.neverInject = testCase["neverInjectSelector"]?.items.map { LabelSelector(kubernetes: $0) } ?? []
            policy.alwaysInject = testCase["alwaysInjectSelector"]?.items.map { LabelSelector(kubernetes: $0) } ?? []
            let metadata = testCase["pod"]?["metadata"]
            func strings(_ key: String) -> [String: String] {
                Dictionary(uniqueKeysWithValues: metadata?[key]?.entries.map { ($0.key.text, $0.value.text) } ?? [])
            }
            let decision = policy.decide(
                labels: strings("labels"), annotations: strings("annotations"), namespace: metadata?["namespace"]?.text ?? "",
                hostNetwork: testCase["pod"]?["spec"]?["hostNetwork"]?.bool ?? false)
            XCTAssertEqual(decision.injects, testCase["want_injected"]?.bool, "\(testCase["name"]?.text ?? ""): \(decision.reason)")
        }
        XCTAssertGreaterThan(count, 40)
    }

    func testReasons() {
        var policy = InjectionPolicy()
        policy.neverInject = [LabelSelector(["job": "yes"])]
        func reason(_ labels: [String: String], _ annotations: [String: String] = [:], namespace: String = "shop") -> String {
            policy.decide(labels: labels, annotations: annotations, namespace: namespace, hostNetwork: false).reason
        }
        XCTAssertEqual(
            reason(["sidecar.istio.io/inject": "false"], ["sidecar.istio.io/inject": "true"]), "label 'sidecar.istio.io/inject' is 'false'")
        XCTAssertEqual(reason([:], ["sidecar.istio.io/inject": "true"]), "annotation 'sidecar.istio.io/inject' is 'true'")
        XCTAssertEqual(reason(["job": "yes"]), "the labels match neverInjectSelector 'job=yes'")
        XCTAssertEqual(reason([:], namespace: "kube-system"), "namespace 'kube-system' is never injected")
        XCTAssertEqual(reason([:]), "nothing decides, and the injection policy is 'enabled'")
    }
}
