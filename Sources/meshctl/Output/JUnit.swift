import MeshResources

/// Results as JUnit XML, which continuous integration servers show as tests.
enum JUnit {
    /// One test: its name, and why it failed.
    struct Case {
        var name: String
        /// The group that the test is shown under.
        var className: String
        /// The message and the text of a failure; `nil` for a test that passed.
        var failure: (type: String, message: String, text: String)?
    }

    /// A group of tests.
    struct Suite {
        var name: String
        var cases: [Case]
    }

    /// The whole report.
    static func text(_ suites: [Suite]) -> String {
        let total = suites.reduce(0) { $0 + $1.cases.count }
        let failed = suites.reduce(0) { $0 + $1.cases.filter { $0.failure != nil }.count }
        var text = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        text += "<testsuites name=\"meshctl\" tests=\"\(total)\" failures=\"\(failed)\">\n"
        for suite in suites {
            let failures = suite.cases.filter { $0.failure != nil }.count
            text += "  <testsuite name=\"\(escape(suite.name))\" tests=\"\(suite.cases.count)\" failures=\"\(failures)\" errors=\"0\">\n"
            for item in suite.cases {
                text += "    <testcase name=\"\(escape(item.name))\" classname=\"\(escape(item.className))\""
                guard let failure = item.failure else {
                    text += "/>\n"
                    continue
                }
                text += ">\n      <failure type=\"\(escape(failure.type))\" message=\"\(escape(failure.message))\">"
                text += "\(escape(failure.text))</failure>\n    </testcase>\n"
            }
            text += "  </testsuite>\n"
        }
        return text + "</testsuites>\n"
    }

    /// A suite a file: a test for each finding, or one that passed.
    static func text(_ findings: [Diagnostic], files: [String]) -> String {
        var byFile: [String: [Diagnostic]] = [:]
        var names = files
        for finding in findings {
            let file = finding.location?.source.name ?? ""
            if byFile[file] == nil, !files.contains(file) { names.append(file) }
            byFile[file, default: []].append(finding)
        }
        return text(
            names.map { file in
                let cases = (byFile[file] ?? []).map { finding in
                    Case(
                        name: finding.location.map { "\(finding.code) \(CaretText.place($0))" } ?? finding.code, className: file,
                        failure: (finding.code, finding.message, CaretText(paint: Painter(isOn: false), width: 140).text(finding)))
                }
                return Suite(name: file, cases: cases.isEmpty ? [Case(name: "lint", className: file, failure: nil)] : cases)
            })
    }

    /// Text for XML; characters that XML forbids become U+FFFD.
    private static func escape(_ text: String) -> String {
        text.unicodeScalars.map { scalar in
            switch scalar {
            case "&": "&amp;"
            case "<": "&lt;"
            case ">": "&gt;"
            case "\"": "&quot;"
            case "\n": "&#10;"
            case "\t": "&#9;"
            case _ where scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF: "\u{FFFD}"
            default: String(Character(scalar))
            }
        }.joined()
    }
}
