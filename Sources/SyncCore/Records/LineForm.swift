/// What the line of a record is made of, and what of it a user unit may write at its registration.
///
/// Fields stand in a body as they stand in a line, in the same order, so whole runs of them are copied.
struct LineForm: Sendable {
    private let kind: RecordKind
    private let members: [Member]

    private struct Member {
        let line: CanonicalRecord.LineMember
        let name: [UInt8]
        /// `nil` for what is no field.
        let rule: FieldRule?
        /// Whether a user unit may write whatever it likes.
        let isFree: Bool

        init(_ line: CanonicalRecord.LineMember, of kind: RecordKind, under authority: Authority) {
            self.line = line
            name = Array(line.name.utf8)
            rule = authority.rule(for: kind, line.name)
            isFree = rule?.admits(nil, from: .userUnit) ?? false
        }

        func admits(_ field: ScannedPatch.Field) -> Bool {
            isFree || rule?.admits(field.text, from: .userUnit) ?? false
        }

        /// Whether the field stands in the line as in the body.
        func copies(_ field: ScannedPatch.Field) -> Bool {
            if case .text = line.form { field.value != nil || !line.isSparse } else { false }
        }
    }

    init(_ kind: RecordKind, under authority: Authority) {
        self.kind = kind
        members = (CanonicalRecord.members[kind] ?? []).map {
            Member($0, of: kind, under: authority)
        }
    }

    /// The line of a record of which only this was ever said; `nil` where a user unit may not say it. `aggregate` is
    /// the instrument of a verification.
    func line(
        of patch: ScannedPatch,
        in body: UnsafeBufferPointer<UInt8>,
        on aggregate: RecordID
    ) -> [UInt8]? {
        var line = Line(body)
        var rest = patch.fields[...]
        for member in members {
            switch member.line.content {
            case .id: line.write(patch.id.description, member.line)
            case .kind: line.write(kind.rawValue, member.line)
            case .instrument: if !kind.isRoot { line.write(aggregate.description, member.line) }
            case .field:
                guard let field = rest.first, field.name.elementsEqual(member.name) else {
                    if !member.line.isSparse { line.write(nil, member.line) }
                    continue
                }
                rest.removeFirst()
                guard member.admits(field) else { return nil }
                if member.copies(field) {
                    line.copy(field.place)
                } else if field.value != nil || !member.line.isSparse {
                    line.write(field.text, member.line)
                }
            }
        }
        return rest.isEmpty ? line.finished() : nil
    }

    /// A line that is being written.
    private struct Line {
        private let body: UnsafeBufferPointer<UInt8>
        private var output: [UInt8] = []
        /// What is still to be copied.
        private var run = 0..<0

        init(_ body: UnsafeBufferPointer<UInt8>) {
            self.body = body
            output.reserveCapacity(1024)
        }

        /// Writes a member of the body as it stands there.
        mutating func copy(_ place: Range<Int>) {
            // Behind the former one stands a comma, in the body as in the line.
            if place.lowerBound == run.upperBound + 1, !run.isEmpty {
                run = run.lowerBound..<place.upperBound
            } else {
                copyRun()
                run = place
            }
        }

        mutating func write(_ text: String?, _ member: CanonicalRecord.LineMember) {
            copyRun()
            member.write(text, to: &output)
        }

        mutating func finished() -> [UInt8] {
            copyRun()
            output.append(UInt8(ascii: "}"))
            return output
        }

        private mutating func copyRun() {
            guard !run.isEmpty else { return }
            output.append(UInt8(ascii: output.isEmpty ? "{" : ","))
            output.append(contentsOf: body[run])
            run = 0..<0
        }
    }
}
