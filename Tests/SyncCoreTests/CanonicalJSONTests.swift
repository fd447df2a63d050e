import SyncCore
import TestSupport
import Testing

/// RFC 8785: one value has one text.
struct CanonicalJSONTests {
    static let cases: [(label: String, text: String, canonical: String)] = [
        ("blanks go", #" { "a" : [ 1 , 2 ] } "#, #"{"a":[1,2]}"#),
        ("names are sorted", #"{"b":1,"a":2,"B":3}"#, #"{"B":3,"a":2,"b":1}"#),
        (
            "by UTF-16, where an emoji precedes a private character",
            #"{"\ue000":1,"😀":2}"#, "{\"😀\":2,\"\u{E000}\":1}"
        ),
        ("a shorter name first", #"{"aa":1,"a":2}"#, #"{"a":2,"aa":1}"#),
        ("escapes are the shortest", #""\u0041\u000a\u001f\/""#, #""A\n\u001f/""#),
        ("a pair of surrogates is one character", #""\ud83d\ude00""#, #""😀""#),
        (
            "equal looking texts keep their bytes", #"{"e\u0301":1,"é":2}"#,
            "{\"e\u{301}\":1,\"é\":2}"
        ),
        ("the smallest number", "-9223372036854775808", "-9223372036854775808"),
        ("words", "[true,false,null]", "[true,false,null]"),
        ("empty ones", #"{"a":{},"b":[],"c":""}"#, #"{"a":{},"b":[],"c":""}"#),
    ]

    @Test(arguments: cases)
    func `a text becomes canonical`(_ example: (label: String, text: String, canonical: String))
        throws
    {
        let value = try JSONParser.parse(Array(example.text.utf8))
        #expect(value.canonicalText == example.canonical, "\(example.label)")
        #expect(Array(value.canonicalText.utf8) == Array(example.canonical.utf8))
    }

    @Test(arguments: cases)
    func `an object that is left unread comes to the same bytes`(
        _ example: (label: String, text: String, canonical: String)
    ) throws {
        for text in [example.text, example.canonical] {
            let message = Array(#"{"body":{"a":\#(text)}}"#.utf8)
            let value = try JSONParser.parse(message, leaving: "body")
            #expect(value.canonical == (try JSONParser.parse(message).canonical))
        }
    }

    @Test(arguments: [
        (#"{"a":[1,-2,0,true,null],"b":"é","c":{}}"#, true), (#"{"a":"é","a":1}"#, false),
        (#"{"b":1,"a":1}"#, false), (#"{"a": 1}"#, false), (#"{"a":01}"#, false),
        (#"{"a":-0}"#, false), (#"{"a":1.5}"#, false), (#"{"a":"\n"}"#, false),
        (#"{"é":1}"#, false), (#"{"a":tru}"#, false), (#"{"a":1,}"#, false),
        (#"{"a":1000000000000000000000}"#, false),
    ])
    func `only an object that is plainly canonical is left unread`(body: String, isLeft: Bool) {
        let message = Array(#"{"body":\#(body)}"#.utf8)
        let value = try? JSONParser.parse(message, leaving: "body")
        #expect((value?["body"] == .unread(Array(body.utf8))) == isLeft)
        #expect((value == nil) == ((try? JSONParser.parse(message)) == nil))
    }

    @Test func `bytes that are no UTF-8 are refused in an object that is left unread, too`() {
        let message = Array(#"{"body":{"a":""#.utf8) + [0xFF] + Array(#""}}"#.utf8)
        #expect(throws: JSONError.self) { try JSONParser.parse(message, leaving: "body") }
    }

    static let refused: [(text: String, reason: JSONError.Reason)] = [
        ("", .endOfText), ("{", .endOfText), (#"{"a":1"#, .endOfText), (#""abc"#, .endOfText),
        ("1 2", .trailing), ("[1,]", .unexpected), ("{a:1}", .unexpected), ("nul", .unexpected),
        (#"{"a":1,"a":2}"#, .duplicateName), (#"{"a":1,"\u0061":2}"#, .duplicateName),
        ("1.5", .notInteger), ("1e3", .notInteger), ("01", .notInteger), ("-0", .notInteger),
        ("9223372036854775808", .notInteger), ("-", .unexpected),
        (#""\x""#, .badEscape), (#""\u12g4""#, .badEscape), (#""\ud800""#, .badUnicode),
        (#""\udc00""#, .badUnicode), ("\"\u{01}\"", .unexpected),
        (String(repeating: "[", count: 40), .tooDeep),
    ]

    @Test(arguments: refused)
    func `what two readers could understand differently is refused`(
        _ example: (text: String, reason: JSONError.Reason)
    ) {
        let error = #expect(throws: JSONError.self) {
            try JSONParser.parse(Array(example.text.utf8))
        }
        #expect(error?.reason == example.reason, "\(example.text)")
    }

    @Test func `bytes that are no UTF-8 are refused`() {
        let error = #expect(throws: JSONError.self) {
            try JSONParser.parse([0x22, 0xC3, 0x28, 0x22])
        }
        #expect(error?.reason == .badUnicode && error?.offset == 1)
    }

    @Test func `what is written canonically reads back the same`() throws {
        let seed = UInt64.random(in: 0 ... .max)
        var random = SeededGenerator(seed: seed)
        for _ in 0..<500 {
            let value = Self.value(depth: 0, &random)
            let again = try JSONParser.parse(value.canonical)
            #expect(again.canonical == value.canonical, "seed \(seed)")
        }
    }

    private static func value(depth: Int, _ random: inout SeededGenerator) -> JSONValue {
        switch Int.random(in: 0..<(depth > 3 ? 4 : 6), using: &random) {
        case 0: return .null
        case 1: return .bool(Bool.random(using: &random))
        case 2: return .integer(Int64.random(in: .min ... .max, using: &random))
        case 3: return .string(text(&random))
        case 4: return .array((0..<3).map { _ in value(depth: depth + 1, &random) })
        default:
            let members = (0..<3).map { index in
                JSONValue.Member("\(index)" + text(&random), value(depth: depth + 1, &random))
            }
            return .object(members.shuffled(using: &random))
        }
    }

    private static func text(_ random: inout SeededGenerator) -> String {
        let letters = ["a", "\"", "\\", "\n", "\u{1}", "é", "检", "😀", "\u{E000}", " "]
        return (0..<4).map { _ in letters.randomElement(using: &random) ?? "" }.joined()
    }
}
