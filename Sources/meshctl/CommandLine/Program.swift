import Glibc

/// Reads the command line, runs the verb, prints its report and gives the exit code.
enum Program {
    static func main(_ words: [String]) -> ExitCode {
        signal(SIGPIPE, SIG_IGN)
        let console = Console(color: .automatic)
        let code = run(words, console)
        return console.finish() ? code : code.merged(with: .failure)
    }

    private static func run(_ words: [String], _ console: Console) -> ExitCode {
        let table = CommandTable.verbs
        let request: Parser.Request
        do {
            request = try Parser.parse(words, table: table)
        } catch {
            console.report(error: error.message, help: error.help)
            console.error.write("usage: \(Help.usage(error.path))\n")
            return .usage
        }
        switch request {
        case .help(let path):
            console.output.write(Help.text(path, table: table, width: console.terminal.textWidth))
            return .success
        case .version:
            console.output.write("meshctl \(Version.number)\n")
            return .success
        case .run(let path, let arguments):
            console.configure(arguments)
            return perform(path, arguments, console)
        }
    }

    private static func perform(_ path: [Command], _ arguments: Arguments, _ console: Console) -> ExitCode {
        guard let command = path.last, let run = command.run else { return .usage }
        do {
            let report = try run(Invocation(path: path.map(\.name), arguments: arguments, console: console))
            let format = command.options.first { $0.long == "output" }.flatMap(arguments.value).flatMap(OutputFormat.init)
            report.print(on: console, as: format ?? .text)
            return report.exitCode
        } catch let failure as Failure {
            for diagnostic in failure.diagnostics { console.report(diagnostic) }
            console.report(error: failure.message, help: failure.help)
            if failure.exitCode == .usage { console.error.write("usage: \(Help.usage(path))\n") }
            return failure.exitCode
        } catch {
            console.report(error: "\(error)")
            return .failure
        }
    }
}
