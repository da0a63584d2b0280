/// A pod as the command line names it: `POD`, `POD.NAMESPACE`, `TYPE/NAME`, `TYPE/NAME.NAMESPACE`.
public struct PodName: Sendable, Hashable {
    /// The name, with its type where one is given: `deployment/reviews-v1`.
    public var name: String
    /// The namespace; empty when neither the text nor the default gives one.
    public var namespace: String

    /// Reads the text; `namespace` counts when the text gives none.
    ///
    /// The namespace stands behind the last dot, since names of pods may have dots themselves. A type may have some too, but
    /// those stand before the slash.
    public init(_ text: String, namespace: String) {
        let start = text.utf8.lastIndex(of: UInt8(ascii: "/")).map { text.utf8.index(after: $0) } ?? text.startIndex
        guard let dot = text[start...].utf8.lastIndex(of: UInt8(ascii: ".")) else {
            name = text
            self.namespace = namespace
            return
        }
        name = String(text[..<dot])
        self.namespace = String(text[text.utf8.index(after: dot)...])
    }

    /// The type before the slash, in lower case; `nil` when there is none.
    public var type: String? {
        name.utf8.lastIndex(of: UInt8(ascii: "/")).map { name[..<$0].lowercased() }
    }

    /// The name without its type.
    public var bareName: String {
        name.utf8.lastIndex(of: UInt8(ascii: "/")).map { String(name[name.utf8.index(after: $0)...]) } ?? name
    }
}
