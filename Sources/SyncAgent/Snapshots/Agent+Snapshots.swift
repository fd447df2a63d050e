import LocalStore
import SyncCore

extension Agent {
    /// The same hub for snapshots; without one the log is always read page by page.
    var snapshots: (any SnapshotClient)? { hub as? any SnapshotClient }

    var inbox: SnapshotInbox { SnapshotInbox(home: home) }

    /// Begins to fetch the next file, or goes on.
    func fetchSnapshot(for store: Store) throws -> Performed {
        guard let snapshots else {
            return .events([.snapshotFailed(.snapshotUnusable(.incomplete))])
        }
        let organisation = try store.site().organisation
        let download = SnapshotDownload(
            into: inbox,
            from: snapshots,
            check: ManifestCheck(
                of: joined,
                organisation: organisation,
                epoch: try position(in: store).epoch
            ),
            hasPart: try store.hasPartOnly(),
            tell: { [caller] in caller.yield(.fetching($0)) }
        )
        return .request {
            do throws(HubFault) { return .event(.fetched(try await download.run())) } catch {
                return .event(.snapshotFailed(error))
            }
        }
    }

    /// Puts what has come in the place of the tables.
    func swapIn(_ tables: FetchedTables, in store: Store) throws -> [SyncMachine.Event] {
        do {
            let cursor = try store.swapIn(tables, from: SnapshotInbox.tables)
            inbox.remove()
            try store.noteHubRanks(tables.manifest.ranks)
            if let cursor { report.cursor = cursor }
            // By this site's own rules and day: the hub's colours count where they are the same.
            try recolor(.all)
            // Own ops whose receipts name what is not there wait again.
            return [.localChange, .swapped(cursor)]
        } catch let flaw as SnapshotFlaw {
            return [.snapshotFailed(.snapshotUnusable(flaw))]
        } catch StoreError.diskFull {
            let free = inbox.free ?? 0
            inbox.remove()
            return [.snapshotFailed(.noRoom(needed: tables.length, free: free))]
        }
    }

    /// Keeps for the screen what became of a snapshot, and nothing on the disk of one that is of no use.
    func noteSnapshot(_ event: SyncMachine.Event) {
        guard case .snapshotFailed(let fault) = event else { return }
        if case .preparing(let detail?, _) = fault {
            report.noteSnapshot(preparing: detail)
            onProgress(report)
        }
        guard fault.refusesSnapshot else { return }
        report.snapshotFlaw = fault
        inbox.remove()
    }
}

extension FetchedTables {
    /// Bytes of the file.
    fileprivate var length: Int64 { manifest.file(slice)?.length ?? 0 }
}
