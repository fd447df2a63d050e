import SyncCore
import Testing

@Suite struct CanonicalRecordTests {
    @Test(arguments: RecordKind.allCases)
    func `the line of a record is its canonical JSON`(kind: RecordKind) {
        let id = RecordID(trusted: "019ab000-0000-7000-8000-000000000001")
        let instrument = RecordID(trusted: "019ab000-0000-7000-8000-000000000002")
        let full = Dictionary(uniqueKeysWithValues: kind.fieldNames.map { ($0, "\"\($0)\"\n器具") })
        for values in [[:], full, ["compulsory": "false", "declared": "true"]] {
            for aggregate in [nil, instrument] {
                let record = CanonicalRecord(
                    kind: kind,
                    id: id,
                    instrument: aggregate,
                    values: values
                )
                #expect(record.line == record.json.canonical)
            }
        }
    }
}
