import SyncAgent
import TestSupport
import Testing

/// By whom the settings, and what most programs go by, have the hub reached.
struct ProxySettingsTests {
    static let addresses: [(text: String, shown: String?, user: String?, password: String?)] = [
        ("proxy.corp", "http://proxy.corp:3128", nil, nil),
        ("HTTP://Proxy.Corp:8080/", "http://proxy.corp:8080", nil, nil),
        ("http://zhang@10.0.0.1", "http://10.0.0.1:3128", "zhang", nil),
        ("http://corp%5Czhang:p%40%3Aw@p:1", "http://p:1", "corp\\zhang", "p@:w"),
        ("http://a@b:c@p", "http://p:3128", "a@b", "c"),
        ("socks5h://[::1]:1080", "socks5h://[::1]:1080", nil, nil),
        ("socks5://localhost", "socks5://localhost:1080", nil, nil),
        ("https://p", nil, nil, nil), ("socks4://p", nil, nil, nil), ("http://", nil, nil, nil),
        ("http://p:0", nil, nil, nil), ("http://p:port", nil, nil, nil), ("", nil, nil, nil),
        ("http://p/path", nil, nil, nil), ("http://%zz@p", nil, nil, nil),
        ("http://@p", nil, nil, nil), ("http://[::1", nil, nil, nil), ("p q", nil, nil, nil),
    ]

    @Test(arguments: addresses)
    func `the address of a proxy is read, and shown without what is secret`(
        _ example: (text: String, shown: String?, user: String?, password: String?)
    ) {
        let address = ProxyAddress(example.text)
        #expect(address?.description == example.shown)
        #expect(address?.user == example.user)
        #expect(address?.password == example.password)
    }

    static let hosts: [(list: String, host: String, isCovered: Bool)] = [
        ("hub.example", "hub.example", true), ("hub.example", "a.hub.example", true),
        (".example", "hub.example", true), ("*.example", "hub.example", true),
        ("hub.example", "myhub.example", false), ("ub.example", "hub.example", false),
        ("a, b\tHub.Example", "hub.example", true), ("*", "anything", true), ("", "x", false),
        ("10.0.0.0/8", "10.20.3.8", true), ("10.0.0.0/8", "11.0.0.1", false),
        ("10.20.0.0/15", "10.21.255.255", true), ("10.20.0.0/15", "10.22.0.0", false),
        ("0.0.0.0/0", "8.8.8.8", true), ("10.20.3.8", "10.20.3.8", true),
        ("10.0.0.0/33", "10.0.0.1", false), ("10.0.0.0/8", "host.10.0.0.0", false),
        ("[::1]", "::1", true), ("fd00::/8", "fd12::1", true), ("fd00::/8", "fe80::1", false),
        (NoProxy.loopback, "127.3.2.1", true), (NoProxy.loopback, "localhost", true),
        (NoProxy.loopback, "::1", true), (NoProxy.loopback, "10.0.0.1", false),
    ]

    @Test(arguments: hosts)
    func `no_proxy names hosts, what is below them, and networks`(
        _ example: (list: String, host: String, isCovered: Bool)
    ) {
        #expect(NoProxy(example.list).covers(example.host) == example.isCovered)
    }

