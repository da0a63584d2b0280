// A libFuzzer target for the YAML and JSON readers, the emitter and the formatter.
//
// Checked for every input: no trap and no hang; spans lie in the text; a tree's canonical JSON is read back to the same JSON;
// emitted YAML and formatted YAML read the same as their input; formatting twice changes nothing more.

private func check(_ condition: Bool, _ what: StaticString) {
    if !condition {
        print("property broken: \(what)")
        var trap: [Int] = []
        trap.remove(at: 1)
    }
}

private func json(_ result: ParseResult) -> [[UInt8]] {
    result.tree.documents.map { document in
        var writer = JSONWriter()
        if let root = document.root { writer.write(root) }
        return writer.takeBytes()
    }
}

private func walk(_ node: Node, _ budget: inout Int) {
    budget -= 1
    guard budget > 0 else { return }
    check(node.range.start <= node.range.end && Int(node.range.end) <= node.tree.source.count, "a span lies in the text")
    _ = node.location.start
    _ = node.scalar
    for (key, value) in node.rawEntries {
        _ = key.keyText
        walk(value, &budget)
    }
    for item in node.items { walk(item, &budget) }
}

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzOne(_ data: UnsafePointer<UInt8>, _ size: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: data, count: size))
    let source = SourceText(name: "fuzz", bytes: bytes)
    let result = YAML.parse(source)
    var budget = 10_000
    for root in result.tree.roots { walk(root, &budget) }
    for diagnostic in result.diagnostics { check(diagnostic.location != nil, "every complaint has a position") }

    let strict = JSONReader.parse(source)
    if strict.diagnostics.isEmpty, strict.tree.documents.count == 1 {
        let text = json(strict)[0]
        let again = JSONReader.parse(SourceText(name: "again", bytes: text))
        check(again.diagnostics.isEmpty && json(again)[0] == text, "canonical JSON reads back the same")
    }
    guard result.diagnostics.isEmpty, budget > 0 else { return 0 }
    let before = json(result)
    for (index, root) in result.tree.documents.enumerated() {
        guard let root = root.root else { continue }
        let emitted = YAML.parse(SourceText(name: "emitted", text: YAMLEmitter.text(root)))
        check(emitted.diagnostics.isEmpty, "emitted YAML is read")
        check(emitted.tree.documents.count == 1 && json(emitted)[0] == before[index], "emitted YAML reads the same")
    }
    if case .success(let text) = Formatter.format([result.tree]) {
        let formatted = YAML.parse(SourceText(name: "formatted", bytes: text))
        check(json(formatted) == before, "formatted YAML reads the same")
        if case .success(let twice) = Formatter.format([formatted.tree]) { check(twice == text, "formatting twice changes nothing more") }
    }
    return 0
}
