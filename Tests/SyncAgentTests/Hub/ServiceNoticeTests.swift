import Glibc
import SyncAgent
import TestSupport
import Testing

/// What systemd hears.
struct ServiceNoticeTests {
    @Test func `each state is one datagram`() throws {
        let folder = try TemporaryFolder()
        let receiver = try DatagramReceiver(path: folder.file("notify"))
        let notice = ServiceNotice(environment: ["NOTIFY_SOCKET": folder.file("notify")])
        notice.ready()
        notice.alive()
        notice.stopping()
        #expect(receiver.next() == "READY=1")
        #expect(receiver.next() == "WATCHDOG=1")
        #expect(receiver.next() == "STOPPING=1")
        notice.reloading()
        #expect(receiver.next()?.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") == true)
    }

    @Test func `an abstract socket is reached too`() throws {
        let name = "jiliang-test-\(UInt64.random(in: 0 ... .max))"
        let receiver = try DatagramReceiver(path: "@" + name)
        ServiceNotice(environment: ["NOTIFY_SOCKET": "@" + name]).ready()
        #expect(receiver.next() == "READY=1")
    }

    @Test func `without a service manager nothing is said`() {
        ServiceNotice(environment: [:]).ready()
        ServiceNotice(environment: ["NOTIFY_SOCKET": "/nonexistent"]).ready()
    }

    static let watchdogs: [(environment: [String: String], interval: Duration?)] = [
        ([:], nil), (["WATCHDOG_USEC": "30000000"], .seconds(15)),
        (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "1"], nil),
        (["WATCHDOG_USEC": "30000000", "WATCHDOG_PID": "\(getpid())"], .seconds(15)),
        (["WATCHDOG_USEC": "0"], nil), (["WATCHDOG_USEC": "soon"], nil),
    ]

    @Test(arguments: watchdogs)
    func `the watchdog is fed twice in its time, and only by the process that it means`(
        _ example: (environment: [String: String], interval: Duration?)
    ) {
        #expect(
            ServiceNotice(environment: example.environment).watchdogInterval == example.interval
        )
    }
}

/// The service manager's end.
private final class DatagramReceiver {
    private let descriptor: Int32

    init(path: String) throws {
        descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        var bytes = Array(path.utf8)
        if bytes.first == UInt8(ascii: "@") { bytes[0] = 0 }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let length = socklen_t(MemoryLayout<sa_family_t>.size + bytes.count)
        let status = withUnsafePointer(to: address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length)
            }
        }
        try #require(status == 0)
    }

    deinit { close(descriptor) }

    /// The next datagram that has arrived; `nil` when there is none.
    func next() -> String? {
        var bytes = [UInt8](repeating: 0, count: 256)
        let count = recv(descriptor, &bytes, bytes.count, Int32(MSG_DONTWAIT))
        return count < 0 ? nil : String(decoding: bytes[..<count], as: UTF8.self)
    }
}
