/// What the line of a record is made of, and what of it a user unit may write at its registration.
///
/// Fields stand in a body as they stand in a line, in the same order, so whole runs of them are copied; those that
/// have no value are copied from the line of a record without any.
struct LineForm: Sendable {
    private let kind: RecordKind
    private let members: [Member]
    /// What each member is asked by a user unit that may not write whatever it likes, by its place.
    private let rules: [FieldRule?]
    /// All members without values, each behind a comma.
    private let empty: [UInt8]

    /// Without references, since there are twenty for each record.
    private struct Member {
        let content: CanonicalRecord.LineMember.Content
        let form: RecordKind.FieldForm
        let isSparse: Bool
        /// Whether a user unit may write whatever it likes.
        let isFree: Bool
        /// Where it stands in `empty`, without the comma.
        let place: Range<Int>
        /// Where its name stands there, without quotes.
        let name: Range<Int>

        /// What stands before its value.
        var opening: Range<Int> { place.lowerBound..<(name.upperBound + 2) }
    }

    init(_ kind: RecordKind, under authority: Authority) {
        var (members, rules, empty): ([Member], [FieldRule?], [UInt8]) = ([], [], [])
        for line in CanonicalRecord.members[kind] ?? [] {
            let start = empty.count + 1
            var written = [UInt8(ascii: ",")]
            line.write(line.content == .kind ? kind.rawValue : nil, to: &written)
            empty += written.dropFirst()
            let rule = authority.rule(for: kind, line.name)
            rules.append(rule)
            members.append(
                Member(
                    content: line.content,
                    form: line.form,
                    isSparse: line.isSparse,
                    isFree: rule?.admits(nil, from: .userUnit) ?? false,
                    place: start..<empty.count,
                    name: start + 1..<start + 1 + line.name.utf8.count
                )
            )
        }
        self.kind = kind
        (self.members, self.rules, self.empty) = (members, rules, empty)
    }

    /// The line of a record of which only this was ever said; `nil` where a user unit may not say it. `aggregate` is
    /// the instrument of a verification.
    func line(of patch: ScannedPatch, on aggregate: RecordID) -> [UInt8]? {
        empty.withUnsafeBufferPointer { empty in
            var line = Line(patch.body, empty)
            var next = 0
            for index in members.indices {
                let member = members[index]
                switch member.content {
                case .id: line.write(patch.id, behind: member.opening)
                case .kind: line.copy(member.place, from: .form)
                case .instrument:
                    if !kind.isRoot { line.write(aggregate, behind: member.opening) }
                case .field:
                    guard next < patch.fields.count, case let field = patch.fields[next],
                        patch.name(of: field).elementsEqual(empty[member.name])
                    else {
                        if !member.isSparse { line.copy(member.place, from: .form) }
                        continue
                    }
                    next += 1
                    guard
                        member.isFree
                            || rules[index]?.admits(patch.text(of: field), from: .userUnit) ?? false
                    else { return nil }
                    write(field, of: patch, member, to: &line)
                }
            }
            return next == patch.fields.count ? line.finished() : nil
        }
    }

    private func write(
        _ field: ScannedPatch.Field,
        of patch: ScannedPatch,
        _ member: Member,
        to line: inout Line
    ) {
        switch member.form {
        case .text:
            if field.hasValue || !member.isSparse { line.copy(field.place, from: .body) }
        case .truth(let missing):
            let truth = RecordKind.truth(patch.text(of: field), missing: missing)
            line.write(truth, behind: member.opening)
        }
    }

    /// A line that is being written.
    private struct Line {
        private let body: UnsafeBufferPointer<UInt8>
        private let form: UnsafeBufferPointer<UInt8>
        private var output: [UInt8] = []
        /// What is still to be copied.
        private var run = 0..<0
        private var source = Source.body

        enum Source { case body, form }

        init(_ body: UnsafeBufferPointer<UInt8>, _ form: UnsafeBufferPointer<UInt8>) {
            (self.body, self.form) = (body, form)
            output.reserveCapacity(960)
        }

        /// Writes a member as it stands in the body or in the form.
        mutating func copy(_ place: Range<Int>, from source: Source) {
            // Behind the former one stands a comma, there as in the line.
            if source == self.source, place.lowerBound == run.upperBound + 1, !run.isEmpty {
                run = run.lowerBound..<place.upperBound
            } else {
                copyRun()
                (run, self.source) = (place, source)
            }
        }

        mutating func write(_ id: RecordID, behind opening: Range<Int>) {
            write(opening)
            JSONText.append(id.description, to: &output)
        }

        mutating func write(_ truth: Bool?, behind opening: Range<Int>) {
            write(opening)
            output.append(contentsOf: (truth.map { $0 ? "true" : "false" } ?? "null").utf8)
        }

        mutating func finished() -> [UInt8] {
            copyRun()
            output.append(UInt8(ascii: "}"))
            return output
        }

        private mutating func write(_ opening: Range<Int>) {
            copyRun()
            output.append(UInt8(ascii: output.isEmpty ? "{" : ","))
            output.append(contentsOf: UnsafeBufferPointer(rebasing: form[opening]))
        }

        private mutating func copyRun() {
            guard !run.isEmpty else { return }
            output.append(UInt8(ascii: output.isEmpty ? "{" : ","))
            let bytes = source == .body ? body : form
            output.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[run]))
            run = 0..<0
        }
    }
}
