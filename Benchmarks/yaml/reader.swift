// Times the YAML and JSON readers alone: text in memory to complete tree with positions and comments.
// usage: reader FILE... prints `name<TAB>megabytes per second<TAB>tree bytes per text byte`; with --shapes, how time grows;
// with --threads FILE, the rate of one thread and of two by elapsed time.
import Glibc

private func seconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

private func best(_ runs: Int, _ body: () -> Void) -> Double {
    var least = Double.infinity
    for _ in 0..<runs {
        let start = seconds()
        body()
        least = min(least, seconds() - start)
    }
    return least
}

private func file(_ path: String) -> [UInt8] {
    guard let stream = fopen(path, "rb") else { return [] }
    defer { fclose(stream) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 20)
    while true {
        let count = fread(&buffer, 1, buffer.count, stream)
        if count == 0 { return bytes }
        bytes += buffer[..<count]
    }
}

/// The time of reading a text, taking the text over included.
private func time(_ bytes: [UInt8], _ runs: Int = 9) -> Double {
    best(runs) {
        let source = SourceText(name: "bench", capacity: bytes.count) { buffer in
            buffer.copyBytes(from: bytes)
            return bytes.count
        }
        let result = YAML.parse(source)
        if !result.isComplete { print("not read: \(result.diagnostics.first?.message ?? "")") }
    }
}

/// Megabytes per second by elapsed time with that many threads, each taking the next part of the text as it comes free.
private func rate(_ bytes: [UInt8], threads: Int) -> Double {
    let source = SourceText(name: "bench", bytes: bytes)
    var least = Double.infinity
    for _ in 0..<9 {
        let start = now()
        let work = Work(source)
        let handles = (1..<threads).map { _ in
            var handle = pthread_t()
            pthread_create(
                &handle, nil,
                { raw in
                    raw.map { Unmanaged<Work>.fromOpaque($0).takeRetainedValue().run() }
                    return nil
                }, Unmanaged.passRetained(work).toOpaque())
            return handle
        }
        work.run()
        for handle in handles { pthread_join(handle, nil) }
        least = min(least, now() - start)
    }
    return Double(bytes.count) / least / 1e6
}

private func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Parts of one text to be read.
private final class Work: @unchecked Sendable {
    private let source: SourceText
    private let parts: [SourceRange]
    private var trees: [Tree?]
    private var next = 0
    private var lock = pthread_mutex_t()

    init(_ source: SourceText) {
        self.source = source
        parts = YAML.parts(of: source)
        trees = Array(repeating: nil, count: parts.count)
        pthread_mutex_init(&lock, nil)
    }

    func run() {
        while true {
            pthread_mutex_lock(&lock)
            let index = next
            next += 1
            pthread_mutex_unlock(&lock)
            guard index < parts.count else { return }
            let tree = YAML.parse(source, part: parts[index]).tree
            pthread_mutex_lock(&lock)
            trees[index] = tree
            pthread_mutex_unlock(&lock)
        }
    }
}

private let shapes: [(String, @Sendable (Int) -> String)] = [
    (
        "nesting of flow",
        { n in String(repeating: "- " + String(repeating: "[", count: 200) + String(repeating: "]", count: 200) + "\n", count: n / 200) }
    ),
    ("one long line", { n in "a: [" + String(repeating: "x, ", count: n) + "x]\n" }),
    ("keys of one mapping", { n in (0..<n).map { "key\($0): v\n" }.joined() }),
    ("anchors and aliases", { n in (0..<n).map { "- &a\($0) v\n- *a\($0)\n" }.joined() }),
    ("documents", { n in String(repeating: "a: 1\n---\n", count: n) }),
    ("comments", { n in String(repeating: "# c\n- x # d\n", count: n) }),
    ("block text", { n in "a: |\n" + String(repeating: "  line of text\n", count: n) }),
    ("quoted text", { n in "a: \"" + String(repeating: "\\u00e9 x\n  ", count: n) + "\"\n" }),
]

@main
private enum Bench {
    static func main() {
        let arguments = CommandLine.arguments.dropFirst()
        if arguments.first == "--shapes" {
            for (name, make) in shapes {
                let (small, big) = (Array(make(400_000).utf8), Array(make(800_000).utf8))
                print("\(name)\t\(time(big) / time(small))")
            }
            return
        }
        if arguments.first == "--threads" {
            for path in arguments.dropFirst() {
                let bytes = file(path)
                print("\(rate(bytes, threads: 1))\t\(rate(bytes, threads: 2))")
            }
            return
        }
        for path in arguments {
            let bytes = file(path)
            let rate = Double(bytes.count) / time(bytes) / 1e6
            let source = SourceText(name: path, bytes: bytes)
            let held = YAML.parse(source).tree.memory
            print("\(path)\t\(rate)\t\(Double(held + source.count) / Double(max(1, source.count)))")
        }
    }
}
