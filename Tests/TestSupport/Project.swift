import Foundation

/// Files of the checkout that the tests run in.
public enum Project {
    /// The folder of `Package.swift`.
    public static let root: String = {
        var url = URL(fileURLWithPath: #filePath)
        for _ in 0..<3 { url.deleteLastPathComponent() }
        return url.path
    }()

    /// The absolute path of a file of the checkout.
    public static func path(_ relative: String) -> String { root + "/" + relative }

    /// The text of a file of the checkout; `nil` when it cannot be read.
    public static func text(_ relative: String) -> String? { try? String(contentsOfFile: path(relative), encoding: .utf8) }

    /// The files below a folder of the checkout, relative to the checkout, sorted.
    public static func files(below folder: String, suffix: String = "") -> [String] {
        let enumerator = FileManager.default.enumerator(atPath: path(folder))
        let names = (enumerator?.allObjects as? [String]) ?? []
        return names.filter { $0.hasSuffix(suffix) }.sorted().map { folder + "/" + $0 }
    }
}

/// The shared conformance data, where it is present.
public enum Conformance {
    /// The folder: `MESHCTL_CONFORMANCE`, else `../shared/conformance` beside the checkout; `nil` when there is none.
    public static let folder: String? = {
        let environment = ProcessInfo.processInfo.environment["MESHCTL_CONFORMANCE"].map { [$0] } ?? []
        let beside = (Project.root as NSString).deletingLastPathComponent + "/shared/conformance"
        return (environment + [beside]).first { FileManager.default.fileExists(atPath: $0 + "/README.md") }
    }()

    /// A file of it.
    public static func path(_ relative: String) -> String? { folder.map { $0 + "/" + relative } }
}
