import LocalStore
import Policy
import SyncCore

extension HubSnapshots {
    /// Makes the files of a snapshot, cuts them and keeps their pieces; gives the manifest, which is not published.
    ///
    /// - Throws: `HubError`, `StoreError` or `SnapshotBuild.GivenUp`.
    nonisolated func manifest(of build: SnapshotBuild) async throws -> SignedSnapshotManifest {
        let organisation = build.organisation
        try folder.prepare()
        let today = Day(secondsSince1970: clock().seconds)
        let cursor = try await store.snapshot(
            of: organisation,
            on: today,
            to: folder.unfinished(.whole)
        ) { percent in
            try build.note(percent: percent * 4 / 5)
        }
        let files = try await files(of: build, on: today)
        folder.removeUnfinished()
        let manifest = SnapshotManifest(
            hub: home.hub,
            organisation: organisation,
            schema: SnapshotWriter.schema,
            ranks: AuthorityHistory.builtIn.digest,
            cursor: cursor,
            files: files
        )
        return .sign(manifest, with: home.receiptKey)
    }

    private nonisolated func files(
        of build: SnapshotBuild,
        on today: Day
    ) async throws -> [SnapshotFile] {
        let (whole, urgent) = (folder.unfinished(.whole), folder.unfinished(.urgent))
        let shelf = folder.shelf(of: build.organisation)
        let isUrgentMade = try await FileQueue.run {
            try SnapshotWriter.writeUrgent(from: whole, to: urgent, on: today)
        }
        try build.note(percent: 82)
        async let check: Void = FileQueue.run {
            try SnapshotWriter.check(whole)
            if isUrgentMade { try SnapshotWriter.check(urgent) }
        }
        var files: [SnapshotFile] = []
        if isUrgentMade {
            files.append(
                try await build.pack(.urgent, in: folder, limits.chunkLength, to: shelf, 85)
            )
        }
        files.append(try await build.pack(.whole, in: folder, limits.chunkLength, to: shelf, 99))
        try await check
        return files
    }
}
