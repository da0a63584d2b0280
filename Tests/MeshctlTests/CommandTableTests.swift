import TestSupport
import XCTest

@testable import meshctl

/// What must hold for every verb of the table.
final class CommandTableTests: XCTestCase {
    /// Every verb with the verbs that lead to it.
    private var paths: [[Command]] {
        func below(_ path: [Command]) -> [[Command]] { [path] + (path.last?.subcommands ?? []).flatMap { below(path + [$0]) } }
        return CommandTable.verbs.flatMap { below([$0]) }
    }

    func testVerbsAreSortedAndNamedOnce() {
        let names = CommandTable.verbs.filter { !$0.isHidden }.map(\.name)
        XCTAssertEqual(names, names.sorted())
        for path in paths {
            let siblings = path.count == 1 ? CommandTable.verbs : path[path.count - 2].subcommands
            for word in [path[path.count - 1].name] + path[path.count - 1].aliases {
                XCTAssertEqual(siblings.filter { $0.answers(to: word) }.count, 1, "'\(word)' calls several verbs")
            }
        }
    }

    func testEveryExampleParses() throws {
        for path in paths {
            // An example may show what comes before or after; one at least shows the verb.
            var runsItself = path[path.count - 1].examples.isEmpty
            for example in path[path.count - 1].examples {
                let parts = example.line.components(separatedBy: " | ")
                var words = Shell.words(parts.first { $0.contains("meshctl ") } ?? example.line)
                while let first = words.first, first.contains("="), !first.hasPrefix("-") { words.removeFirst() }
                XCTAssertEqual(words.first, "meshctl", example.line)
                do {
                    let request = try Parser.parse(Array(words.dropFirst()), table: CommandTable.verbs)
                    guard case .run(let found, _) = request else {
                        XCTFail("'\(example.line)' runs nothing")
                        continue
                    }
                    runsItself = runsItself || found.map(\.name) == path.map(\.name)
                } catch {
                    XCTFail("'\(example.line)': \(error.message)")
                }
                XCTAssertFalse(example.comment.isEmpty || example.comment.hasSuffix("."), "'\(example.comment)' ends with a full stop")
            }
            XCTAssertTrue(runsItself, "no example of '\(path.map(\.name).joined(separator: " "))' runs it")
        }
    }

    /// Those on the samples do something with them; those that talk to a cluster may miss it.
    func testExamplesOnTheSamplesRun() throws {
        let folder = NSTemporaryDirectory() + "meshctl-examples-\(getpid())"
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try FileManager.default.copyItem(atPath: Project.path("samples"), toPath: folder + "/samples")
        var count = 0
        for example in paths.flatMap({ $0[$0.count - 1].examples })
        where example.line.hasPrefix("meshctl ") && example.line.contains("samples/") {
            count += 1
            let result = try Program.meshctl(Array(Shell.words(example.line).dropFirst()), directory: folder)
            XCTAssertTrue([0, 69, 79].contains(result.status), "'\(example.line)' ends with \(result.status): \(result.error)")
        }
        XCTAssertGreaterThan(count, 20)
    }

    func testEveryVerbSaysWhatItDoes() {
        for path in paths where !path[path.count - 1].isHidden {
            let command = path[path.count - 1]
            XCTAssertFalse(command.summary.isEmpty || command.summary.hasSuffix("."), command.name)
            XCTAssertLessThanOrEqual(command.summary.count, 90, command.name)
            XCTAssertEqual(command.summary.first?.isUppercase, false, "'\(command.name)': the summary starts with a capital")
            if command.run != nil {
                XCTAssertFalse(command.examples.isEmpty, "'\(path.map(\.name).joined(separator: " "))' has no example")
            }
            XCTAssertTrue(command.run != nil || !command.subcommands.isEmpty, "\(command.name) does nothing")
        }
    }

    func testEveryOptionSaysWhatItTakes() {
        for path in paths {
            let command = path[path.count - 1]
            let options = command.options + Help.visible(GlobalOptions.all, beside: command)
            for option in options {
                let name = "\(path.map(\.name).joined(separator: " ")) \(option.name)"
                XCTAssertFalse(option.doc.isEmpty || option.doc.hasSuffix("."), name)
                XCTAssertEqual(option.takesValue, !option.valueName.isEmpty, name)
                if let standard = option.standard, !option.choices.isEmpty, !option.isOpen {
                    XCTAssertTrue(option.choices.contains(standard), "\(name): the default is no choice")
                }
                for spelling in option.longNames {
                    XCTAssertEqual(options.filter { $0.longNames.contains(spelling) }.count, 1, "\(name) is there twice")
                }
            }
            for (letter, uses) in Dictionary(grouping: options.filter { $0.short != nil }, by: \.short) {
                XCTAssertEqual(uses.count, 1, "\(command.name): -\(letter.map(String.init) ?? "") means several options")
            }
        }
    }

    func testOutputFormatsAreKnown() {
        for path in paths {
            for option in path[path.count - 1].options where option.long == "output" && !option.isOpen {
                for choice in option.choices { XCTAssertNotNil(OutputFormat(rawValue: choice), choice) }
            }
        }
    }

    func testGeneratedFilesAreFresh() {
        for page in GenerateVerb.pages {
            let expected = page.text()
            guard let found = Project.text(page.path) else {
                XCTFail("\(page.path) is missing: run 'make generate'")
                continue
            }
            if found != expected { XCTFail("\(page.path) is stale (\(Golden.firstDifference(expected, found))): run 'make generate'") }
        }
    }

    func testHelpFitsEightyColumns() {
        for path in paths + [[]] {
            for line in Help.text(path, table: CommandTable.verbs, width: 80).split(separator: "\n") {
                let isExample = line.hasPrefix("  meshctl") || line.hasPrefix("  #") || line.hasPrefix(" ") && line.contains("'")
                if !isExample { XCTAssertLessThanOrEqual(line.count, 90, "\(path.map(\.name)): \(line)") }
            }
        }
    }
}

/// Splits a line as a shell does, as far as examples need it.
enum Shell {
    static func words(_ line: String) -> [String] {
        var words: [String] = []
        var word: String?
        var quote: Character?
        for character in line {
            if let open = quote {
                if character == open { quote = nil } else { word = (word ?? "") + String(character) }
            } else if character == "'" || character == "\"" {
                quote = character
                word = word ?? ""
            } else if character == " " {
                if let done = word { words.append(done) }
                word = nil
            } else if character == "|" || character == ">" || character == "#", word == nil {
                break
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let done = word { words.append(done) }
        return words
    }
}
