import MeshResources

/// Findings as SARIF 2.1.0, which code hosts show beside the lines.
enum SARIF {
    /// The whole log.
    static func value(_ findings: [Diagnostic]) -> Value {
        var firsts: [Diagnostic] = []
        var places: [String: Int] = [:]
        for finding in findings where places[finding.code] == nil {
            places[finding.code] = firsts.count
            firsts.append(finding)
        }
        let driver: Value = [
            "name": "meshctl", "version": .string(Version.number), "semanticVersion": .string(Version.number),
            "rules": .array(firsts.map(rule)),
        ]
        let run: Value = [
            "tool": ["driver": driver], "columnKind": "unicodeCodePoints",
            "results": .array(findings.map { result($0, index: places[$0.code] ?? 0) }),
        ]
        return [
            "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json", "version": "2.1.0",
            "runs": [run],
        ]
    }

    private static func rule(_ finding: Diagnostic) -> Value {
        let code = finding.code
        guard let rule = RuleCatalog.description(code, rule: finding.rule) else { return ["id": .string(code)] }
        var object: Value.Object = [
            "id": .string(code), "name": .string(rule.name), "shortDescription": ["text": .string(rule.summary)],
            "fullDescription": ["text": .string(rule.explanation)], "defaultConfiguration": ["level": .string(level(rule.severity))],
        ]
        let url = RuleCatalog.url(code)
        if !url.isEmpty { object["helpUri"] = .string(url) }
        return .object(object)
    }

    private static func result(_ finding: Diagnostic, index: Int) -> Value {
        let text = finding.message + (finding.help.map { "\n\($0)" } ?? "")
        var object: Value.Object = [
            "ruleId": .string(finding.code), "ruleIndex": .int(Int64(index)), "level": .string(level(finding.severity)),
            "message": ["text": .string(text)],
        ]
        if let location = finding.location {
            var place: Value.Object = ["physicalLocation": physical(location)]
            if let resource = finding.resource {
                place["logicalLocations"] = [
                    ["fullyQualifiedName": .string(resource.description + (finding.path.isEmpty ? "" : " " + finding.path))]
                ]
            }
            object["locations"] = [.object(place)]
        }
        if !finding.related.isEmpty {
            object["relatedLocations"] = .array(
                finding.related.enumerated().map { index, related in
                    [
                        "id": .int(Int64(index + 1)), "message": ["text": .string(related.message)],
                        "physicalLocation": physical(related.location),
                    ]
                })
        }
        if !finding.fixes.isEmpty { object["fixes"] = .array(finding.fixes.map(fix)) }
        object["partialFingerprints"] = ["meshctl/v1": .string(Fingerprint.of(finding))]
        return .object(object)
    }

    private static func fix(_ fix: FixIt) -> Value {
        let replacements: [Value] = fix.edits.map { edit in
            [
                "deletedRegion": region(Location(source: fix.source, range: edit.range)),
                "insertedContent": ["text": .string(edit.replacement)],
            ]
        }
        return [
            "description": ["text": .string(fix.title)],
            "artifactChanges": [["artifactLocation": artifact(fix.source), "replacements": .array(replacements)]],
        ]
    }

    private static func physical(_ location: Location) -> Value {
        guard location.source.count > 0 else { return ["artifactLocation": artifact(location.source)] }
        return ["artifactLocation": artifact(location.source), "region": region(location)]
    }

    private static func region(_ location: Location) -> Value {
        let (start, end) = (location.start, location.end)
        return [
            "startLine": .int(Int64(start.line)), "startColumn": .int(Int64(start.column)), "endLine": .int(Int64(end.line)),
            "endColumn": .int(Int64(end.column)),
        ]
    }

    private static func artifact(_ source: SourceText) -> Value { ["uri": .string(uri(source.name))] }

    /// A path as a URI reference: what is not plain is percent-encoded.
    static func uri(_ path: String) -> String {
        var result = path.hasPrefix("/") ? "file://" : ""
        for byte in path.utf8 {
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
                UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"), UInt8(ascii: "/"):
                result.unicodeScalars.append(Unicode.Scalar(byte))
            default:
                let hex = String(byte, radix: 16, uppercase: true)
                result += "%" + (hex.count < 2 ? "0" : "") + hex
            }
        }
        return result
    }

    private static func level(_ severity: Severity) -> String { severity == .info ? "note" : severity.word }
}
