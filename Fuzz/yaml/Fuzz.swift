// A libFuzzer target for the YAML and JSON readers, the emitter and the formatter.
//
// Checked for every input: no trap and no hang; spans lie in the text; a tree's canonical JSON is read back to the same JSON;
// emitted YAML and formatted YAML read the same as their input; formatting twice changes nothing more; an edit of one value
// changes only its range and leaves a text that is read.

import Glibc

private func check(_ condition: Bool, _ what: StaticString) {
    if !condition {
        print("property broken: \(what)")
        fflush(nil)
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

/// Every scalar in a value's place, the first few of them.
private func values(_ node: Node, _ found: inout [Node]) {
    guard found.count < 8 else { return }
    if node.isScalar, !node.isAlias, node.properties == nil { found.append(node) }
    if node.isAlias { return }
    for (_, value) in node.rawEntries { values(value, &found) }
    for item in node.items { values(item, &found) }
}

/// An edit changes its own value and leaves the rest of the text readable.
private func edit(_ source: SourceText, _ tree: Tree, _ salt: Int) {
    var scalars: [Node] = []
    for root in tree.roots { values(root, &scalars) }
    guard !scalars.isEmpty else { return }
    let node = scalars[abs(salt) % scalars.count]
    let texts = ["x y", "yes", "it's: a \"b\" # c", "", "l\nm", "[", "- a"]
    guard let change = YAMLEditor.replace(node, with: texts[abs(salt) % texts.count]) else { return }
    let fix = FixIt(title: "", isSafe: true, source: source, edits: [change])
    let (bytes, applied) = FixApplication.apply([fix], to: source)
    check(applied == 1, "one edit is carried out")
    let head = Int(change.range.start)
    let tail = source.count - Int(change.range.end)
    check(bytes.prefix(head).elementsEqual(source.bytes.prefix(head)), "what stands before an edit stays")
    check(bytes.suffix(tail).elementsEqual(source.bytes.suffix(tail)), "what stands behind an edit stays")
    check(YAML.parse(SourceText(name: "edited", bytes: bytes)).isComplete, "an edited text is read")
}

private func holdsMinusZero(_ node: Node) -> Bool {
    if case .float(let value)? = node.scalar { return value == 0 && value.sign == .minus }
    return node.items.contains(where: holdsMinusZero) || node.rawEntries.contains { holdsMinusZero($0.value) }
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
        // Kubernetes reads `-0` as the integer 0 and writes minus zero as `-0`, so that this one number does not come back.
        if !strict.tree.roots.contains(where: holdsMinusZero) {
            check(again.diagnostics.isEmpty && json(again)[0] == text, "canonical JSON reads back the same")
        }
    }
    guard result.diagnostics.isEmpty, budget > 0 else { return 0 }
    if result.tree.source === source, result.tree.propertyList.isEmpty {
        edit(source, result.tree, bytes.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xFFFF })
    }
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
