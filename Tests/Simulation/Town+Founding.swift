import FaultyDisk
import Hub
import LocalStore
import Signing
import SyncCore
import TestSupport

extension Town {
    /// Names the organisations, makes their sites, and lets everybody begin.
    func found() async throws {
        var draw = Draw(scenario.seed, for: "founding")
        let plans = Self.plans(&draw)
        bodies = Set(plans.filter { $0.role == .verificationBody }.map(\.organisation)).sorted()
        try await foundStranger()
        for plan in plans {
            let isDaemon = draw.happens(6_000)
            // Some join when others have worked for days, or weeks.
            let day = draw.number(1...Int64(max(scenario.days * 2 / 3, 1)))
            if draw.happens(2_500), !sites.isEmpty {
                self.plan(.join(plan, isDaemon: isDaemon), after: day * .day)
            } else {
                try await join(plan, isDaemon: isDaemon)
            }
        }
        if !scenario.absent.contains(Bureau.name) { plan(.office, after: .day) }
        planNotices()
        for hour in 1...Int64(scenario.days * 24) { plan(.hour, after: hour * .hour) }
        for day in 1...Int64(scenario.days) { plan(.night, after: day * .day - 1) }
    }

    /// Two or three user units with one to three sites, one or two verification bodies with one or two; more often
    /// few, since a day in a small city finds as much as one in a large city and takes a fraction of the time.
    private static func plans(_ draw: inout Draw) -> [SitePlan] {
        let units = ["91330106MA00000003", "91330106MA00000011", "91330106MA0000002W"]
        let bodies = ["12330000470000001X", "12330106MA00000011"]
        var plans: [SitePlan] = []
        for (number, code) in units.prefix(draw.happens(2_500) ? 3 : 2).enumerated() {
            for place in ["a", "b", "c"].prefix(draw.pick([1, 1, 1, 2, 2, 2, 3]) ?? 1) {
                plans.append(
                    SitePlan(
                        name: "unit\(number + 1)\(place)",
                        role: .userUnit,
                        organisation: code
                    )
                )
            }
        }
        for (number, code) in bodies.prefix(draw.happens(3_500) ? 2 : 1).enumerated() {
            for place in ["a", "b"].prefix(draw.happens(3_500) ? 2 : 1) {
                plans.append(
                    SitePlan(
                        name: "body\(number + 1)\(place)",
                        role: .verificationBody,
                        organisation: code
                    )
                )
            }
        }
        return plans
    }

    /// A site joins, and its organisation with it where it is the first.
    func join(_ plan: SitePlan, isDaemon: Bool) async throws {
        guard !hub.isDown(at: now) else {
            return self.plan(.join(plan, isDaemon: isDaemon), after: .hour)
        }
        let index = sites.count
        let home = folder + "/" + plan.name
        var draw = Draw(scenario.seed, for: plan.name)
        let key = try Ed25519PrivateKey(raw: draw.bytes(32))
        try emptyHome.put(at: home)
        let disk = weather.hasDisks ? try FaultyDisk(at: home) : nil
        let store = try Store.create(
            home: home,
            role: plan.role,
            organisation: plan.organisation,
            name: plan.name,
            region: nil,
            at: Instant(milliseconds: now),
            patience: .zero,
            random: &draw.random
        ).store
        let site = SimulatedSite(
            plan,
            index: index,
            home: home,
            id: try store.site().id,
            signingKey: key,
            hubKeys: hub.keys,
            isDaemon: isDaemon,
            seed: scenario.seed
        )
        site.disk = disk
        sites.append(site)
        note(plan.name, "joins")
        try await enrol(site)
        try store.join(
            Membership(
                url: "https://hub.invalid",
                hub: SimulatedHub.id,
                city: "杭州",
                ca: "",
                keys: hub.keys,
                certificate: "",
                epoch: witness.epoch,
                joinedAt: Instant(milliseconds: now),
                certificateExpires: Instant(milliseconds: now + 3650 * .day)
            )
        )
        try store.close()
        self.plan(.start(site: index, life: 0), after: 0)
        if !isDaemon { self.plan(.round(site: index), after: chance.number(0...(.day))) }
        guard !scenario.absent.contains(plan.name) else { return }
        self.plan(.work(site: index), after: chance.number(0...(.day / 2)))
    }

    /// Joins the hub by a one-time token, for the first time or again.
    func enrol(_ site: SimulatedSite) async throws {
        let party: Party = site.plan.role == .userUnit ? .userUnit : .verificationBody
        try await hub.store.add(
            HubOrganisation(
                code: site.plan.organisation,
                name: "单位\(site.plan.organisation.suffix(2))",
                party: party,
                region: "330106"
            )
        )
        let token = SHA256().digest(Array("\(site.name) \(now)".utf8))
        try await hub.store.add(
            EnrolmentToken(
                digest: token,
                organisation: site.plan.organisation,
                party: party,
                uses: 1,
                expires: Instant(milliseconds: now + .day)
            )
        )
        let member = HubSite(
            id: site.id,
            organisation: site.plan.organisation,
            party: party,
            name: site.name,
            incarnation: 1,
            signingKey: site.signingKey.publicKey.raw,
            certificateFingerprint: site.name,
            certificateExpires: Instant(milliseconds: now + 3650 * .day),
            enrolledAt: Instant(milliseconds: now)
        )
        let use = TokenUse(
            token: token,
            key: site.name,
            certificate: Array(site.name.utf8),
            at: Instant(milliseconds: now),
            address: nil
        )
        _ = try await hub.store.enrol(member, using: use)
        for home in sites where home.id == site.id { home.isRevoked = false }
    }

    /// Lets a revoked site in again.
    func readmit(_ site: SimulatedSite) async throws {
        guard site.isRevoked else { return }
        guard !hub.isDown(at: now) else { return plan(.readmit(site: site.index), after: .hour) }
        try await enrol(site)
        note("authority", "lets \(site.name) in again")
    }
}
