import TestSupport
import XCTest

@testable import MeshResources

/// The verdicts of Istio's own tests, and that each invalid case is refused for the reason that Istio gives.
final class IstioVerdictsTests: XCTestCase {
    /// The text that Istio's or the API server's message holds, and the codes that stand for it here.
    private static let reasons: [(text: String, mistakes: Set<Mistake>)] = [
        // Gateway.
        ("server certificate", [.serverCertificateMissing, .istioMutualFiles]),
        ("server cert", [.serverCertificateMissing, .istioMutualFiles]),
        ("private key", [.serverKeyMissing, .istioMutualFiles]),
        ("client CA bundle", [.clientAuthorityMissing]),
        ("cannot have associated", [.istioMutualFiles]),
        ("one of credential_name, credential_names", [.certificateSources]),
        ("CRL is not supported", [.listInSimple, .listWithCredential]),
        ("must have TLS", [.tlsMissing]),
        ("cannot have TLS", [.tlsOnPlainPort]),
        ("TLS", [.tlsOnPlainPort, .tlsMissing]),
        ("port number must be 0 for unix domain socket", [.socketWithPort]),
        ("port number", [.portOutOfRange, .missingField]),
        ("port names", [.repeatedPortName]),
        ("port name", [.emptyPortName, .missingField]),
        ("port", [.portOutOfRange, .missingField]),
        ("invalid protocol", [.unknownProtocol, .missingField]),
        ("is not a valid IP", [.invalidAddress]),
        ("partial wildcard", [.partialWildcard]),
        ("short names", [.shortHost]),
        ("namespace must not be set", [.targetNamespace]),
        ("namespace", [.hostNamespace]),
        ("domain", [.invalidHost]),
        ("host", [.noHosts, .missingField]),
        ("server", [.noServers]),
        // Hosts.
        ("empty", [.emptyHost]),
        ("too long", [.hostTooLong]),
        // EnvoyFilter.
        ("missing applyTo", [.applyToMissing]),
        ("missing patch operation", [.operationMissing]),
        ("missing patch value", [.patchValueMissing]),
        ("missing patch", [.patchMissing]),
        ("invalid regex for proxy version", [.proxyVersion]),
        ("cannot have non listener match", [.listenerMatchExpected]),
        ("cannot have non route configuration match", [.routeMatchExpected]),
        ("cannot have non cluster match", [.clusterMatchExpected]),
        ("subfilter match has no name", [.subFilterName]),
        ("filter match has no name", [.filterNameMissing]),
        ("HTTP_FILTER only", [.subFilterElsewhere]),
        ("requires filter match with", [.subFilterParent]),
        ("cannot unmarshal bool", [.envoyValueType]),
        ("referenced type unknown", [.unknownType]),
        ("value may only be set when valueFrom is INLINE", [.variableValue]),
        ("wildcard not allowed in label", [.selectorWildcard]),
        ("only support waypointMatch when context is WAYPOINT", [.waypointContext]),
        // Selectors and targets.
        ("only one of targetRefs or", [.targetingTwice]),
        ("targetRef must be to one of", [.targetKind]),
        ("targetRef name must be set", [.missingField]),
        ("cross namespace referencing", [.targetNamespace]),
        ("wildcard is not supported in selector", [.selectorWildcard]),
        ("key must not be empty", [.emptySelectorKey]),
        // Telemetry, extensions, ProxyConfig.
        ("must be set when operation is UPSERT", [.tagValueMissing]),
        ("must not be set when operation is REMOVE", [.tagValueUnused]),
        ("randomSamplingPercentage", [.numberOutOfRange]),
        ("concurrency", [.numberOutOfRange]),
        ("duplicate env", [.repeatedItem]),
        ("exactly one of wasm or lua", [.extensionMissing, .oneOfConflict]),
        ("lua.inlineCode cannot be empty", [.missingField, .emptyText]),
        ("exceeds maximum size", [.textTooLong]),
        ("pluginName field must be less", [.textTooLong]),
        ("sha256", [.patternMismatch]),
        ("out of range", [.numberOutOfRange]),
        ("env invalid", [.missingField]),
        ("unsupported scheme", [.moduleScheme]),
        ("url field needs to be set", [.missingField]),
        ("url must have schema one of", [.moduleAddress, .moduleScheme]),
        ("url must have scheme", [.keyAddress]),
        // Schema and rules of the CustomResourceDefinitions.
        ("Required value", [.missingField, .missingSpec]),
        ("Duplicate value", [.repeatedItem]),
        ("port number cannot be duplicated", [.repeatedPortNumber]),
        ("Unsupported value", [.unknownWord]),
        ("must be of type", [.wrongType, .nullItem, .missingField, .missingSpec]),
        ("should be at least 1 chars long", [.emptyText]),
        ("should be at least", [.emptyText, .tooFewElements]),
        ("should have at least", [.tooFewElements]),
        ("should be greater than or equal to", [.numberOutOfRange]),
        ("should match", [.patternMismatch]),
        ("valid duration greater than", [.invalidDuration, .durationTooShort]),
        ("Cannot set serviceAccounts with namespaces or principals", [.accountsWithOthers]),
        ("type conversion error", [.portKey]),
        ("port must be between 1-65535", [.portOutOfRange, .portKey]),
        ("portLevelMtls requires selector", [.portsWithoutSelector]),
        ("only one of WorkloadSelector or Endpoints", [.selectorAndEndpoints]),
        ("hostname cannot be wildcard", [.entryHostStar]),
        ("CIDR addresses are allowed only", [.rangeResolution]),
        ("NONE mode cannot set endpoints", [.endpointsWithNone]),
        ("DNS_ROUND_ROBIN mode cannot have multiple endpoints", [.manyRoundRobinEndpoints]),
        ("Address is required", [.addressMissing]),
        ("UDS may not include ports", [.socketWithPorts]),
        ("UDS must be an absolute path", [.socketPath]),
        ("UDS may not be a dir", [.socketPath]),
        ("port name must be valid", [.invalidPortName]),
        ("ports: Invalid value", [.invalidPortName]),
        ("minimumPercent: Invalid value", [.numberOutOfRange]),
        ("aggression: Invalid value", [.numberOutOfRange]),
        ("invalid", [.invalidHost]),
        ("Invalid value", [.numberOutOfRange, .patternMismatch, .textTooLong]),
    ]

