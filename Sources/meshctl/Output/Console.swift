import Glibc
import MeshResources

/// The person at the other end: standard output for results, standard error for diagnostics and progress.
final class Console {
    let output = OutputWriter(descriptor: STDOUT_FILENO)
    let error = OutputWriter(descriptor: STDERR_FILENO, limit: 1 << 12)
    let terminal = Terminal()
    private(set) var isQuiet = false
    private(set) var isVerbose = false
    private var colorsOutput = false
    private var colorsError = false

    init(color: ColorChoice) {
        output.before = nil
        error.before = output
        setColor(color)
    }

    /// Takes over the global options.
    func configure(_ arguments: Arguments) {
        isQuiet = arguments.flag(GlobalOptions.quiet)
        isVerbose = arguments.flag(GlobalOptions.verbose)
        setColor(arguments.value(GlobalOptions.color).flatMap(ColorChoice.init) ?? .automatic)
    }

    private func setColor(_ choice: ColorChoice) {
        switch choice {
        case .always: (colorsOutput, colorsError) = (true, true)
        case .never: (colorsOutput, colorsError) = (false, false)
        case .automatic:
            let allowed = getenv("NO_COLOR").map { $0.pointee == 0 } ?? true
            let isDumb = getenv("TERM").map { String(cString: $0) == "dumb" } ?? false
            colorsOutput = allowed && !isDumb && terminal.isInteractive
            colorsError = allowed && !isDumb && isatty(STDERR_FILENO) == 1
        }
    }

    /// A painter for texts that go to standard output.
    var paint: Painter { Painter(isOn: colorsOutput) }
    /// A painter for texts that go to standard error.
    var paintError: Painter { Painter(isOn: colorsError) }

    /// Prints a diagnostic on standard error, with the source line and a caret.
    func report(_ diagnostic: Diagnostic) {
        error.write(CaretText(paint: paintError, width: terminal.sourceWidth).text(diagnostic) + "\n")
    }

    /// Prints an error that has no place in an input.
    func report(error message: String, help: String? = nil) {
        error.write("\(paintError("error:", .red)) \(message)\n")
        if let help { error.write("\(paintError("help:", .cyan)) \(help)\n") }
    }

    /// Prints a remark on standard error, unless the user asked for quiet.
    func note(_ text: String) {
        if !isQuiet { error.write(text + "\n") }
    }

    /// Writes everything out; `false` when the results could not be written.
    func finish() -> Bool {
        output.flush()
        if let number = output.failure {
            report(error: "cannot write standard output: \(SystemError.text(number))")
        }
        error.flush()
        return output.failure == nil
    }
}

/// Colours texts, or leaves them alone.
struct Painter {
    let isOn: Bool

    /// The text in a style.
    func callAsFunction(_ text: String, _ style: Style) -> String { isOn ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text }
}

/// The system's words for its error numbers.
enum SystemError {
    /// Such as `no such file or directory`.
    static func text(_ number: Int32) -> String {
        let text = String(cString: strerror(number))
        return text.prefix(1).lowercased() + text.dropFirst()
    }
}
