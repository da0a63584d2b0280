import MeshResources

/// The access matrix as a table, as CSV and as a page.
struct MatrixText {
    let matrix: AccessMatrix

    /// A table with a mark a cell and a legend.
    func table(_ paint: Painter) -> String {
        guard !matrix.targets.isEmpty else { return "no workload with a service port is among the inputs\n" }
        var table = Table([""] + matrix.targets.indices.map { "[\($0 + 1)]" }, padding: 2)
        for (identity, row) in zip(matrix.identities, matrix.cells) { table.add([identity.name] + row.map { Self.mark($0.access) }) }
        var text = table.text()
        text += "\n"
        for (index, target) in matrix.targets.enumerated() { text += "[\(index + 1)] \(target.name)\n" }
        return text + "\nyes: every request   some: it depends on more than the identity   no: none\n"
    }

    private static func mark(_ access: AccessMatrix.Access) -> String {
        switch access {
        case .allowed: "yes"
        case .denied: "no"
        case .depends: "some"
        }
    }

    /// A line a pair.
    var csv: String {
        var text = "source,destination,access,reason\n"
        for (identity, row) in zip(matrix.identities, matrix.cells) {
            for (target, cell) in zip(matrix.targets, row) {
                text += [identity.name, target.name, cell.access.rawValue, cell.reason].map(Self.field).joined(separator: ",") + "\n"
            }
        }
        return text
    }

    private static func field(_ text: String) -> String {
        guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return text }
        return "\"" + text.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
    }

    /// One page that needs nothing from elsewhere; the reason of a cell shows when it is pointed at.
    var html: String {
        var rows = ""
        for (identity, row) in zip(matrix.identities, matrix.cells) {
            rows += "<tr><th scope=\"row\">\(Markup.escape(identity.name))</th>"
            for (target, cell) in zip(matrix.targets, row) {
                let title = "\(identity.name) → \(target.name): \(cell.reason)"
                rows += "<td class=\"\(cell.access.rawValue)\" title=\"\(Markup.escape(title))\">\(Self.mark(cell.access))</td>"
            }
            rows += "</tr>\n"
        }
        let heads = matrix.targets.map { "<th scope=\"col\"><span>\(Markup.escape($0.name))</span></th>" }.joined()
        return Markup.page(
            title: "Who may call whom",
            style: """
                table { border-collapse: collapse }
                th, td { padding: .3rem .6rem; border: 1px solid #8884; text-align: center }
                thead th { vertical-align: bottom } thead span { writing-mode: vertical-rl; transform: rotate(180deg) }
                tbody th { text-align: left; font-weight: 500 }
                .allowed { background: #2a96 } .denied { background: #c446 } .depends { background: #ca46 }
                """,
            body: "<table>\n<thead><tr><td></td>\(heads)</tr></thead>\n<tbody>\n\(rows)</tbody>\n</table>\n"
                + "<p>yes: every request; some: it depends on more than the identity; no: none.</p>\n")
    }
}

/// Pages that a browser shows without a network.
enum Markup {
    /// A text with the characters that mark up replaced.
    static func escape(_ text: String) -> String {
        var result = ""
        for character in text.unicodeScalars {
            switch character {
            case "&": result += "&amp;"
            case "<": result += "&lt;"
            case ">": result += "&gt;"
            case "\"": result += "&quot;"
            default: result.unicodeScalars.append(character)
            }
        }
        return result
    }

    /// A whole page.
    static func page(title: String, style: String, body: String) -> String {
        """
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width">
        <title>\(escape(title))</title>
        <style>
        :root { color-scheme: light dark; font: 14px/1.45 system-ui, sans-serif }
        body { margin: 1.5rem } h1 { font-size: 1.3rem }
        \(style)
        </style>
        </head>
        <body>
        <h1>\(escape(title))</h1>
        \(body)</body>
        </html>

        """
    }
}
