import Glibc
import MeshResources

/// The manifests that a verb works on: files in the order given, read and parsed, with what went wrong.
struct Inputs: Sendable {
    /// One text and its trees.
    struct File: Sendable {
        let source: SourceText
        /// The trees of the text's parts in order; one, unless the text is long.
        let trees: [Tree]
        /// The text that the trees lie in: `source`, or its UTF-8 form where that is in UTF-16.
        var text: SourceText { trees.first?.source ?? source }
        /// Why documents are missing, and warnings of reading.
        let diagnostics: [Diagnostic]
    }

    /// The texts that could be opened, in order.
    private(set) var files: [File] = []
    /// Everything wrong with opening and reading, in order of the inputs. Findings about documents that are no manifests are
    /// added by `resources()`.
    private(set) var diagnostics: [Diagnostic] = []

    /// `unreadable` when a part of the inputs could not be read.
    var exitCode: ExitCode { diagnostics.contains { $0.severity == .error } ? .unreadable : .success }

    /// The objects of all files in order, with complaints about documents that are none.
    func resources() -> (resources: [Resource], diagnostics: [Diagnostic]) {
        var parts: [(tree: Tree, firstDocument: Int)] = []
        for file in files {
            var firstDocument = 0
            for tree in file.trees {
                parts.append((tree, firstDocument))
                firstDocument += tree.documentCount
            }
        }
        let known = parts
        let found = Parallel.map(known.count) { Resource.all(in: known[$0].tree, firstDocument: known[$0].firstDocument) }
        var resources: [Resource] = []
        resources.reserveCapacity(found.reduce(0) { $0 + $1.resources.count })
        var diagnostics: [Diagnostic] = []
        for part in found {
            resources += part.resources
            diagnostics += part.diagnostics
        }
        return (resources, diagnostics)
    }

    /// Reads files, directories (their `.yaml`, `.yml` and `.json` files; with `recursive` those below too) and `-`.
    ///
    /// - Parameter twin: a file read before that may hold the same bytes as the one at a path. Its trees are taken over then,
    ///   and places in them bear its name.
    static func load(_ paths: [String], recursive: Bool, twin: (@Sendable (_ path: String) -> File?)? = nil) -> Inputs {
        var finder = InputFinder(isRecursive: recursive)
        for path in paths { finder.add(path) }
        let found = finder.found
        // A thread costs more than a small file.
        let isSmall = found.count < 2 || (found.count < InputFinder.fewFiles && found.reduce(0) { $0 + $1.size } < 1 << 17)
        let opened = Parallel.map(found.count, threads: isSmall ? 1 : Parallel.processors) { index in
            open(found[index], inParallel: isSmall, twin: twin)
        }
        var inputs = Inputs()
        for result in opened {
            switch result {
            case .success(let file):
                inputs.files.append(file)
                inputs.diagnostics += file.diagnostics
            case .failure(let problem): inputs.diagnostics.append(problem.diagnostic)
            }
        }
        return inputs
    }

    private static func open(
        _ item: InputFinder.Item, inParallel: Bool, twin: (@Sendable (_ path: String) -> File?)?
    ) -> Result<File, InputProblem> {
        if let problem = item.problem { return .failure(problem) }
        switch FileReader.read(item.path) {
        case .failure(let problem): return .failure(problem)
        case .success(let source):
            let whole = SourceRange(0, source.count)
            if let known = twin?(item.path), known.text === known.source, known.source.count == source.count,
                known.source.hasSameBytes(whole, as: source, whole)
            {
                return .success(File(source: source, trees: known.trees, diagnostics: known.diagnostics))
            }
            if let problem = binaryProblem(source) { return .failure(problem) }
            let parts = YAML.parts(of: source)
            let results = Parallel.map(parts.count, threads: inParallel ? Parallel.processors : 1) { index in
                YAML.parse(source, part: parts[index])
            }
            return .success(File(source: source, trees: results.map(\.tree), diagnostics: results.flatMap(\.diagnostics)))
        }
    }

    /// A zero byte near the start says that this is no text; UTF-16 and UTF-32 with a byte order mark are left to the parser.
    private static func binaryProblem(_ source: SourceText) -> InputProblem? {
        let head = source.bytes.prefix(8192)
        guard let base = source.bytes.baseAddress, memchr(base, 0, head.count) != nil, let zero = head.firstIndex(of: 0),
            !head.starts(with: [0xFF, 0xFE]), !head.starts(with: [0xFE, 0xFF]), !head.starts(with: [0, 0, 0xFE, 0xFF])
        else { return nil }
        let location = Location(source: source, range: SourceRange(zero, zero + 1))
        return InputProblem(code: "MSH0091", message: "binary data found: expected a YAML or JSON text", location: location)
    }
}

/// Why an input cannot be used.
struct InputProblem: Error, Sendable {
    let diagnostic: Diagnostic

    init(code: String, message: String, location: Location, help: String? = nil) {
        diagnostic = Diagnostic(code: code, severity: .error, message: message, location: location, help: help)
    }

    /// A problem with a file as a whole.
    init(code: String = "MSH0090", path: String, message: String, help: String? = nil) {
        let empty = Location(source: SourceText(name: path, text: ""), range: SourceRange(0, 0))
        self.init(code: code, message: message, location: empty, help: help)
    }
}
