import MeshResources
import XCTest

/// Dumps that are broken, strange or empty.
final class ConfigDumpTests: XCTestCase {
    private func dump(_ text: String, only: Set<ConfigDump.Section>? = nil) throws -> ConfigDump {
        try ConfigDump(SourceText(name: "dump", text: text), only: only)
    }

    func testEmptyObjectHasNoSections() throws {
        let empty = try dump("{}")
        XCTAssertThrowsError(try ClusterReport(empty)) { error in
            XCTAssertEqual("\(error)", "config dump has no configuration type type.googleapis.com/envoy.admin.v3.ClustersConfigDump")
        }
        XCTAssertThrowsError(try ListenerReport(empty))
        XCTAssertEqual(AssignmentReport(empty).table().lines.count, 1)
    }

    func testWhatIsNoDump() {
        for text in ["", "[]", "1", "<html></html>", "{\"configs\":[", "{} {}", "no healthy upstream"] {
            XCTAssertThrowsError(try dump(text), text)
            XCTAssertThrowsError(try dump(text, only: [.clusters]), text)
        }
    }

    /// A dump cut anywhere is refused, whichever way it is read, and never read in part.
    func testTruncatedDumps() throws {
        let text = """
            {"configs":[{"@type":"type.googleapis.com/envoy.admin.v3.RoutesConfigDump","static_route_configs":[{"route_config":\
            {"name":"a\\"]}","virtual_hosts":[{"domains":["*"],"routes":[]}]}}]}]}
            """
        for length in 0..<text.utf8.count {
            let part = String(text.utf8.prefix(length)) ?? ""
            XCTAssertThrowsError(try dump(part, only: [.routes]), part)
            XCTAssertThrowsError(try dump(part), part)
        }
        XCTAssertEqual(try RouteReport(dump(text, only: [.routes])).table().lines.last?.last, "404")
    }

    func testSectionsWithoutTypeFirst() throws {
        let text = #"{"configs":[{"dynamic_active_clusters":[{"cluster":{"name":"x"}}],"@type":"a/envoy.admin.v3.ClustersConfigDump"}]}"#
        XCTAssertEqual(try ClusterReport(dump(text, only: [.clusters])).table().lines.last?.first, "x")
    }

    func testFieldsOfUnexpectedTypes() throws {
        let text =
            #"{"configs":[{"@type":"a/envoy.admin.v3.ListenersConfigDump","dynamic_listeners":[{"active_state":{"listener":"#
            + #"{"name":7,"address":[],"filter_chains":{"filters":3}}}},{"active_state":null},5]}]}"#
        XCTAssertEqual(try ListenerReport(dump(text)).table(isVerbose: false).lines.last, ["", "0", "UNKNOWN"])
    }

    func testNamesBecomeCamelCaseButNotKeysOfMaps() throws {
        let text =
            #"{"load_balancing_weight":1,"metadata":{"filter_metadata":{"istio":{"default_original_port":1}}},"#
            + #""typed_per_filter_config":{"a_b":{"@type":"t/x","stat_prefix":"s"}},"match":{"path_separated_prefix":"/a_b"}}"#
        let node = try XCTUnwrap(JSONReader.parse(SourceText(name: "t", text: text)).tree.roots.first)
        XCTAssertEqual(
            JSONWriter.text(ProtoJSON.value(node), .init(sortsKeys: false)),
            #"{"loadBalancingWeight":1,"metadata":{"filterMetadata":{"istio":{"default_original_port":1}}},"#
                + #""typedPerFilterConfig":{"a_b":{"@type":"t/x","statPrefix":"s"}},"match":{"pathSeparatedPrefix":"/a_b"}}"#)
    }

    /// Names that are a map in one message and a list of messages in another, and structures whose keys are the user's.
    func testNamesThatAreMapsInSomeMessagesOnly() throws {
        for (text, expected) in [
            (
                #"{"load_balancing_policy":{"policies":[{"typed_extension_config":{"name":"a_b"}}]},"rules":{"policies":{"a_b":{"source_ip":1}}}}"#,
                #"{"loadBalancingPolicy":{"policies":[{"typedExtensionConfig":{"name":"a_b"}}]},"rules":{"policies":{"a_b":{"sourceIp":1}}}}"#
            ),
            (
                #"{"capability_restriction_config":{"allowed_capabilities":{"proxy_on_log":{}}},"generic_secret":{"secrets":{"a_b":{"inline_bytes":""}}}}"#,
                #"{"capabilityRestrictionConfig":{"allowedCapabilities":{"proxy_on_log":{}}},"genericSecret":{"secrets":{"a_b":{"inlineBytes":""}}}}"#
            ),
            (
                #"{"static_resources":{"secrets":[{"tls_certificate":{}}]},"metadata":[{"metadata_namespace":"n","value":{"a_b":{"c_d":1}}}]}"#,
                #"{"staticResources":{"secrets":[{"tlsCertificate":{}}]},"metadata":[{"metadataNamespace":"n","value":{"a_b":{"c_d":1}}}]}"#
            ),
            (
                #"{"health_checks":[{"transport_socket_match_criteria":{"tls_mode":1}}],"vm_config":{"environment_variables":{"key_values":{"A_b":"c"}}}}"#,
                #"{"healthChecks":[{"transportSocketMatchCriteria":{"tls_mode":1}}],"vmConfig":{"environmentVariables":{"keyValues":{"A_b":"c"}}}}"#
            ),
        ] {
            let node = try XCTUnwrap(JSONReader.parse(SourceText(name: "t", text: text)).tree.roots.first)
            XCTAssertEqual(JSONWriter.text(ProtoJSON.value(node), .init(sortsKeys: false)), expected)
        }
    }

    func testTablesAlignAsElasticTabs() {
        var table = ColumnText(gap: 2)
        table.add("a", "b")
        table.add("longer", "b", "c")
        table.add("alone")
        table.add("é", "b")
        XCTAssertEqual(table.text, "a       b\nlonger  b  c\nalone\né  b\n")
    }

    /// Certificates whose bytes are cut or changed anywhere never end the program.
    func testBrokenCertificates() throws {
        let dump = try ProxyCorpus.dump("testdata/envoy-configdump/secret/istio/config_dump.json")
        let certificate = try XCTUnwrap(SecretReport(dump).items.compactMap(\.chain.first).first)
        XCTAssertEqual(Certificate(der: certificate.der), certificate)
        for length in stride(from: 0, to: certificate.der.count, by: 7) { _ = Certificate(der: Array(certificate.der[..<length])) }
        for place in 0..<certificate.der.count {
            for value in [0, 0x80, 0xFF] as [UInt8] {
                var bytes = certificate.der
                bytes[place] = value
                _ = Certificate(der: bytes)
            }
        }
    }

    func testMoments() {
        for text in [
            "1970-01-01T00:00:00Z", "2000-02-29T23:59:59Z", "2026-11-23T06:47:09Z", "1969-12-31T23:59:59Z", "9999-12-31T00:00:00Z",
        ] {
            XCTAssertEqual(Moment(text)?.text, text)
        }
        XCTAssertEqual(Moment("2026-11-23T06:47:09.489845422Z")?.text, "2026-11-23T06:47:09Z")
        XCTAssertNil(Moment("2026-13-01T00:00:00Z"))
        XCTAssertNil(Moment("soon"))
    }
}
