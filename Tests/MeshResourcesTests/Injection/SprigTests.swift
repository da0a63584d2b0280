import XCTest

@testable import MeshResources

final class SprigTests: XCTestCase {
    private func render(_ text: String) throws -> String {
        let data: TemplateValue = TemplateValue(["l": ["b", "a", "b", nil, ""], "m": ["x": ["y": 1], "z": "w"], "n": 7, "s": "a-b-c"])
        return String(decoding: try Template(text, name: "t", functions: .injection).render(data), as: UTF8.self)
    }

    func testTexts() throws {
        XCTAssertEqual(try render("{{quote `a\"b` nil 1}} {{squote `x`}} {{cat `a` 1}}"), "\"a\\\"b\" \"1\" 'x' a 1")
        XCTAssertEqual(
            try render("{{trim ` a `}}|{{trimAll `$` `$5$`}}|{{trimPrefix `a-` .s}}|{{trimSuffix `-c` .s}}|{{hasPrefix `a` .s}}"),
            "a|5|b-c|a-b|true")
        XCTAssertEqual(
            try render("{{upper `é`}}{{lower `ABC`}} {{title `foo bar`}} {{untitle `Foo Bar`}} {{swapcase `aB`}}"),
            "Éabc Foo Bar foo bar Ab")
        XCTAssertEqual(
            try render(
                "{{snakecase `FirstName`}} {{kebabcase `FirstName`}} {{camelcase `http_server`}} {{nospace `a b`}} {{initials `First Try`}}"
            ), "first_name first-name HttpServer ab FT")
        XCTAssertEqual(
            try render(
                "{{replace `-` `+` .s}} {{repeat 3 `ab`}} {{substr 0 3 `hello`}} {{trunc 2 .s}} {{trunc -2 .s}} {{abbrev 5 `hello world`}} {{plural `one` `many` 2}}"
            ), "a+b+c ababab hel a- -c he... many")
        XCTAssertEqual(try render("{{nindent 2 `a\nb`}}|{{indent 2 `a\nb`}}|{{wrap 5 `aa bb cc`}}"), "\n  a\n  b|a\n  b|aa bb\ncc")
    }

    func testDefaultsAndConversions() throws {
        XCTAssertEqual(
            try render(
                "{{default `d` .absent}} {{default `d` 0}} {{default `d` .s}} {{coalesce nil `` `x`}} {{ternary 1 2 true}} {{empty .l}}"),
            "d d a-b-c x 1 false")
        XCTAssertEqual(
            try render(
                "{{int `12`}} {{int64 7.9}} {{float64 `1.5`}} {{atoi `x`}} {{toString 5}} {{kindOf .l}} {{typeOf 1.0}} {{kindIs `map` .m}}"),
            "12 7 1.5 0 5 slice float64 true")
        XCTAssertEqual(
            try render(
                "{{toJson .m}} {{(fromJson `{\"a\":[1]}`).a}} {{toRawJson `<`}} {{toJson `<`}} {{b64enc `hello`}} {{b64dec `aGVsbG8=`}}"),
            "{\"x\":{\"y\":1},\"z\":\"w\"} [1] \"<\" \"\\u003c\" aGVsbG8= hello")
    }

    func testLists() throws {
        XCTAssertEqual(
            try render(
                "{{first .l}}{{last (list 1 2)}} {{rest (list 1 2 3)}} {{initial (list 1 2 3)}} {{reverse (list 1 2)}} {{uniq (list 1 1 2)}} {{compact .l}}"
            ), "b2 [2 3] [1 2] [2 1] [1 2] [b a b]")
        XCTAssertEqual(
            try render(
                "{{append (list 1) 2}} {{prepend (list 1) 0}} {{concat (list 1) (list 2)}} {{without (list 1 2 1) 1}} {{has 2 (list 1 2)}} {{sortAlpha .l}}"
            ), "[1 2] [0 1] [1 2] [2] true [ a b b]")
        XCTAssertEqual(
            try render(
                "{{join `,` .l}} {{splitList `-` .s}} {{(split `-` .s)._1}} {{(splitn `-` 2 .s)._1}} {{until 3}} {{untilStep 5 0 -2}} {{seq 1 3}} {{chunk 2 (list 1 2 3)}}"
            ), "b,a,b, [a b c] b b-c [0 1 2] [5 3 1] 1 2 3 [[1 2] [3]]")
    }

