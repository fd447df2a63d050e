private import LocalSocket
import SyncCore

/// The store of a running daemon, lent to this command: while the loan lives, the daemon has the files
/// closed and this process may open them. The daemon sees its end by the closed connection, so even a
/// command that is killed gives the store back.
package final class StoreLoan: Sendable {
    private let connection: LocalConnection

    /// Asks the daemon of a home for its store; `nil` when no daemon runs there.
    ///
    /// - Throws: `LoanError`.
    package init?(home: String, patience: Duration) throws(LoanError) {
        do throws(LocalSocketError) {
            guard let connection = try LocalSocketClient.connect(path: StoreLender.path(home))
            else { return nil }
            self.connection = connection
        } catch {
            // Where nobody may connect or listen, opening the store says why in its own words.
            return nil
        }
        do {
            try connection.sendLine(StoreLender.request)
            let line = try connection.receiveLine(max: StoreLender.lineMax, timeout: patience)
            // A daemon that went away has given the store up.
            guard let line else { return nil }
            guard line == StoreLender.grant else { throw LoanError.refused }
        } catch LocalSocketError.timedOut { throw .busy } catch LocalSocketError.hungUp {
            return nil
        } catch { throw .refused }
    }

    deinit {
        connection.close()
    }
}

/// Why a daemon does not lend its store.
package enum LoanError: Error, Hashable, Sendable {
    /// Others have it, or the daemon is in the middle of something long.
    case busy
    /// What listens there does not speak our words.
    case refused
}
