import XCTest

@testable import MeshResources

final class GoTemplateTests: XCTestCase {
    private let data: TemplateValue = TemplateValue([
        "name": "web", "n": 15020, "half": 0.5, "big": 1234567, "t": true, "f": false, "nothing": nil, "list": ["a", "b"], "empty": [],
        "map": ["k1": "v1", "k2": ["x": "y"]],
    ])

    private func render(_ text: String, _ data: TemplateValue? = nil) throws -> String {
        let template = try Template(text, name: "t", functions: .builtin)
        return String(decoding: try template.render(data ?? self.data), as: UTF8.self)
    }

    private func error(_ text: String) -> String {
        do {
            return "no error: " + (try render(text))
        } catch {
            return "\(error)"
        }
    }

    func testTextAndTrimming() throws {
        XCTAssertEqual(try render("a {{- .name -}} \n b {{.name}} c"), "awebb web c")
        XCTAssertEqual(try render("{{- /* c */ -}} x {{/* d */}}y"), "x y")
        XCTAssertEqual(try render("{{-3}}|{{ -3 }}|{{`a\\n`}}|{{\"a\\n\\u00e9\"}}|{{'x'}}"), "-3|-3|a\\n|a\né|120")
        XCTAssertEqual(try render("{{\"}}\"}}{{\n.name\n}}"), "}}web")
    }

    func testPrinting() throws {
        XCTAssertEqual(
            try render("{{.n}} {{.half}} {{.big}} {{.t}} {{.list}} {{.map}}"), "15020 0.5 1.234567e+06 true [a b] map[k1:v1 k2:map[x:y]]")
        XCTAssertEqual(try render("{{.absent}} {{.nothing}} {{.absent.more}}"), "<no value> <no value> <no value>")
        XCTAssertEqual(
            try render("{{print .nothing}} {{printf \"%v %s %d %q %t %5d|%-4s|%05.1f\" 1 `a` 7 `q` true 42 `x` 2.25}}"),
            "<nil> 1 a 7 \"q\" true    42|x   |002.2")
    }

    func testControl() throws {
        XCTAssertEqual(
            try render(
                "{{if .f}}1{{else if .t}}2{{else}}3{{end}}{{if .empty}}x{{end}}{{with .map}}{{.k1}}{{end}}{{with .f}}a{{else}}b{{end}}"),
            "2v1b")
        XCTAssertEqual(
            try render("{{range .list}}{{.}};{{end}}{{range $i, $x := .list}}{{$i}}={{$x}} {{end}}{{range $k, $v := .map}}{{$k}},{{end}}"),
            "a;b;0=a 1=b k1,k2,")
        XCTAssertEqual(
            try render(
                "{{range .empty}}x{{else}}none{{end}}{{range 3}}{{.}}{{end}}{{range .list}}{{if eq . `a`}}{{continue}}{{end}}{{.}}{{break}}{{end}}"
            ), "none012b")
        XCTAssertEqual(try render("{{$x := 1}}{{if true}}{{$x = 2}}{{$x := 3}}{{end}}{{$x}}{{range .list}}{{$x = .}}{{end}}{{$x}}"), "2b")
        XCTAssertEqual(
            try render("{{define `d`}}<{{.}}{{$}}>{{end}}{{template `d` .name}}{{template `d`}}"), "<webweb><<no value><no value>>")
        XCTAssertEqual(try render("{{block `b` .name}}[{{.}}]{{end}}{{with .f}}a{{else with .name}}{{.}}{{end}}"), "[web]web")
    }

