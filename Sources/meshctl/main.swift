import Glibc
import MeshResources

let source = SourceText(name: "-", capacity: 200_000_000) { buffer in
    var total = 0
    while true {
        let n = read(0, buffer.baseAddress! + total, buffer.count - total)
        if n <= 0 { return total }
        total += n
    }
}
let result = YAML.parse(source)
for root in result.tree.roots { print(JSONWriter.text(root)) }
for d in result.diagnostics { print(d.message, d.location.map { $0.start } as Any) }
