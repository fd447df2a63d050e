/// One order in which a site's edit, its way to the hub and another site's edit can happen: all that
/// differ in what anybody knew. Told of two sites of one organisation, whose words weigh the same.
package struct EditOrder: Sendable, CustomStringConvertible {
    package enum Step: Sendable {
        /// The site writes 甲, knowing what it has pulled.
        case edit
        /// It writes 丙.
        case editAgain
        /// What it has written is on its way; nothing can be added to that.
        case send
        /// The hub has what was sent.
        case store
        /// The other site writes 乙, and the hub has it. It knows what it had read at the beginning.
        case other
        /// The other site reads first what the hub has, then writes 乙.
        case otherReadsAndEdits
        /// The site has read what the hub has.
        case pull
    }

    package let sentence: String
    package let steps: [Step]
    /// The claims at the end, the one that stands first.
    package let claims: [String]

    /// Whether a person has to decide.
    package var needsPerson: Bool { claims.count > 1 }
    package var description: String { sentence }

    private init(_ sentence: String, _ steps: [Step], _ claims: [String]) {
        (self.sentence, self.steps, self.claims) = (sentence, steps, claims)
    }

    package static let seven = [
        EditOrder(
            "who edits what the other has written, having read it, replaces it",
            [.other, .pull, .edit, .send, .store, .pull],
            ["甲"]
        ),
        EditOrder(
            "who edits while the other's word is at the hub, unread, has not replaced it",
            [.other, .edit, .send, .store, .pull],
            ["甲", "乙"]
        ),
        EditOrder(
            "what is read while the own edit waits was not known to that edit",
            [.edit, .other, .pull, .send, .store, .pull],
            ["乙", "甲"]
        ),
        EditOrder(
            "the other's word overtakes an edit that is on its way",
            [.edit, .send, .other, .store, .pull],
            ["乙", "甲"]
        ),
        EditOrder(
            "the other's word comes after the edit is stored, not knowing it",
            [.edit, .send, .store, .other, .pull],
            ["乙", "甲"]
        ),
        EditOrder(
            "the other has read the edit before it writes, and replaces it",
            [.edit, .send, .store, .otherReadsAndEdits, .pull],
            ["乙"]
        ),
        EditOrder(
            "a second edit while the first is on its way replaces the first, and not the other's",
            [.edit, .send, .editAgain, .other, .store, .send, .store, .pull],
            ["乙", "丙"]
        ),
    ]

    /// What ends every one of them that needs a person.
    package static let settled = EditOrder(
        "a second edit after reading the other's word settles both",
        [.edit, .other, .pull, .editAgain, .send, .store, .pull],
        ["丙"]
    )
}