    /// The entry that holds most of the text decides.
    private func mistakes(for text: String) -> Set<Mistake>? {
        Self.reasons.filter { text.contains($0.text) }.max { $0.text.count < $1.text.count }?.mistakes
    }

    private func json(_ path: String) throws -> [[String: Any]] {
        guard let full = Conformance.path(path), let data = FileManager.default.contents(atPath: full) else {
            throw XCTSkip("the conformance data is not there")
        }
        return try XCTUnwrap(JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    }

    /// Refused by the schema of the CustomResourceDefinition (at most two certificates), where Istio's own validation warns.
    private static let strictSchema: Set<String> = [
        "TestValidateTlsOptions/simple more than 2 certs", "TestValidateTlsOptions/mutual more than 2 certs",
    ]

    func testUnitCases() throws {
        for item in try json("validate/unit_cases.json") {
            let name = try XCTUnwrap(item["name"] as? String)
            var metadata = item["metadata"] as? [String: Any] ?? [:]
            metadata["name"] = metadata["name"] ?? "x"
            metadata["namespace"] = metadata["namespace"] ?? item["namespace"] as? String ?? "default"
            let object: [String: Any] = [
                "apiVersion": item["apiVersion"] ?? "", "kind": item["kind"] ?? "", "metadata": metadata,
                "spec": expand(item["spec"] ?? [:]),
            ]
            let found = validate(try JSONSerialization.data(withJSONObject: object))
            let errors = found.filter { $0.severity == .error }
            let texts = item["message_contains"] as? [String] ?? []
            switch item["expect"] as? String {
            case "invalid":
                XCTAssertFalse(errors.isEmpty, "\(name) should be invalid: \(texts)")
                for text in texts { check(text, errors, name) }
            case "warning":
                if Self.strictSchema.contains(name) { continue }
                XCTAssert(errors.isEmpty, "\(name) should only warn: \(errors.map(\.message))")
                XCTAssertFalse(found.isEmpty, "\(name) should warn: \(texts)")
            default:
                XCTAssert(errors.isEmpty, "\(name) should be valid: \(errors.map(\.message))")
                if item["warning_expected"] as? Bool == false {
                    XCTAssert(found.isEmpty, "\(name) should not warn: \(found.map(\.message))")
                }
            }
        }
    }

    private func check(_ text: String, _ errors: [Diagnostic], _ name: String) {
        guard let expected = mistakes(for: text) else { return XCTFail("\(name): no code stands for '\(text)'") }
        let codes = Set(expected.map(\.rawValue))
        XCTAssert(errors.contains { codes.contains($0.code) }, "\(name): '\(text)' expected \(expected), found \(errors.map(\.code))")
        XCTAssert(errors.allSatisfy { !$0.path.isEmpty && $0.location != nil }, "\(name): a finding has no place")
    }

    func testDefinitionCases() throws {
        for item in try json("validate/crd_cases.json") {
            let file = try XCTUnwrap(item["file"] as? String)
            let number = try XCTUnwrap(item["document"] as? Int)
            let path = try XCTUnwrap(Conformance.path("validate/\(file)"))
            let text = try String(contentsOfFile: path, encoding: .utf8)
            let documents = documents(text)
            guard number < documents.count else {
                XCTFail("\(file) has no document \(number)")
                continue
            }
            let errors = validate(Data(documents[number].utf8)).filter { $0.severity == .error }
            let reason = item["error_contains"] as? String
            if reason == nil, item["webhook_expect"] as? String != "invalid" {
                XCTAssert(errors.isEmpty, "\(file)#\(number) should be valid: \(errors.map(\.message))")
            } else {
                XCTAssertFalse(errors.isEmpty, "\(file)#\(number) should be invalid: \(reason ?? "")")
                if let reason {
                    check(reason, errors, "\(file)#\(number)")
                    checkPath(reason, errors, "\(file)#\(number)")
                }
            }
        }
    }

    /// Where the API server names the field, the finding lies on it.
    private func checkPath(_ reason: String, _ errors: [Diagnostic], _ name: String) {
        guard reason.hasPrefix("spec") else { return }
        let path = reason.prefix { $0 != ":" && $0 != " " }
        XCTAssert(
            errors.contains { $0.path == path || $0.path.hasPrefix(path + ".") }, "\(name): expected \(path), found \(errors.map(\.path))")
    }

    /// The documents of a file without the expectations in them, empty ones left out.
    private func documents(_ text: String) -> [String] {
        var documents: [[Substring]] = [[]]
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.hasPrefix("---") { documents.append([]) } else { documents[documents.count - 1].append(line) }
        }
        let filled = documents.filter { lines in lines.contains { !$0.allSatisfy(\.isWhitespace) && !$0.drop { $0 == " " }.hasPrefix("#") }
        }
        return filled.map { lines in lines.filter { !$0.hasPrefix("_err:") }.joined(separator: "\n") + "\n" }
    }