    func testMaps() throws {
        XCTAssertEqual(
            try render(
                "{{$d := dict `a` 1 `b` 2}}{{keys $d}} {{values $d}} {{get $d `a`}} {{hasKey $d `c`}} {{pick $d `a`}} {{dig `x` `y` 0 .m}} {{dig `x` `q` 0 .m}}"
            ), "[a b] [1 2] 1 false map[a:1] 1 0")
        XCTAssertEqual(
            try render("{{merge (dict `a` 1) (dict `a` 2 `b` 3)}} {{mergeOverwrite (dict `a` 1) (dict `a` 2)}} {{pluck `z` .m}}"),
            "map[a:1 b:3] map[a:2] [w]")
    }

    func testNumbersAndPaths() throws {
        XCTAssertEqual(
            try render(
                "{{add 1 2 3}} {{sub 5 2}} {{mul 2 3}} {{div 7 2}} {{mod 7 2}} {{max 1 3 2}} {{min 3 1}} {{add1 1}} {{floor 1.9}} {{ceil 1.1}} {{round 1.256 2}}"
            ), "6 3 6 3 1 3 1 2 1 2 1.26")
        XCTAssertEqual(
            try render("{{base `/a/b.c`}} {{dir `/a/b.c`}} {{clean `/a/../b//c`}} {{ext `x.tar.gz`}} {{isAbs `a`}}"),
            "b.c /a /b/c .gz false")
    }

    /// What Go's own text/template and Sprig make of the same expressions.
    func testAsGoHasIt() throws {
        for (text, expected) in [
            (
                "printf `%#v %U %q %e %6.2f% x` .l 65 65 12345.678 12.345 `hi`",
                ##"[]interface {}{"b", "a", "b", interface {}(nil), ""} U+0041 'A' 1.234568e+04  12.3568 69"##
            ),
            ("printf `%[2]v %[1]v` 1 2", "2 1"), ("printf `%d %x` (list 1 2) (list `a`)", "[1 2] [61]"), ("printf `%.3f` 1e-9", "0.000"),
            ("printf `%.0f %.0f %.1f %f` 0.5 1.5 99.95 1e21", "0 2 100.0 1000000000000000000000.000000"),
            ("int `1e3`", "0"), ("int `08`", "0"), ("int `0x10`", "16"), ("int `3.9`", "3"), ("float64 `0x1F`", "0"), ("add `1e3` 1", "1"),
            ("has 1.0 (list 1 2)", "false"), ("has `a` nil", "false"), ("deepEqual (dict `a` 1) (dict `a` 1.0)", "false"),
            ("wrapWith 5 `|` `Hello World foo`", "Hello|World|foo"), ("wrapWith 4 `|` `FooBar`", "FooB|ar"),
            ("addf 1.5 2 0.1", "3.6"), ("mulf 1.1 2", "2.2"), ("subf 3 .5", "2.5"), ("divf 1 3", "0.3333333333333333"),
            ("regexMatch `^[a-z]+$` `abc`", "true"), ("regexMatch `[` `a`", "false"),
            ("regexFindAll `[2,4,6,8]` `123456789` -1", "[2 4 6 8]"),
            ("regexReplaceAll `a(x*)b` `-ab-axxb-` `${1}W`", "-W-xxW-"), ("regexReplaceAll `a(x*)b` `-ab-axxb-` `$1W`", "---"),
            ("regexReplaceAllLiteral `a(x*)b` `-ab-axxb-` `${1}`", "-${1}-${1}-"), ("regexSplit `z+` `pizza` -1", "[pi a]"),
            ("regexSplit `z+` `pizza` 1", "[pizza]"), ("regexSplit `` `abc` -1", "[a b c]"), ("regexQuoteMeta `1.2.3`", "1\\.2\\.3"),
            ("regexReplaceAll `b*` `abc` `-`", "-a-c-"), ("regexFindAll `a*` `baac` -1", "[ aa ]"), ("regexFind `[a-z][1-9]` `xd1`", "d1"),
        ] {
            XCTAssertEqual(try render("{{\(text)}}"), expected, text)
        }
        for text in ["seq `3`", "until 2.5", "repeat -1 `a`", "divf 1 0", "mustRegexMatch `[` `a`", "99999999999999999999"] {
            XCTAssertThrowsError(try render("{{\(text)}}"), text)
        }
        XCTAssertThrowsError(try render("{{define `a`}}x{{end}}{{define `a`}}y{{end}}"))
    }

    func testGiganticResultsAreRefused() {
        for text in [
            "{{repeat 1000000000 `ab`}}", "{{until 1000000000}}", "{{indent 1000000000 `a`}}", "{{div 1 0}}",
            "{{untilStep -9223372036854775807 9223372036854775807 1}}", "{{seq 1 9223372036854775807}}",
        ] {
            XCTAssertThrowsError(try render(text), text)
        }
    }
}
