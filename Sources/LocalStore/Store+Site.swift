private import Glibc
import GRDB
import Policy
import Storage
package import SyncCore

/// Who this home belongs to.
package struct Site: Hashable, Sendable {
    package let id: RecordID
    /// Counts the lives of the site; a restored or cloned copy starts a new one.
    package let incarnation: Int
    package let role: SiteRole
    /// 统一社会信用代码.
    package let organisation: String
    package let name: String
    /// 行政区划 code of six digits.
    package let region: String?
}

/// What an organisation is to the platform.
package enum SiteRole: String, CaseIterable, Sendable {
    /// 使用单位.
    case userUnit = "user-unit"
    /// 检定机构.
    case verificationBody = "verification-body"
}

extension Store {
    /// Makes a site in `home`, creating the folder. Making the same site again changes nothing.
    ///
    /// - Returns: the store, and whether the site is new.
    /// - Throws: `StoreError`.
    package static func create(
        home: String,
        role: SiteRole,
        organisation: String,
        name: String,
        region: String?,
        at now: Instant,
        patience: Duration,
        random: inout some RandomNumberGenerator
    ) throws -> (store: Store, isNew: Bool) {
        try makeFolder(home)
        try refuseLostJournal(home)
        let store = try Store(home: home, patience: patience)
        if let site = try store.siteIfAny() {
            let isSame = site.role == role && site.organisation == organisation
            guard isSame else { throw StoreError.otherSite(organisation: site.organisation) }
            return (store, false)
        }
        let id = store.ids.next(at: now, using: &random)
        try Store.translating(Journal.file) {
            try store.journal.queue.write { database in
                try database.cachedStatement(
                    sql: """
                        INSERT INTO site (id, incarnation, role, organisation, name, region,
                            created_at)
                        VALUES (?, 1, ?, ?, ?, ?, ?)
                        """
                ).execute(arguments: [
                    id.description, role.rawValue, organisation, name, region,
                    ShanghaiTime.text(secondsSince1970: now.seconds),
                ])
                try DigestedRow.site.writeDigest(in: database)
            }
        }
        return (store, true)
    }

    /// The site of this store.
    package func site() throws -> Site {
        guard let site = try siteIfAny() else { throw StoreError.noSite(home: home) }
        return site
    }

    func siteIfAny() throws -> Site? {
        try Self.translating(Journal.file) { try journal.queue.look(Journal.site) }
    }

    static func siteID(_ database: Database) throws -> RecordID {
        let id = try String.fetchOne(database.cachedStatement(sql: "SELECT id FROM site"))
        return RecordID(trusted: id ?? "")
    }

    /// Creates the folder and its parents, readable by this account only.
    static func makeFolder(_ path: String) throws {
        var partial = path.hasPrefix("/") ? "" : "."
        for component in path.split(separator: "/") {
            partial += "/" + component
            guard mkdir(partial, 0o700) != 0, errno != EEXIST else { continue }
            throw StoreError.fromErrno(errno, path: partial)
        }
    }
}

extension Journal {
    /// The site that the journal belongs to.
    static func site(_ database: Database) throws -> Site? {
        let row = try PreparedStatement(
            "SELECT id, incarnation, role, organisation, name, region FROM site",
            in: database
        )
        defer { row.reset() }
        guard try row.step(), let role = row.text(2).flatMap(SiteRole.init(rawValue:)) else {
            return nil
        }
        guard let id = row.text(0), let organisation = row.text(3), let name = row.text(4),
            !row.isNull(1)
        else {
            throw StoreError.unreadableRow(of: file)
        }
        return Site(
            id: RecordID(trusted: id),
            incarnation: Int(row.integer(1)),
            role: role,
            organisation: organisation,
            name: name,
            region: row.text(5)
        )
    }
}
