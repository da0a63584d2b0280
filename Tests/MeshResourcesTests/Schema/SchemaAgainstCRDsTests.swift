import TestSupport
import XCTest

@testable import MeshResources

/// The field tables say what the CustomResourceDefinitions of the release say.
final class SchemaAgainstCRDsTests: XCTestCase {
    private let registry = SchemaRegistry.shared

    func testTablesEqualTheDefinitions() throws {
        guard let path = Conformance.path("crds/crd-all.gen.yaml"), let data = FileManager.default.contents(atPath: path) else {
            throw XCTSkip("the conformance data is not there")
        }
        let parsed = YAML.parse(SourceText(name: path, bytes: Array(data)))
        var kinds: Set<String> = []
        for root in parsed.tree.roots {
            guard let spec = root["spec"], let kind = spec["names"]?["kind"]?.string else { continue }
            kinds.insert(kind)
            let schema = try XCTUnwrap(registry.schema(forKind: kind), "kind \(kind) is missing")
            XCTAssertEqual(schema.group, spec["group"]?.string)
            XCTAssertEqual(Set(schema.versions), Set(spec["versions"]?.items.compactMap { $0["name"]?.string } ?? []))
            for version in spec["versions"]?.items.map({ $0 }) ?? [] {
                guard let object = version["schema"]?["openAPIV3Schema"], let node = object["properties"]?["spec"] else { continue }
                let needed = object["required"]?.items.contains { $0.string == "spec" } ?? false
                XCTAssertEqual(schema.requiresSpec, needed, "\(kind): spec required")
                compare(node, schema.message, kind)
            }
        }
        XCTAssertEqual(kinds, Set(registry.kinds.filter { $0.group.hasSuffix("istio.io") }.map(\.kind)))
    }

    private func compare(_ node: Node, _ name: String, _ path: String) {
        guard let message = registry.message(named: name) else { return XCTFail("\(path): message \(name) is missing") }
        let properties = node["properties"]?.entries ?? []
        XCTAssertEqual(Set(properties.map(\.key.text)), Set(message.fields.map(\.name)), path)
        let required = Set(node["required"]?.items.compactMap(\.string) ?? [])
        for (key, value) in properties {
            guard let field = message.field(key.text) else { continue }
            XCTAssertEqual(field.isRequired, required.contains(field.name), "\(path).\(field.name): required")
            compare(value, field, "\(path).\(field.name)")
        }
        compareGroups(node, message, path)
    }

    private func compare(_ node: Node, _ field: FieldSchema, _ path: String) {
        var element = node
        switch node["type"]?.string {
        case "array":
            XCTAssertEqual(field.shape, .list, path)
            element = node["items"] ?? node
            XCTAssertEqual(node["maxItems"]?.int, field.count.most, "\(path): maxItems")
            XCTAssertEqual(node["minItems"]?.int ?? 0, field.count.least, "\(path): minItems")
            XCTAssertEqual(node["x-kubernetes-list-map-keys"]?.items.first { _ in true }?.string, field.uniqueKey, "\(path): list key")
        case "object" where node["additionalProperties"] != nil:
            XCTAssertEqual(field.shape, .map, path)
            element = node["additionalProperties"] ?? node
            XCTAssertEqual(node["maxProperties"]?.int, field.count.most, "\(path): maxProperties")
            XCTAssertEqual(node["minProperties"]?.int ?? 0, field.count.least, "\(path): minProperties")
        default:
            XCTAssertEqual(field.shape, .single, path)
        }
        compareElement(element, field, path)
    }

    private func compareElement(_ node: Node, _ field: FieldSchema, _ path: String) {
        let type = node["type"]?.string
        switch field.type {
        case .string, .duration, .looseDuration, .fineDuration, .anyDuration:
            XCTAssertEqual(type, "string", path)
            XCTAssertEqual(node["maxLength"]?.int, field.length.most, "\(path): maxLength")
            XCTAssertEqual(node["minLength"]?.int ?? 0, field.length.least, "\(path): minLength")
            let isDuration =
                node["x-kubernetes-validations"]?.items.contains { $0["rule"]?.string?.contains("duration(self)") == true } ?? false
            XCTAssertEqual(field.type == .duration || field.type == .fineDuration, isDuration, "\(path): duration")
        case .enumeration(let words):
            XCTAssertEqual(node["enum"]?.items.compactMap(\.string), words, path)
        case .bool: XCTAssertEqual(type, "boolean", path)
        case .bytes: XCTAssertEqual(node["format"]?.string, "byte", path)
        case .double:
            XCTAssertEqual(type, "number", path)
            compareRange(node, field, path)
        case .int32, .int64:
            XCTAssertEqual(type, "integer", path)
            compareRange(node, field, path)
        case .uint32, .uint64:
            XCTAssertEqual(type, "integer", path)
            XCTAssertNotNil(node["minimum"], path)
            if field.range.least != nil { compareRange(node, field, path) }
        case .message(let name):
            XCTAssertEqual(type, "object", path)
            compare(node, name, path)
        case .structure: XCTAssertEqual(node["x-kubernetes-preserve-unknown-fields"]?.bool, true, path)
        case .any: break
        }
        if field.format != .none, field.format != .port, field.format != .label { XCTAssertNotNil(node["pattern"], path) }
        if node["pattern"] != nil { XCTAssertNotEqual(field.format, .none, "\(path): pattern") }
    }

    private func compareRange(_ node: Node, _ field: FieldSchema, _ path: String) {
        XCTAssertEqual(node["minimum"]?.double, field.range.least, "\(path): minimum")
        XCTAssertEqual(node["maximum"]?.double, field.range.most, "\(path): maximum")
    }

    /// The one-of groups, written as `oneOf` lists of required fields, directly or under `allOf`.
    private func compareGroups(_ node: Node, _ message: MessageSchema, _ path: String) {
        var lists: [Node] = node["oneOf"].map { [$0] } ?? []
        lists += node["allOf"]?.items.compactMap { $0["oneOf"] } ?? []
        let expected = Set(
            lists.map { list in Set(list.items.compactMap { $0["required"]?.items.first { _ in true }?.string }) }.filter { $0.count > 1 })
        let groups = Dictionary(grouping: message.fields.filter { $0.oneOf != nil }, by: { $0.oneOf ?? "" })
        XCTAssertEqual(Set(groups.values.map { Set($0.map(\.name)) }), expected, "\(path): one-of groups")
    }
}