    private func validate(_ data: Data) -> [Diagnostic] {
        let parsed = YAML.parse(SourceText(name: "case", bytes: Array(data)))
        XCTAssert(parsed.diagnostics.allSatisfy { $0.severity != .error }, "\(parsed.diagnostics.map(\.message))")
        return Resource.all(in: parsed.tree).resources.flatMap(ResourceValidator.validate)
    }

    /// Lays `{"$repeat": [text, count]}` and `{"$repeatBase64": [text, count]}` open.
    private func expand(_ value: Any) -> Any {
        if let object = value as? [String: Any] {
            if object.count == 1, let (key, arguments) = object.first.map({ ($0, $1 as? [Any]) }), key.hasPrefix("$repeat"),
                let text = arguments?.first as? String, let count = arguments?.last as? Int
            {
                let long = String(repeating: text, count: count)
                return key == "$repeat" ? long : Data(long.utf8).base64EncodedString()
            }
            return object.mapValues(expand)
        }
        return (value as? [Any])?.map(expand) ?? value
    }

    func testDatasets() throws {
        for item in try json("validate/dataset.json") {
            let file = try XCTUnwrap(item["file"] as? String)
            let path = try XCTUnwrap(Conformance.path("validate/\(file)"))
            let data = try XCTUnwrap(FileManager.default.contents(atPath: path))
            XCTAssertEqual(validate(data).filter { $0.severity == .error }.map(\.message), [], file)
            let root = try XCTUnwrap(YAML.parse(SourceText(name: file, bytes: Array(data))).tree.roots.first)
            var object = Value(root)
            object["metadata"]?["annotations"] = ["internal.istio.io/webhook-always-reject": "true"]
            var writer = JSONWriter(.canonical)
            writer.write(object)
            let found = validate(Data(writer.takeBytes()))
            XCTAssert(found.contains { $0.code == Mistake.alwaysReject.rawValue }, "\(file) with the rejecting annotation")
        }
    }

    func testCommandCases() throws {
        for item in try json("validate/istioctl_resource_cases.json") {
            let input = try XCTUnwrap(item["input"] as? String)
            let path = try XCTUnwrap(Conformance.path("validate/\(input)"))
            let parsed = YAML.parse(SourceText(name: input, bytes: Array(try XCTUnwrap(FileManager.default.contents(atPath: path)))))
            let found = Resource.all(in: parsed.tree).resources.flatMap { ResourceValidator.validate($0) + CompanionValidator.validate($0) }
            let errors = found.filter { $0.severity == .error }
            XCTAssertEqual(errors.isEmpty, item["expect"] as? String != "invalid", "\(input): \(errors.map(\.message))")
            if item["warning_expected"] as? Bool == true { XCTAssertFalse(found.isEmpty, "\(input) should warn") }
        }
    }
}
