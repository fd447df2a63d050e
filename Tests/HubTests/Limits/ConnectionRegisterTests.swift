import Signing
import SyncCore
import Synchronization
import Testing

@testable import Hub

/// Who gets a place where there are few.
struct ConnectionRegisterTests {
    /// A connection that notes that it was ended.
    private final class Client: Sendable {
        let name: String
        let log: Lines
        init(_ name: String, _ log: Lines) { (self.name, self.log) = (name, log) }
    }

    private struct Scene {
        let register: ConnectionRegister
        let log = Lines()
        var clients: [String: Client] = [:]

        init(_ most: Int, perAddress: Int = 100, perSite: Int = 100) {
            var limits = HubLimits()
            limits.connections = most
            limits.connectionsPerAddress = perAddress
            limits.connectionsPerSite = perSite
            register = ConnectionRegister(limits)
        }

        mutating func open(_ name: String, from address: String = "a")
            -> ConnectionRegister.Admission
        {
            let client = Client(name, log)
            clients[name] = client
            return register.open(ObjectIdentifier(client), from: address) {
                client.log.append(name)
            }
        }

        func identify(_ name: String, _ site: Int = 1) -> ConnectionRegister.Identification? {
            clients[name].map {
                register.identify(ObjectIdentifier($0), as: HubTestSite.record(site))
            }
        }

        func keep(_ certificate: Certificate, of name: String) {
            if let client = clients[name] {
                register.keep(certificate, of: ObjectIdentifier(client))
            }
        }

        func certificate(of name: String) -> Certificate? {
            clients[name].flatMap { register.certificate(of: ObjectIdentifier($0)) }
        }

        func close(_ name: String) {
            if let client = clients[name] { register.closed(ObjectIdentifier(client)) }
        }
    }

    @Test func `the oldest connection without a site makes room`() {
        var scene = Scene(3)
        for name in ["one", "two", "three"] { #expect(scene.open(name) == .served) }
        #expect(scene.identify("one") == .new)
        #expect(scene.identify("one") == .known)
        #expect(scene.open("four") == .served)
        #expect(scene.open("five") == .served)
        #expect(scene.log.all == ["two", "three"])
        #expect(scene.register.count == 3)
    }

    @Test func `a certificate is kept as long as its connection is open`() throws {
        let certificate = try CertificateAuthority.create(name: "x", at: 0, years: 1, serial: [1])
            .certificate
        var scene = Scene(2)
        for name in ["one", "two"] { #expect(scene.open(name) == .served) }
        scene.keep(certificate, of: "one")
        #expect(scene.certificate(of: "one") == certificate)
        #expect(scene.certificate(of: "two") == nil)
        scene.close("one")
        scene.keep(certificate, of: "one")
        #expect(scene.certificate(of: "one") == nil)
    }

    @Test func `where all are of sites, a few more are told to come back, then nobody`() {
        var scene = Scene(16)
        for number in 0..<16 {
            #expect(scene.open("\(number)") == .served)
            #expect(scene.identify("\(number)", number) == .new)
        }
        #expect(scene.open("first") == .turnedAway)
        // Who was turned away makes room for the next one, but leaves no place.
        #expect(scene.open("second") == .turnedAway)
        #expect(scene.log.all == ["first"])
        #expect(scene.identify("second") == .new)
        #expect(scene.open("third") == .turnedAway)
        #expect(scene.identify("third") == .new)
        #expect(scene.open("fourth") == .closed)
        scene.close("0")
        #expect(scene.register.count == 17)
    }

    @Test func `an address that is crowded takes nothing from others`() {
        var scene = Scene(10, perAddress: 2)
        #expect(scene.open("other", from: "b") == .served)
        for name in ["one", "two", "three"] { #expect(scene.open(name) == .served) }
        #expect(scene.log.all == ["one"])
        scene.close("two")
        #expect(scene.open("four") == .served)
        #expect(scene.log.all == ["one"])
        #expect(scene.identify("three") == .new)
        #expect(scene.identify("four", 2) == .new)
        #expect(scene.open("five") == .turnedAway)
    }

    @Test func `a site has so many connections and no more`() {
        var scene = Scene(10, perSite: 2)
        for name in ["one", "two", "three"] { _ = scene.open(name) }
        #expect(scene.identify("one") == .new)
        #expect(scene.identify("two") == .new)
        #expect(scene.identify("three") == .tooMany)
        #expect(scene.identify("three", 2) == .new)
        scene.close("one")
        _ = scene.open("four")
        #expect(scene.identify("four") == .new)
    }

    @Test func `thousands that come and go leave nothing behind`() {
        var scene = Scene(50, perAddress: 20)
        for number in 0..<5_000 {
            let name = "\(number)"
            _ = scene.open(name, from: "\(number % 7)")
            if number % 3 == 0 { scene.close(name) }
        }
        #expect(scene.register.count <= 50)
        for name in scene.clients.keys { scene.close(name) }
        #expect(scene.register.count == 0)
        #expect(scene.open("last") == .served)
    }

    @Test(arguments: [
        ("192.0.2.7", "192.0.2.7"), ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "20:1:d:b8:0:1:0:2"), ("2001:db8:1:2::9", "20:1:d:b8:0:1:0:2"),
        ("2001:db8:1:3::9", "20:1:d:b8:0:1:0:3"),
    ])
    func `an IPv4 address counts by itself, an IPv6 one by its network`(text: String, key: String) {
        #expect(PeerAddress.key(of: text) == key)
    }
}
