package import Explanations
package import Policy
package import Signing
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
    /// cannot both win. Gives the certificate as DER: where the same site has asked for the same key before
    /// and nothing has changed since, the one that it was given then. Throws `HubError`.
    func enrol(_ site: HubSite, using token: TokenUse) async throws -> [UInt8]
    /// Notes the next certificate of a site; the one that it has asked with stays good beside it. Gives the
    /// certificate that holds: for the same key again the one that was given for it.
    func renew(_ renewal: CertificateRenewal) async throws -> Certificate
    /// The fingerprint of the certificate that a site may show beside its own, until that ends by itself.
    func formerCertificate(of site: RecordID) async throws -> String?
    func site(_ id: RecordID) async throws -> HubSite?
    func sites() async throws -> [HubSite]
    func revoke(_ site: RecordID, at now: Instant) async throws

    // MARK: How much there is

    /// How much there is of everything, for an operator; sites by whether their certificate holds at a moment.
    func statistics(at now: Instant) async throws -> HubStatistics
    /// Bytes of the whole certificate files that are kept.
    func blobBytes() async throws -> Int64
    /// Batches that wait to be written.
    var batchesWaiting: Int { get }

    // MARK: The log

    /// Takes a batch whose signature has been checked: every op is in the log, with its receipt, and
    /// synced to disk when this returns. The same op again gives the same receipt, byte for byte.
    ///
    /// - Throws: `HubError.staleIncarnation` where one is new and of an earlier life of the site;
    ///   `HubError.unshown` where one is new and the batch does not show the newest op of its life.
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
    /// The newest head of the tree over the log, with the proof that the log begins with that of the newest head
    /// shown that still holds; `nil` where that is the newest.
    ///
    /// - Throws: `HubError.otherHistory` where a head of the present epoch was shown that is not of this log.
    func treeHead(showing shown: ShownTreeHeads?) async throws -> ProvenTreeHead?
    /// The newest head, with the proof that the log begins with its first entries; `nil` where it has not so many.
    func treeHead(from count: Int64) async throws -> ProvenTreeHead?
    /// The hashes beside the path from an entry to the root of the tree over so many; `nil` where the organisation sees
    /// no such entry, or the log has not so many.
    func inclusion(
        of seq: Int64,
        in count: Int64,
        for organisation: String
    ) async throws -> [[UInt8]]?
    /// Opens a new epoch behind the end of the log: what sites have read beyond is lost, and what of it is
    /// their own they send again. Where nothing speaks for a loss since the last time, the epoch of that.
    func recover(at now: Instant) async throws -> OpenedEpoch
    /// What `recover` would open, or the present epoch where it would open none. Changes nothing.
    func recoveryPlan() async throws -> OpenedEpoch
    /// Notes that a site has read what this log does not have; `false` when this process has said so.
    func note(unknown cursor: Cursor) async throws -> Bool

    /// Signs with a new key from now on, for everybody who holds the hub's keyring. `keep` is handed what the home's
    /// file shall say of it.
    func rotateKey(
        to suite: SignatureSuite,
        at now: Instant,
        keep: @escaping @Sendable (String) throws -> Void
    ) async throws -> HubKeys

    // MARK: The authority's acts

    /// Instruments that are filed (备案) and wait for an answer, or all that were ever filed.
    func filings(waitingOnly: Bool) async throws -> [HubFiling]
    func applications() async throws -> [HubApplication]
    /// The registrations of instruments that are there, of an organisation or of all; of those that were
    /// merged only the one that stands for them.
    func registrations(of organisation: String?) async throws -> [Registration]
    /// The merges of registrations that stand, of an organisation or of all, by id.
    func merges(of organisation: String?) async throws -> [HubMerge]
    /// Registrations as they are now, each with those that are one instrument with it.
    func aliasView(of ids: [RecordID]) async throws -> AliasView
    /// Writes what `make` decides about them; nobody else's act comes in between.
    func act(
        onAliasesOf ids: [RecordID],
        at now: Instant,
        _ make: @escaping @Sendable (AliasView) throws -> AuthorityDraft
    ) async throws -> AcceptedBatch
    /// The facts in the credit file of a user unit, or of all: by subject, day and id.
    func creditFacts(of subject: String?) async throws -> [HubCreditFact]
    /// The grade of every user unit with a fact in its file, by subject.
    func grades(by rules: CreditRules) async throws -> [HubGrade]
    /// The records of an aggregate as they are settled, in the order in which they were made: of two
    /// verifications with the same day the later one counts. Of a registration that was merged, those of the
    /// one that stands for it, with all that hangs on the others. None where nobody has registered it, or
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

    // MARK: Certificate files

    /// Begins the upload of a file, or finds that of the same file by the same site, or what its organisation
    /// has brought already. Throws `BlobRefusal`.
    func openUpload(
        _ fresh: BlobUpload,
        from site: HubSite,
        limits: BlobLimits,
        at now: Instant
    ) async throws -> OpenedUpload
    /// An upload of a site, as far as was noted, or what it has become.
    func upload(_ id: String, of site: HubSite) async throws -> BlobUpload?
    /// Notes that so many bytes of an upload are durable.
    func note(offset: Int64, of upload: String) async throws
    /// Takes no answer more to the challenge of an upload.
    func endChallenge(of upload: String) async throws
    /// Ends an upload whose file is there and whole, with its receipt: the one that the organisation has got
    /// for this file already, if any.
    func receive(_ upload: BlobUpload, from site: HubSite, at now: Instant) async throws
        -> BlobReceipt
    /// The length of a whole file; `nil` where there is none.
    func blobSize(_ digest: String) async throws -> Int64?
    /// The same where the organisation sees a result that names the file, by a body that has brought it.
    func blobSize(_ digest: String, for organisation: String) async throws -> Int64?
    /// Files that no result names and of which the last receipt is older than a moment; their rows go where that is asked.
    func unnamedBlobs(before limit: Instant, removing: Bool) async throws -> [CollectedBlob]
    /// Every whole file, by digest.
    func heldBlobs() async throws -> [HeldBlob]

    // MARK: Checking

    /// Holds every entry of the log against its hash, its mark and its receipt, and the records against what the
    /// log makes of them.
    func checkIntegrity() async throws -> HubIntegrityReport

    // MARK: Taking out

    /// Writes all that is kept, as it was at one moment, to a file that is not there yet, while others go on; tells
    /// how many hundredths are done.
    ///
    /// - Returns: the end of the log in the copy.
    func copy(
        to path: String,
        progress: @escaping @Sendable (_ percent: Int) throws -> Void
    ) async throws -> Cursor
    /// Writes the tables of a site of an organisation that has read the whole log, has judged its instruments for a
    /// day and has done nothing itself, as of one moment, to a file that is not there yet, while others go on; tells
    /// how many hundredths are done.
    ///
    /// - Returns: where such a site stands.
    /// - Throws: `HubError`, or what `progress` throws; then the file is to be thrown away.
    func snapshot(
        of organisation: String,
        on day: Day,
        to path: String,
        progress: @escaping @Sendable (_ percent: Int) throws -> Void
    ) async throws -> Cursor
    /// How many entries an organisation sees, counted up to `max`.
    func reach(of organisation: String, upTo max: Int) async throws -> Int
    /// How a snapshot that was made at a place stands to the log; `nil` where it must not be given any more, since
    /// the place is not of this log's present epoch or words that it has had to go.
    func standing(
        of cursor: Cursor,
        for organisation: String,
        upTo max: Int
    ) async throws -> SnapshotStanding?
    /// Hands every settled record of an organisation, or of all, to `body`: sorted by kind and id.
    func forEachRecord(
        of organisation: String?,
        _ body: @escaping @Sendable (CanonicalRecord) throws -> Void
    ) async throws
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
