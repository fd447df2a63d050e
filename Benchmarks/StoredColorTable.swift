import Foundation
import GRDB

/// The peers' instruments in the tables of a site, put there by SQL: what is measured is how they are
/// asked, not how they come in.
struct StoredColorTable {
    let home: String
    var database: String { home + "/replica.db" }

    init(jiliang: String, peers: PeersTable) throws {
        home = peers.folder + "/colored"
        _ = try ChildProcess(
            path: jiliang,
            arguments: [
                "--home", home, "init", "--role", "user-unit",
                "--organisation", "91330106MA00000003", "--name", "bench",
            ]
        ).run()
        try SQLiteShell.run(
            database,
            "PRAGMA cache_size = -200000",
            "CREATE TEMP TABLE peers (\(Self.columns))",
            ".mode csv",
            ".import --skip 1 --schema temp \(peers.data)/instruments.csv peers",
            Self.filling,
            Self.rivalIndex
        )
        try SQLiteShell.expect(peers.rows, in: "instrument", of: database)
    }

    /// A connection of its own, set up as ours is.
    func connect() throws -> DatabaseQueue {
        var configuration = Configuration()
        configuration.journalMode = .wal
        configuration.prepareDatabase {
            try $0.execute(sql: "PRAGMA cache_size = -8000; PRAGMA wal_autocheckpoint = 2000")
        }
        return try DatabaseQueue(path: database, configuration: configuration)
    }

    private static let columns = """
        id, uscc, name, category, model, serial_no, maker, range, accuracy, location, status,
        mandatory, cycle_months, last_verified, valid_until, last_result, cert_no, org, qr,
        updated_at, rev
        """

    private static let filling = """
        INSERT INTO instrument (id, serial, name, model, manufacturer, measuring_range, accuracy,
            category, location, status, compulsory, regime, latest_on, latest_result, valid_until,
            identity)
        SELECT id, serial_no, name, model, maker, range, accuracy, category, location,
            iif(status = 'spare', 'standby', status), CAST(mandatory AS INTEGER), 'periodic',
            last_verified, last_result, valid_until, maker || '|' || model || '|' || serial_no
        FROM peers
        """

    /// What whoever counts by CASE would wish for.
    private static let rivalIndex = """
        CREATE INDEX rival ON instrument (status, compulsory, regime, latest_result, valid_until,
            latest_on, repaired_on)
        """

    /// The colour in SQL, for ledgers in which nothing was repaired or verified after the day;
    /// ?1 is the day, ?2 and ?3 the last ends that are yellow and green.
    static let color = """
        CASE WHEN status = 'scrapped' OR compulsory = 0 THEN 'none'
            WHEN status <> 'in_use' OR latest_result IS NULL THEN 'none'
            WHEN latest_result <> 'pass' THEN 'red'
            WHEN regime = 'scrap_when_inaccurate' OR valid_until IS NULL THEN 'none'
            WHEN valid_until < ?1 THEN 'red'
            WHEN valid_until <= ?2 THEN 'yellow'
            WHEN valid_until <= ?3 THEN 'green'
            ELSE 'none' END
        """

    /// The violations in SQL, under the same conditions.
    static let violations = """
        CASE WHEN status = 'scrapped' OR compulsory = 0 THEN ''
            WHEN latest_result IS NULL THEN iif(status = 'in_use', 'unverified_in_use', '')
            WHEN latest_result = 'pass' AND status <> 'in_use' AND valid_until < ?1
                AND regime <> 'scrap_when_inaccurate' THEN 'expired_idle'
            ELSE '' END
        """
}
