package import LocalStore
package import Policy
package import SyncCore

/// Why a verification is applied for (二（三）: 新购置、维修后、即将到检定有效期限).
package enum ApplicationReason: String, CaseIterable, Sendable {
    case new
    case repaired
    case expiring
}

/// What a user unit asks of a verification body.
package struct ApplicationDraft: Sendable {
    /// 统一社会信用代码 of the body.
    package let body: String
    /// `nil` where the record of each instrument is to say it.
    package let reason: ApplicationReason?
    /// The days between which it would suit.
    package let window: ClosedRange<Day>?

    package init(body: String, reason: ApplicationReason?, from: Day?, to: Day?) throws {
        self.body = body
        self.reason = reason
        guard let from, let to else {
            window = nil
            return
        }
        guard from <= to else { throw VerificationError.windowBackwards(from, to) }
        window = from...to
    }

    /// An application that was made, or would be.
    package struct Made: Hashable, Sendable {
        package let id: RecordID
        package let instrument: RecordID
        package let reason: ApplicationReason
    }

    /// Applies for instruments: for all of them, or for none.
    ///
    /// - Throws: `VerificationError`, `StoreError`.
    package func apply(
        for instruments: [RecordID],
        in store: Store,
        by author: Author,
        random: inout some RandomNumberGenerator
    ) throws -> [Made] {
        try store.write(at: author.now, random: &random) { writer in
            let made = try instruments.map { id -> Made in
                let record = try writer.ownInstrument(id)
                let running = try writer.applications(for: id).first { $0.isRunning }
                if let running {
                    throw VerificationError.applicationRunning(id, application: running.id)
                }
                let made = Made(
                    id: writer.newID(),
                    instrument: id,
                    reason: reason ?? record.applicationReason
                )
                let patch = Patch(.application, made.id, fields(made, by: author))
                try writer.append(author.change([patch], of: id))
                return made
            }
            return (made, author.writeOutcome)
        }
    }

    private func fields(_ made: Made, by author: Author) -> [Patch.Field] {
        let values: [(ApplicationField, String?)] = [
            (.body, body),
            (.reason, made.reason.rawValue),
            (.windowFrom, window?.lowerBound.description),
            (.windowTo, window?.upperBound.description),
            (.appliedOn, author.day.description),
            (.state, ApplicationState.applied.rawValue),
        ]
        return values.compactMap { field, value in
            value.map { Patch.Field(field.rawValue, $0) }
        }
    }
}

extension Author {
    /// The day of the edit.
    var day: Day { Day(secondsSince1970: now.seconds) }
}

extension ApplicationRecord {
    /// Whether the body still has something to do.
    package var isRunning: Bool {
        switch state {
        case .applied, .accepted, .scheduled: true
        case .returned, .completed, .withdrawn, nil: false
        }
    }
}

extension InstrumentRecord {
    /// Why a verification is due, as the record has it.
    fileprivate var applicationReason: ApplicationReason {
        guard let latest = latestVerification(on: nil) else { return .new }
        guard let repaired = facts.repairedOn, latest.on < repaired else { return .expiring }
        return .repaired
    }
}
