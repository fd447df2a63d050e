import GRDB
package import Policy
import Storage
package import SyncCore

/// What the authority writes and this site reads: credit facts and documents.
extension Store {
    /// The facts in the credit file of a user unit, by day and id; a fact goes by the name that the
    /// authority gave it.
    package func creditFacts(of subject: String) throws -> [CreditFact] {
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                let row = try PreparedStatement(
                    """
                    SELECT coalesce(reference, id), code, class, determined_on, procedure, final,
                        repaired_on, retain_until
                    FROM credit_fact WHERE subject = ? ORDER BY determined_on, id
                    """,
                    in: database
                )
                defer { row.reset() }
                row.bind(1, subject)
                var facts: [CreditFact] = []
                while try row.step() {
                    guard let fact = CreditFact(row) else {
                        throw StoreError.damaged(file: Replica.file, detail: "credit_fact")
                    }
                    facts.append(fact)
                }
                return facts
            }
        }
    }

    /// The documents that the hub has sent, in no order, and the ids of records that are no document.
    /// Whether they are signed is for the caller to check.
    package func policyDocuments() throws -> (
        documents: [PolicyDocument], unreadable: [RecordID]
    ) {
        try Self.translating(Replica.file) {
            try replica.queue.look { database in
                var documents: [PolicyDocument] = []
                var unreadable: [RecordID] = []
                try CanonicalRow.forEach(.policyDocument, in: database) { record in
                    if let document = PolicyDocument(values: record.values) {
                        documents.append(document)
                    } else {
                        unreadable.append(record.id)
                    }
                }
                return (documents, unreadable)
            }
        }
    }
}

extension CreditFact {
    fileprivate init?(_ row: PreparedStatement) {
        guard let creditClass = row.text(2).flatMap(CreditClass.init(rawValue:)),
            let determinedOn = row.withBytes(3, Day.init(ascii:))
        else { return nil }
        self.init(
            id: row.text(0) ?? "",
            code: row.text(1) ?? "",
            creditClass: creditClass,
            determinedOn: determinedOn,
            procedure: row.text(4).flatMap(PenaltyProcedure.init(rawValue:)),
            isFinal: row.isNull(5) ? nil : row.integer(5) == 1,
            repairedOn: row.isNull(6) ? nil : row.withBytes(6, Day.init(ascii:)),
            retainUntil: row.isNull(7) ? nil : row.withBytes(7, Day.init(ascii:))
        )
    }
}
