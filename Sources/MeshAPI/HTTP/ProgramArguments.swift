import CCurl

/// The words that the program was started with.
///
/// The standard library reads them from `/proc`, which is not there in a bare chroot, and then says that there are none.
public enum ProgramArguments {
    /// The words after the program's own name.
    public static var all: [String] {
        let count = ccurl_argument_count()
        guard count > 0 else { return Array(CommandLine.arguments.dropFirst()) }
        return (1..<max(1, count)).compactMap { index in ccurl_argument(index).map { String(cString: $0) } }
    }
}
