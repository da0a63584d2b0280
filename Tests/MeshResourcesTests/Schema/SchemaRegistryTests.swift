import XCTest

@testable import MeshResources

final class SchemaRegistryTests: XCTestCase {
    private let registry = SchemaRegistry.shared

    func testFindsFieldsByPath() {
        XCTAssertEqual(registry.field(at: "VirtualService.http.route")?.field?.typeName, "list of HTTPRouteDestination")
        XCTAssertEqual(registry.field(at: "virtualservice.spec.http[0].route[1].weight")?.path, "VirtualService.spec.http.route.weight")
        XCTAssertEqual(registry.field(at: "VirtualService.http.match.headers.x-user.exact")?.field?.name, "exact")
        XCTAssertEqual(registry.field(at: "Gateway")?.children.map(\.name), ["servers", "selector"])
        XCTAssertNil(registry.field(at: "VirtualService.htpp"))
        XCTAssertNil(registry.field(at: "VirtualService.hosts.more"))
        XCTAssertNil(registry.field(at: ""))
        XCTAssertNil(registry.field(at: "Deployment.spec"))
    }

    func testEveryMessageIsUsedAndEveryReferenceKnown() {
        var seen: Set<String> = ["ObjectMeta"]
        var queue = registry.kinds.map(\.message)
        while let name = queue.popLast() {
            guard seen.insert(name).inserted else { continue }
            guard let message = registry.message(named: name) else { return XCTFail("message \(name) is missing") }
            queue += message.fields.compactMap(\.messageName)
        }
        XCTAssertEqual(seen, Set(registry.messages.map(\.name)))
    }

    func testEveryFieldIsDocumentedInOneSentence() {
        for message in registry.messages {
            XCTAssertLessThanOrEqual(message.fields.count, 64, message.name)
            for field in message.fields {
                XCTAssert(field.documentation.hasSuffix("."), "\(message.name).\(field.name): \(field.documentation)")
                XCTAssertFalse(field.documentation.contains("  "), "\(message.name).\(field.name)")
            }
        }
    }

    func testProgramFindsEveryFieldAndNoOther() {
        let program = registry.program
        for (number, message) in registry.messages.enumerated() {
            for (place, field) in message.fields.enumerated() {
                XCTAssertEqual(find(field.name, program, number), place, "\(message.name).\(field.name)")
                XCTAssertEqual(find(field.name + "x", program, number), message.fields.firstIndex { $0.name == field.name + "x" } ?? -1)
            }
            XCTAssertEqual(find("", program, number), -1)
            XCTAssertEqual(find("noSuchFieldAnywhere", program, number), -1)
        }
    }

    private func find(_ name: String, _ program: SchemaProgram, _ number: Int) -> Int {
        let bytes = Array(name.utf8) + [UInt8](repeating: 0x61, count: 8)
        return bytes.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { program.find($0, name.utf8.count, in: program.messages[number]) } ?? -1
        }
    }
}