    private func load(
        _ file: String,
        _ environment: [String: String]
    ) throws -> (proxy: ProxySettings, origins: [ConfigurationKey: ConfigurationOrigin]) {
        let folder = try TemporaryFolder()
        let path = try folder.write("agent.conf", Array(file.utf8))
        let (configuration, origins) = try ConfigurationLayers.load(
            files: [path],
            environment: environment
        )
        let named = Dictionary(
            origins.map { ($0.key, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        return (configuration.proxy, named)
    }

    @Test func `without a word the variables of the environment count, and are named`() throws {
        let environment = [
            "https_proxy": "http://zhang:secret@proxy.corp:8080", "ALL_PROXY": "socks5h://other",
            "NO_PROXY": ".corp", "JILIANG_SCREEN__LANGUAGE": "zh",
        ]
        for file in ["", "[proxy]\nurl = \"environment\"\nno_proxy = \"environment\""] {
            let (proxy, origins) = try load(file, environment)
            #expect(proxy.address?.description == "http://proxy.corp:8080")
            #expect(proxy.address?.password == "secret")
            #expect(proxy.noProxy.covers("hub.corp") && proxy.noProxy.covers("127.0.0.1"))
            let url = origins[.proxyURL]
            #expect(url?.value == "http://zhang:***@proxy.corp:8080")
            #expect(url?.origin == "https_proxy")
            #expect(origins[.proxyNoProxy]?.origin == "NO_PROXY")
        }
    }

    @Test func `a setting lies over the variables, and may say that there is none`() throws {
        let environment = ["https_proxy": "http://proxy.corp:8080", "no_proxy": "*"]
        let none = try load("[proxy]\nurl = \"none\"", environment)
        #expect(none.proxy.address == nil)
        let file = "[proxy]\nurl = \"http://own:3128\"\nno_proxy = \"\""
        let own = try load(file, environment)
        #expect(own.proxy.address?.host == "own")
        #expect(!own.proxy.noProxy.covers("127.0.0.1"))
        #expect(own.origins[.proxyURL]?.origin.hasSuffix("agent.conf:2") == true)
        let above = try load(file, environment.merging(["JILIANG_PROXY__URL": "none"]) { $1 })
        #expect(above.proxy.address == nil)
    }

    @Test func `a variable that is no address is a problem, and shows no password`() {
        let error = #expect(throws: ConfigurationError.self) {
            try load("", ["https_proxy": "https://zhang:secret@proxy.corp"])
        }
        #expect(error?.problems.map(\.source) == ["https_proxy"])
        #expect(error.map { "\($0)".contains("secret") } == false)
        #expect(throws: Never.self) { try load("", ["https_proxy": ""]) }
    }

    // MARK: The password

    private func settings(_ file: String?, _ url: String = "http://zhang@p") -> ProxySettings {
        var settings = ProxySettings()
        settings.address = ProxyAddress(url)
        settings.passwordFile = file
        return settings
    }

    @Test func `the password is the first line of a file, or of a credential`() throws {
        let folder = try TemporaryFolder()
        let path = try folder.write("password", Array("s3cr3t 密\r\nmore\n".utf8))
        let address = try #require(ProxyAddress("http://zhang@p"))
        let expected = WireProxy(address: address, password: "s3cr3t 密")
        #expect(try settings(path).proxy(to: "hub", credentials: nil) == expected)
        let named = try settings("password").proxy(to: "hub", credentials: folder.path)
        #expect(named == expected)
        #expect(try settings(path).proxy(to: "127.0.0.1", credentials: nil) == nil)
        #expect(try settings(nil, "none:").proxy(to: "hub", credentials: nil) == nil)
    }

    @Test func `a password that is not there is told before anything is sent`() throws {
        let folder = try TemporaryFolder()
        let empty = try folder.write("empty", Array("\nsecret".utf8))
        #expect(throws: ProxyProblem.empty(path: empty)) {
            try settings(empty).proxy(to: "hub", credentials: nil)
        }
        #expect(throws: ProxyProblem.noCredentials(name: "word")) {
            try settings("word").proxy(to: "hub", credentials: nil)
        }
        let missing = folder.file("missing")
        #expect(throws: ProxyProblem.unreadable(path: missing, .missing(path: missing))) {
            try settings(missing).proxy(to: "hub", credentials: nil)
        }
    }

    @Test func `NTLM and Negotiate need a libcurl that has them`() {
        for method in ProxyAuthentication.allCases {
            let isBuiltin = ![.ntlm, .negotiate].contains(method)
            #expect(method.isSupported(by: 0) == isBuiltin)
            #expect(method.isSupported(by: ~0))
        }
    }
}
