package import Explanations
package import Policy
package import SyncCore

/// Who may join, what the log holds, and what may be read of it: everything that the hub keeps.
///
/// One small protocol, so that a city too large for one SQLite file can be kept elsewhere. Every write is
/// durable when it returns.
package protocol HubStore: Sendable {
    // MARK: Who may join

    /// Adds an organisation, or changes name and region of one that is known with the same role.
    func add(_ organisation: HubOrganisation) async throws
    func organisations() async throws -> [HubOrganisation]
    /// Keeps a one-time token by its SHA-256 only.
    func add(_ token: EnrolmentToken) async throws
    /// Uses a token up and makes the site a member, in one transaction; two that race with one token
    /// cannot both win. Throws `HubError`.
    func enrol(_ site: HubSite, tokenDigest: [UInt8], at now: Instant) async throws
    func site(_ id: RecordID) async throws -> HubSite?
    func sites() async throws -> [HubSite]
    func revoke(_ site: RecordID, at now: Instant) async throws

    // MARK: The log

    /// Takes a batch whose signature has been checked: every op is in the log, with its receipt, and
    /// synced to disk when this returns. The same op again gives the same receipt, byte for byte.
    ///
    /// - Throws: `HubError.staleIncarnation` where one is new and of an earlier life of the site.
    func accept(_ batch: PushBatch, from site: HubSite, at now: Instant) async throws
        -> AcceptedBatch
    /// What became of ops, in the order asked; `nil` for those that the hub does not have.
    func outcomes(of ops: [OpID]) async throws -> [PushOutcome?]
    /// What a site may see behind a cursor, cut at one commit; ops that it has of its own without bodies.
    ///
    /// - Throws: `HubError.rewind` where the log was put back from a backup and the reader has to go back;
    ///   `HubError.otherHistory` where epoch or mark are not this log's and nobody has said why.
    func page(
        for site: HubSite,
        after cursor: Cursor,
        having own: OwnOps,
        limit: Int
    ) async throws -> FeedPage
    /// What the settled records that an organisation sees come to.
    ///
    /// This and the next two speak of the reader's cursor, which must be a place in this log, and throw
    /// `HubError.movedOn` where the organisation has something to read behind it.
    func stateSum(of organisation: String, at cursor: Cursor) async throws -> StateSum
    /// The same by parts of those aggregates whose ids begin so.
    func stateParts(
        of organisation: String,
        under prefix: String,
        at cursor: Cursor
    ) async throws -> [StateRange]
    /// All that was said of one aggregate, every op whole. Throws `HubError.unknownRecord` where the
    /// organisation sees no such.
    func entries(
        of aggregate: RecordID,
        for organisation: String,
        at cursor: Cursor
    ) async throws -> FeedPage
    /// The end of the log.
    func head() async throws -> Cursor
    /// Opens a new epoch behind the end of the log: what sites have read beyond is lost, and what of it is
    /// their own they send again. Where nothing speaks for a loss since the last time, the epoch of that.
    func recover(at now: Instant) async throws -> OpenedEpoch
    /// Notes that a site has read what this log does not have; `false` when this process has said so.
    func note(unknown cursor: Cursor) async throws -> Bool

    // MARK: The authority's acts

    /// Instruments that are filed (备案) and wait for an answer, or all that were ever filed.
    func filings(waitingOnly: Bool) async throws -> [HubFiling]
    func applications() async throws -> [HubApplication]
    /// The registrations of instruments that are there, of an organisation or of all.
    func registrations(of organisation: String?) async throws -> [Registration]
    /// The facts in the credit file of a user unit, or of all: by subject, day and id.
    func creditFacts(of subject: String?) async throws -> [HubCreditFact]
    /// The grade of every user unit with a fact in its file, by subject.
    func grades(by rules: CreditRules) async throws -> [HubGrade]
    /// The records of an aggregate as they are settled, in the order in which they were made: of two
    /// verifications with the same day the later one counts. None where nobody has registered it, or
    /// where it was taken back.
    func settledRecords(of aggregate: RecordID) async throws -> [CanonicalRecord]
    /// The documents of a kind that were given to all sites, the newest first.
    func documents(_ kind: PolicyDocument.Kind) async throws -> [PolicyDocument]
    /// Gives a document to all sites. `make` sees those of the kind, the newest first, and answers with
    /// the next one, or with `nil` where none is to be given; nobody else's comes in between.
    func publish(
        _ kind: PolicyDocument.Kind,
        by author: String,
        at now: Instant,
        _ make: @escaping @Sendable ([PolicyDocument]) throws -> PolicyDocument?
    ) async throws -> AcceptedBatch?
    /// Writes ops of the authority, each on the aggregate of its patches; they go the same way as
    /// everybody's.
    func act(_ drafts: [AuthorityDraft], at now: Instant) async throws -> AcceptedBatch

    // MARK: Taking out

    /// Hands every settled record of an organisation, or of all, to `body`: sorted by kind and id.
    func forEachRecord(
        of organisation: String?,
        _ body: @escaping @Sendable (CanonicalRecord) throws -> Void
    ) async throws
}

