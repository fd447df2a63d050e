import FaultyDisk
import Foundation
import Hub
import LocalStore
import Signing
import SyncCore
import TestSupport
import Testing

/// The power goes at every moment of a recorded run, and takes of what was not synced whatever it likes.
///
/// `POWER_CUT_IMAGES=all` tries every image, a number about so many; without it a thousand are drawn.
@Suite(.serialized) struct PowerCutTests {
    private static let usual = 1000

    private static var limit: Int? {
        let wish = ProcessInfo.processInfo.environment["POWER_CUT_IMAGES"]
        return wish == "all" ? nil : wish.flatMap { Int($0) } ?? usual
    }

    @Test func `no power cut loses an acknowledged record, at any unsynced write of a site`()
        async throws
    {
        let folder = try TemporaryFolder(isInMemory: true)
        let story = try await RecordedStory(in: folder)
        let seed = UInt64.random(in: 0 ... .max)
        let run = PowerCutRun(of: story.site.disk, atMost: Self.limit, seed: seed)
        let check = SiteImageCheck(moments: story.site.moments, home: folder.file("image"))
        var flaws: [String] = []
        await run.forEach { image in
            do { try check.run(image) } catch {
                flaws.append("\(image.cut), behind \(check.name(of: image)): \(error)")
            }
        }
        print("power cuts of a site: \(run.cuts.count) of \(run.total) images, seed \(seed)")
        #expect(run.cuts.count > 100)
        #expect(flaws.isEmpty, "\(flaws.count): \(flaws.prefix(3)), seed \(seed)")
    }

    @Test func `no power cut loses an acknowledged record, at any unsynced write of a hub`()
        async throws
    {
        let folder = try TemporaryFolder(isInMemory: true)
        let story = try await RecordedStory(in: folder)
        let seed = UInt64.random(in: 0 ... .max)
        let run = PowerCutRun(of: story.hub.disk, atMost: Self.limit, seed: seed)
        let check = HubImageCheck(
            moments: story.hub.moments,
            folder: folder.file("image"),
            key: story.hub.receiptKey
        )
        var flaws: [String] = []
        await run.forEach { image in
            do { try await check.run(image) } catch {
                flaws.append("\(image.cut), behind \(check.name(of: image)): \(error)")
            }
        }
        print("power cuts of a hub: \(run.cuts.count) of \(run.total) images, seed \(seed)")
        #expect(run.cuts.count > 100)
        #expect(flaws.isEmpty, "\(flaws.count): \(flaws.prefix(3)), seed \(seed)")
    }
}

/// What a power cut has broken.
struct PowerCutFlaw: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
