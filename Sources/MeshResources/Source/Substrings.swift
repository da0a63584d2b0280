extension StringProtocol {
    /// Whether a text occurs in this one, byte for byte. The empty text occurs everywhere.
    ///
    /// Stands in for the function of the standard library's regular expressions, which is not linked for it; where Foundation is
    /// imported, as in tests, its own is taken.
    @_disfavoredOverload
    public func contains(_ part: some StringProtocol) -> Bool {
        var text = String(self)
        var wanted = String(part)
        return text.withUTF8 { text in
            wanted.withUTF8 { wanted in
                guard let first = wanted.first else { return true }
                guard text.count >= wanted.count else { return false }
                for start in 0...(text.count - wanted.count)
                where text[start] == first && wanted.indices.allSatisfy({ text[start + $0] == wanted[$0] }) {
                    return true
                }
                return false
            }
        }
    }
}