/// An organisation that the authority has named.
package struct HubOrganisation: Hashable, Sendable {
    /// 统一社会信用代码.
    package let code: String
    package let name: String
    package let party: Party
    /// 行政区划 code of six digits.
    package let region: String?

    package init(code: String, name: String, party: Party, region: String?) {
        self.code = code
        self.name = name
        self.party = party
        self.region = region
    }
}

/// A site that has joined.
package struct HubSite: Hashable, Sendable {
    package let id: RecordID
    package let organisation: String
    package let party: Party
    package let name: String
    package let incarnation: Int
    /// The raw Ed25519 public key that verifies the site's batches.
    package let signingKey: [UInt8]
    /// SHA-256 of the client certificate, in hexadecimal.
    package let certificateFingerprint: String
    package let certificateExpires: Instant
    package let enrolledAt: Instant
    package let revokedAt: Instant?

    package init(
        id: RecordID,
        organisation: String,
        party: Party,
        name: String,
        incarnation: Int,
        signingKey: [UInt8],
        certificateFingerprint: String,
        certificateExpires: Instant,
        enrolledAt: Instant,
        revokedAt: Instant? = nil
    ) {
        self.id = id
        self.organisation = organisation
        self.party = party
        self.name = name
        self.incarnation = incarnation
        self.signingKey = signingKey
        self.certificateFingerprint = certificateFingerprint
        self.certificateExpires = certificateExpires
        self.enrolledAt = enrolledAt
        self.revokedAt = revokedAt
    }
}

/// A one-time token as it is kept.
package struct EnrolmentToken: Hashable, Sendable {
    package let digest: [UInt8]
    package let organisation: String
    package let party: Party
    package let uses: Int
    package let expires: Instant

    package init(
        digest: [UInt8],
        organisation: String,
        party: Party,
        uses: Int,
        expires: Instant
    ) {
        self.digest = digest
        self.organisation = organisation
        self.party = party
        self.uses = uses
        self.expires = expires
    }
}

/// An epoch of the log that a recovery has opened.
package struct OpenedEpoch: Hashable, Sendable {
    package let epoch: Int
    /// The last entry that the hub still has.
    package let forkSeq: Int64
    /// How far a site has read at least, where one has shown it.
    package let lostThrough: Int64?
    /// Whether it was opened now.
    package let isNew: Bool

    package init(epoch: Int, forkSeq: Int64, lostThrough: Int64?, isNew: Bool) {
        self.epoch = epoch
        self.forkSeq = forkSeq
        self.lostThrough = lostThrough
        self.isNew = isNew
    }
}

/// What a batch came to.
package struct AcceptedBatch: Sendable {
    package let answer: PushAnswer
    /// Organisations that have something new to read.
    package let readers: Set<String>

    package init(answer: PushAnswer, readers: Set<String>) {
        self.answer = answer
        self.readers = readers
    }
}

/// An instrument whose filing was asked for.
package struct HubFiling: Hashable, Sendable {
    package let instrument: RecordID
    package let organisation: String
    package let name: String?
    package let model: String?
    package let serial: String?
    package let state: FilingState

    package init(
        instrument: RecordID,
        organisation: String,
        name: String?,
        model: String?,
        serial: String?,
        state: FilingState
    ) {
        self.instrument = instrument
        self.organisation = organisation
        self.name = name
        self.model = model
        self.serial = serial
        self.state = state
    }
}

/// An application as the authority sees it.
package struct HubApplication: Hashable, Sendable {
    package let id: RecordID
    package let instrument: RecordID
    package let organisation: String
    package let body: String?
    package let state: ApplicationState
    package let appliedOn: String?
    /// Whether the named body is one that the hub knows: then the application has reached it.
    package let isAssigned: Bool

    package init(
        id: RecordID,
        instrument: RecordID,
        organisation: String,
        body: String?,
        state: ApplicationState,
        appliedOn: String?,
        isAssigned: Bool
    ) {
        self.id = id
        self.instrument = instrument
        self.organisation = organisation
        self.body = body
        self.state = state
        self.appliedOn = appliedOn
        self.isAssigned = isAssigned
    }
}

/// A fact in the credit file of a user unit.
package struct HubCreditFact: Hashable, Sendable {
    package let id: RecordID
    package let values: [CreditFactField: String]

    package init(id: RecordID, values: [CreditFactField: String]) {
        self.id = id
        self.values = values
    }
}

/// An act of the authority, before it has a number.
package struct AuthorityDraft: Hashable, Sendable {
    package let aggregate: RecordID
    package let kind: OpKind
    package let patches: [Patch]
    package let author: String
    package let reason: String?

    package init(
        aggregate: RecordID,
        kind: OpKind = .change,
        patches: [Patch],
        author: String,
        reason: String?
    ) {
        self.aggregate = aggregate
        self.kind = kind
        self.patches = patches
        self.author = author
        self.reason = reason
    }
}
