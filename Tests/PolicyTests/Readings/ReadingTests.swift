import Policy
import TestSupport
import Testing

/// The readings: all are listed, and each says what it rests with.
struct ReadingTests {
    @Test func `every reading stands in the list, in order`() {
        let numbers = (1...42).flatMap { number -> [String] in
            switch number {
            case 5: ["5", "5a"]
            case 6: ["6", "6a"]
            case 20: ["20", "20a", "20b"]
            default: ["\(number)"]
            }
        }
        #expect(Reading.all.map(\.number) == numbers)
    }

    @Test func `a reading says in both languages what is open and how it is read`() {
        for reading in Reading.all {
            for language in Language.allCases {
                #expect(!reading.question(in: language).isEmpty, "\(reading.number)")
                #expect(!reading.text(in: language).isEmpty, "\(reading.number)")
            }
            #expect(reading.text(in: .chinese) != reading.text(in: .english))
        }
    }

    @Test func `a parameter that a reading names exists, and a reading's parameter is named`() {
        var parameters: [String: Parameter] = [:]
        for law in PolicyEngine().laws { parameters.merge(law.set.parameters) { $1 } }
        var named: Set<String> = []
        for reading in Reading.all {
            guard case .parameters(let names) = reading.standing else { continue }
            #expect(!names.isEmpty, "\(reading.number)")
            for name in names { #expect(parameters[name] != nil, "\(reading.number) \(name)") }
            named.formUnion(names)
        }
        for (name, parameter) in parameters where parameter.unit == "reading" {
            #expect(named.contains(name), "\(name)")
        }
    }

    @Test func `a fixed reading stands in a file that exists`() throws {
        for reading in Reading.all {
            guard case .fixed(let file) = reading.standing else { continue }
            #expect(try !Checkout.bytes("Sources/\(file)").isEmpty, "\(reading.number)")
        }
    }
}
