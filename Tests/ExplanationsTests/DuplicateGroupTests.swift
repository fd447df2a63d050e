import Explanations
import SyncCore
import TestSupport
import Testing

/// Which registrations are probably one instrument, and which of them to keep.
struct DuplicateGroupTests {
    private static func registration(
        _ number: Int,
        owner: String = "甲单位",
        manufacturer: String = "示例衡器一厂",
        model: String = "ACS-30",
        serial: String = "00123",
        hasResult: Bool = false,
        hubSeq: Int64? = nil
    ) -> Registration {
        Registration(
            id: id(number),
            owner: owner,
            values: { field in
                switch field {
                case .manufacturer: manufacturer
                case .model: model
                case .serial: serial
                default: nil
                }
            },
            hasResult: hasResult,
            hubSeq: hubSeq
        )
    }

    private static func id(_ number: Int) -> RecordID {
        RecordID(trusted: "01a00000-0000-7000-8000-00000000000\(number)")
    }

    struct Pair: CustomTestStringConvertible, Sendable {
        let testDescription: String
        let other: Registration
        let isDuplicate: Bool
    }

    static let pairs = [
        Pair(testDescription: "the same", other: registration(2), isDuplicate: true),
        Pair(
            testDescription: "written in another case and width",
            other: registration(2, model: "ａｃｓ－３０", serial: " 00123 "),
            isDuplicate: true
        ),
        Pair(
            testDescription: "without the leading zeros",
            other: registration(2, serial: "123"),
            isDuplicate: false
        ),
        Pair(
            testDescription: "of another manufacturer",
            other: registration(2, manufacturer: "示例衡器二厂"),
            isDuplicate: false
        ),
        Pair(
            testDescription: "of another owner",
            other: registration(2, owner: "乙单位"),
            isDuplicate: false
        ),
    ]

    @Test(arguments: pairs)
    func `two registrations are probably one instrument`(_ pair: Pair) {
        let groups = DuplicateGroup.groups(among: [Self.registration(1), pair.other])
        #expect(groups.count == (pair.isDuplicate ? 1 : 0))
    }

    @Test
    func `a result comes first, then who reached the hub first, in whatever order they stand`() {
        let all = [
            Self.registration(1), Self.registration(2, hubSeq: 9),
            Self.registration(3, hubSeq: 4), Self.registration(4, hasResult: true, hubSeq: 20),
            Self.registration(5, serial: "7"),
        ]
        for seed in UInt64(1)...20 {
            var random = SeededGenerator(seed: seed)
            let groups = DuplicateGroup.groups(among: all.shuffled(using: &random))
            #expect(groups.map { $0.registrations.map(\.id) } == [[4, 3, 2, 1].map(Self.id)])
        }
    }
}