    func testFunctions() throws {
        XCTAssertEqual(try render("{{and .t .name}} {{and .f .name}} {{or .f .name}} {{or .f 0}} {{not .f}}"), "web false web 0 true")
        XCTAssertEqual(
            try render("{{eq .name `a` `web`}} {{ne .name `web`}} {{lt 1 2}} {{ge 2 2}} {{eq .absent `x`}} {{eq .nothing .absent}}"),
            "true false true true false true")
        XCTAssertEqual(
            try render("{{index .list 1}} {{index .map `k2` `x`}} {{index .map `no`}} {{len .list}} {{len .name}} {{slice .name 1 2}}"),
            "b y <no value> 2 3 e")
        XCTAssertEqual(
            try render("{{(.map.k2).x}} {{(.nothing).x}} {{.name | printf `%s-%s` `a`}} {{html `<a>`}} {{urlquery `a b&c`}}"),
            "y <no value> a-web &lt;a&gt; a+b%26c")
    }

    func testErrorsOfReading() {
        XCTAssertEqual(error("a\n{{ .name"), "template: t:2:1: unclosed action")
        XCTAssertEqual(error("{{if .t}}x"), "template: t:1:11: unexpected EOF")
        XCTAssertEqual(error("{{nope 1}}"), "template: t:1:3: function \"nope\" not defined")
        XCTAssertEqual(error("{{$x}}"), "template: t:1:3: undefined variable \"$x\"")
        XCTAssertEqual(error("{{end}}"), "template: t:1:3: unexpected {{end}}")
        XCTAssertEqual(error("{{1 | 2}}"), "template: t:1:3: non executable command in pipeline stage 2")
        XCTAssertEqual(error("{{`a}}"), "template: t:1:3: unterminated raw quoted string")
        XCTAssertEqual(error("{{break}}"), "template: t:1:3: {{break}} outside {{range}}")
        XCTAssertTrue(error("{{/* x").contains("unclosed comment"))
        XCTAssertTrue(error("{{(1}}").contains("unclosed left paren"))
        XCTAssertTrue(error("{{}}").contains("missing value for command"))
    }

    func testErrorsOfRunning() {
        XCTAssertEqual(
            error("\n {{ .nothing.more }}"),
            "template: t:2:5: executing \"t\" at <.nothing.more>: nil pointer evaluating interface {}.more")
        XCTAssertTrue(error("{{.name.x}}").contains("can't evaluate field x in type string"))
        XCTAssertTrue(error("{{eq .n 1}}").contains("error calling eq: incompatible types for comparison"))
        XCTAssertTrue(error("{{index .list 2}}").contains("index out of range: 2"))
        XCTAssertTrue(error("{{index .absent 2}}").contains("index of untyped nil"))
        XCTAssertTrue(error("{{template `x`}}").contains("template \"x\" not defined"))
        XCTAssertTrue(error("{{not 1 2}}").contains("wrong number of args for not: want 1 got 2"))
        XCTAssertTrue(error("{{printf 1}}").contains("expected string; found 1"))
        XCTAssertTrue(error("{{printf .absent}}").contains("invalid value; expected string"))
        XCTAssertTrue(error("{{.name 1}}").contains("has arguments but cannot be invoked as function"))
        XCTAssertTrue(error("{{range .name}}{{end}}").contains("range can't iterate over web"))
    }

    func testTemplatesThatNeverEndAreStopped() {
        XCTAssertTrue(error("{{define `a`}}{{template `a` .}}{{end}}{{template `a` .}}").contains("exceeded maximum template depth"))
        XCTAssertTrue(error("{{range 1000000000}}{{range 1000000000}}{{end}}{{end}}").contains("runs too long"))
        XCTAssertTrue(error("{{range 1000000000}}\(String(repeating: "x", count: 1 << 16)){{end}}").contains("writes more than"))
        XCTAssertTrue(error(String(repeating: "{{if 1}}", count: 5000)).contains("nested too deeply"))
        XCTAssertTrue(
            error("{{" + String(repeating: "(", count: 5000) + "1" + String(repeating: ")", count: 5000) + "}}").contains(
                "nested too deeply"))
        XCTAssertTrue(error("{{printf `%999999999d` 1}}").contains("width"))
    }
}
