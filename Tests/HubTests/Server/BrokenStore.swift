import Explanations
import Hub
import Policy
import Signing
import SyncCore

/// A store whose disk has gone.
struct BrokenStore: HubStore {
    static let secret = "hub.db page 17"
    private let error = HubError.storage(detail: secret)

    func add(_ organisation: HubOrganisation) async throws { throw error }
    func organisations() async throws -> [HubOrganisation] { throw error }
    func add(_ token: EnrolmentToken) async throws { throw error }
    func enrol(_ site: HubSite, using token: TokenUse) async throws -> [UInt8] { throw error }
    func renew(_ renewal: CertificateRenewal) async throws -> Certificate { throw error }
    func formerCertificate(of site: RecordID) async throws -> String? { throw error }
    func site(_ id: RecordID) async throws -> HubSite? { throw error }
    func sites() async throws -> [HubSite] { throw error }
    func revoke(_ site: RecordID, at now: Instant) async throws { throw error }
    func accept(
        _ batch: PushBatch,
        from site: HubSite,
        at now: Instant
    ) async throws -> AcceptedBatch { throw error }
    func statistics(at now: Instant) async throws -> HubStatistics { throw error }
    func unnamedBlobs(before limit: Instant, removing: Bool) async throws -> [CollectedBlob] {
        throw error
    }
    func blobBytes() async throws -> Int64 { throw error }
    var batchesWaiting: Int { 0 }
    func outcomes(of ops: [OpID]) async throws -> [PushOutcome?] { throw error }
    func copy(
        to path: String,
        progress: @escaping @Sendable (_ percent: Int) throws -> Void
    ) async throws -> Cursor { throw error }
    func snapshot(
        of organisation: String,
        on day: Day,
        to path: String,
        progress: @escaping @Sendable (_ percent: Int) throws -> Void
    ) async throws -> Cursor { throw error }
    func reach(of organisation: String, upTo max: Int) async throws -> Int { throw error }
    func standing(
        of cursor: Cursor,
        for organisation: String,
        upTo max: Int
    ) async throws -> SnapshotStanding? { throw error }
    func page(
        for site: HubSite,
        after cursor: Cursor,
        having own: OwnOps,
        limit: Int
    ) async throws -> FeedPage { throw error }
    func stateSum(of organisation: String, at cursor: Cursor) async throws -> StateSum {
        throw error
    }
    func stateParts(
        of organisation: String,
        under prefix: String,
        at cursor: Cursor
    ) async throws -> [StateRange] { throw error }
    func entries(
        of aggregate: RecordID,
        for organisation: String,
        at cursor: Cursor
    ) async throws -> FeedPage { throw error }
    func head() async throws -> Cursor { throw error }
    func treeHead(showing shown: ShownTreeHeads?) async throws -> ProvenTreeHead? { throw error }
    func treeHead(from count: Int64) async throws -> ProvenTreeHead? { throw error }
    func inclusion(
        of seq: Int64,
        in count: Int64,
        for organisation: String
    ) async throws -> [[UInt8]]? { throw error }
    func rotateKey(
        to suite: SignatureSuite,
        at now: Instant,
        keep: @escaping @Sendable (String) throws -> Void
    ) async throws -> HubKeys { throw error }
    func checkIntegrity() async throws -> HubIntegrityReport { throw error }
    func recoveryPlan() async throws -> OpenedEpoch { throw error }
    func recover(at now: Instant) async throws -> OpenedEpoch { throw error }
    func note(unknown cursor: Cursor) async throws -> Bool { throw error }
    func filings(waitingOnly: Bool) async throws -> [HubFiling] { throw error }
    func applications() async throws -> [HubApplication] { throw error }
    func registrations(of organisation: String?) async throws -> [Registration] { throw error }
    func merges(of organisation: String?) async throws -> [HubMerge] { throw error }
    func aliasView(of ids: [RecordID]) async throws -> AliasView { throw error }
    func act(
        onAliasesOf ids: [RecordID],
        at now: Instant,
        _ make: @escaping @Sendable (AliasView) throws -> AuthorityDraft
    ) async throws -> AcceptedBatch { throw error }
    func creditFacts(of subject: String?) async throws -> [HubCreditFact] { throw error }
    func grades(by rules: CreditRules) async throws -> [HubGrade] { throw error }
    func settledRecords(of aggregate: RecordID) async throws -> [CanonicalRecord] { throw error }
    func documents(_ kind: PolicyDocument.Kind) async throws -> [PolicyDocument] { throw error }
    func publish(
        _ kind: PolicyDocument.Kind,
        by author: String,
        at now: Instant,
        _ make: @escaping @Sendable ([PolicyDocument]) throws -> PolicyDocument?
    ) async throws -> AcceptedBatch? { throw error }
    func act(_ drafts: [AuthorityDraft], at now: Instant) async throws -> AcceptedBatch {
        throw error
    }
    func openUpload(
        _ fresh: BlobUpload,
        from site: HubSite,
        limits: BlobLimits,
        at now: Instant
    ) async throws -> OpenedUpload { throw error }
    func upload(_ id: String, of site: HubSite) async throws -> BlobUpload? { throw error }
    func note(offset: Int64, of upload: String) async throws { throw error }
    func endChallenge(of upload: String) async throws { throw error }
    func receive(
        _ upload: BlobUpload,
        from site: HubSite,
        at now: Instant
    ) async throws -> BlobReceipt { throw error }
    func blobSize(_ digest: String) async throws -> Int64? { throw error }
    func blobSize(_ digest: String, for organisation: String) async throws -> Int64? {
        throw error
    }
    func heldBlobs() async throws -> [HeldBlob] { throw error }
    func forEachRecord(
        of organisation: String?,
        _ body: @escaping @Sendable (CanonicalRecord) throws -> Void
    ) async throws { throw error }
}
