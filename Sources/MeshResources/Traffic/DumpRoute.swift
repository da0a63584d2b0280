/// One route of a proxy's actual configuration, read so that requests can be held against it.
struct DumpRoute {
    let node: Node
    let name: String
    private let pathNode: Node?
    let path: TextMatcher?
    /// Matched at segment borders, as Gateway API prefixes are.
    private let separatedPrefix: String?
    private let ignoresCase: Bool
    private var fields:
        [(matcher: TextMatcher, name: String, isInverted: Bool, treatsMissingAsEmpty: Bool, isPresence: Bool, wantsPresent: Bool)] = []
    private var parameters: [(matcher: TextMatcher, name: String)] = []
    /// What the route asks for that is not understood here.
    private(set) var unknown: [String] = []

    init(_ node: Node) {
        self.node = node
        name = node.fieldText("name")
        let match = node.field("match")
        ignoresCase = match?.field("case_sensitive")?.bool == false
        separatedPrefix = match?.field("path_separated_prefix")?.text
        var found: (StringMatch.Kind, Node)?
        if let prefix = match?.field("prefix") { found = (.prefix, prefix) }
        if let exact = match?.field("path") { found = (.exact, exact) }
        if let regex = match?.field("safe_regex", "regex") { found = (.regex, regex) }
        pathNode = found?.1 ?? match?.field("path_separated_prefix")
        path = found.map { TextMatcher(StringMatch($0.0, $0.1)) }
        if match?.field("connect_matcher") != nil { unknown.append("connect_matcher") }
        for header in match?.fieldItems("headers") ?? [] { add(header) }
        for parameter in match?.fieldItems("query_parameters") ?? [] {
            let condition = parameter.field("string_match").flatMap(Self.stringMatch) ?? StringMatch(.present, parameter)
            parameters.append((TextMatcher(condition), parameter.fieldText("name")))
        }
        if !(match?.fieldItems("dynamic_metadata") ?? []).isEmpty { unknown.append("dynamic_metadata") }
    }

    private mutating func add(_ header: Node) {
        let lowered = header.fieldText("name").asciiLowercased()
        let name = lowered == "host" ? ":authority" : lowered
        var condition = header.field("string_match").flatMap(Self.stringMatch)
        if let exact = header.field("exact_match") { condition = StringMatch(.exact, exact) }
        if let prefix = header.field("prefix_match") { condition = StringMatch(.prefix, prefix) }
        if let regex = header.field("safe_regex_match", "regex") { condition = StringMatch(.regex, regex) }
        let isPresence = condition == nil
        if isPresence, header.field("present_match") == nil { unknown.append("the condition on header '\(name)'") }
        fields.append(
            (
                TextMatcher(condition ?? StringMatch(.present, header)), name, header.fieldFlag("invert_match"),
                header.fieldFlag("treat_missing_header_as_empty"), isPresence, header.field("present_match")?.bool ?? true
            ))
    }

    private static func stringMatch(_ node: Node) -> StringMatch? {
        if let exact = node.field("exact") { return StringMatch(.exact, exact) }
        if let prefix = node.field("prefix") { return StringMatch(.prefix, prefix) }
        if let regex = node.field("safe_regex", "regex") { return StringMatch(.regex, regex) }
        return nil
    }

    /// The first condition that a request does not meet, and where it stands; `nil` if it meets all.
    func failure(_ request: PreparedRequest) -> (reason: String, node: Node)? {
        let text = request.pathWithoutQuery
        if let path, !path.matches(text, ignoringCase: ignoresCase) {
            return ("path is '\(text)', route wants \(path.source.summary)", pathNode ?? node)
        }
        if let separatedPrefix,
            !(text.hasBytePrefix(separatedPrefix)
                && (text.utf8.count == separatedPrefix.utf8.count || text.hasBytePrefix(separatedPrefix + "/")))
        {
            return ("path is '\(text)', route wants the segments '\(separatedPrefix)'", pathNode ?? node)
        }
        for field in fields {
            let value = request.header(field.name) ?? (field.treatsMissingAsEmpty ? "" : nil)
            let holds =
                field.isPresence ? (value != nil) == field.wantsPresent : value.map { field.matcher.matches($0) } ?? false
            if holds != field.isInverted { continue }
            let wanted = field.isPresence ? "it \(field.wantsPresent ? "present" : "absent")" : field.matcher.source.summary
            return (
                "header '\(field.name)' is \(value.map { "'\($0)'" } ?? "absent"), route wants \(field.isInverted ? "not " : "")\(wanted)",
                field.matcher.source.node
            )
        }
        for parameter in parameters {
            let value = request.parameter(parameter.name)
            if let value, parameter.matcher.matches(value) { continue }
            return (
                "query parameter '\(parameter.name)' is \(value.map { "'\($0)'" } ?? "absent"), route wants \(parameter.matcher.source.summary)",
                parameter.matcher.source.node
            )
        }
        return nil
    }

    /// The clusters that the route chooses from.
    var clusters: [(name: String, weight: Int)] {
        guard let route = node.field("route") else { return [] }
        if let cluster = route.field("cluster") { return [(cluster.text, 100)] }
        return (route.field("weighted_clusters")?.fieldItems("clusters") ?? []).map { ($0.fieldText("name"), $0.fieldNumber("weight")) }
    }

    /// The VirtualService that istiod made the route of.
    var origin: String? { node.field("metadata", "filter_metadata", "istio", "config")?.text }
}
