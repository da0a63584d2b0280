import MeshResources

/// Findings as JSON values, with the keys of the command line's contract.
enum FindingJSON {
    /// `{"code","message","path","file","line","column","endLine","endColumn","help"}`.
    static func value(_ diagnostic: Diagnostic) -> Value.Object {
        var object: Value.Object = [
            "code": .string(diagnostic.code), "message": .string(diagnostic.message), "path": .string(diagnostic.path),
        ]
        add(diagnostic.location, to: &object)
        object["help"] = diagnostic.help.map(Value.string) ?? .null
        return object
    }

    /// `value` with `severity`, `rule`, `resource`, `url` and `related` added, for `lint`.
    static func full(_ diagnostic: Diagnostic, rule: String, url: String) -> Value.Object {
        var object = value(diagnostic)
        object["severity"] = .string(diagnostic.severity.word)
        object["rule"] = .string(rule)
        object["resource"] = .string(diagnostic.resource?.description ?? "")
        object["url"] = .string(url)
        object["related"] = .array(
            diagnostic.related.map { related in
                var entry: Value.Object = ["message": .string(related.message)]
                add(related.location, to: &entry)
                return .object(entry)
            })
        return object
    }

    /// Where a finding lies; empty and 0 when it lies nowhere.
    private static func add(_ location: Location?, to object: inout Value.Object) {
        let (start, end) = (location?.start, location?.end)
        object["file"] = .string(location?.source.name ?? "")
        object["line"] = .int(Int64(start?.line ?? 0))
        object["column"] = .int(Int64(start?.column ?? 0))
        object["endLine"] = .int(Int64(end?.line ?? 0))
        object["endColumn"] = .int(Int64(end?.column ?? 0))
    }
}
