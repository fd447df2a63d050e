package import Policy

/// The settings of the agent, checked; `agent.conf` in the repository describes each.
package struct AgentConfiguration: Sendable {
    /// The language of the screen; `nil` follows the locale.
    package var language: Language?
    /// How long a command waits for another one to let go of the home.
    package var lockWait: Duration = .seconds(10)
    /// The largest cell of a ledger, in bytes.
    package var importCellMax = 1 << 20
    /// How long the hub may take for an answer that it gives at once.
    package var hubRequestTimeout: Duration = .seconds(300)
    /// How long the wire waits for a connection, and for the next byte.
    package var hubLimits = WireLimits()
    /// How much may be sent to the hub, and when.
    package var uploads = UploadTimetable.unlimited
    /// By whom the hub is reached.
    package var proxy = ProxySettings()

    package init() {}
}

/// A setting by its name in the file.
package enum ConfigurationKey: String, CaseIterable, Sendable {
    case screenLanguage = "screen.language"
    case storeLockWait = "store.lock_wait"
    case importCellMax = "import.cell_max"
    case hubRequestTimeout = "hub.request_timeout"
    case hubConnectTimeout = "hub.connect_timeout"
    case hubStallTimeout = "hub.stall_timeout"
    case hubMaxUpload = "hub.max_upload"
    case proxyURL = "proxy.url"
    case proxyNoProxy = "proxy.no_proxy"
    case proxyPasswordFile = "proxy.password_file"
    case proxyAuthentication = "proxy.authentication"

    /// What is in force when nobody says otherwise; a test compares it with `agent.conf`.
    package var builtIn: String {
        switch self {
        case .screenLanguage: "auto"
        case .storeLockWait: "10s"
        case .importCellMax: "1MiB"
        case .hubRequestTimeout: "5m"
        case .hubConnectTimeout: "10s"
        case .hubStallTimeout: "30s"
        case .hubMaxUpload: "unlimited"
        case .proxyURL, .proxyNoProxy: SystemProxy.word
        case .proxyPasswordFile: ""
        case .proxyAuthentication: "any"
        }
    }

    /// What a value must look like.
    package var expected: String {
        switch self {
        case .screenLanguage: #""auto", "zh", "en""#
        case .storeLockWait: #""500ms", "10s", "2m""#
        case .importCellMax: #""64KiB", "1MiB" (1KiB…64MiB)"#
        case .hubRequestTimeout, .hubConnectTimeout, .hubStallTimeout: #""10s", "2m" (1s…1h)"#
        case .hubMaxUpload: #""unlimited", "mon-fri 08:00-18:00 64KiB, 1MiB" (4KiB…)"#
        case .proxyURL: #""environment", "none", "http://user@host:3128", "socks5h://host:1080""#
        case .proxyNoProxy: #""environment", "corp.example,10.0.0.0/8""#
        case .proxyPasswordFile: #""/etc/jiliang/proxy.password", "proxy-password""#
        case .proxyAuthentication: #""any", "basic", "digest", "ntlm", "negotiate""#
        }
    }

    /// The name of the environment variable that overrides the file.
    package var environmentName: String {
        "JILIANG_" + rawValue.uppercased().split(separator: ".").joined(separator: "__")
    }

    /// Puts a value into the configuration; `false` when it does not look as `expected`.
    func apply(_ text: String, to configuration: inout AgentConfiguration) -> Bool {
        switch self {
        case .screenLanguage:
            guard text == "auto" || Language(rawValue: text) != nil else { return false }
            configuration.language = Language(rawValue: text)
        case .storeLockWait:
            guard let wait = ConfigurationUnits.duration(text) else { return false }
            configuration.lockWait = wait
        case .importCellMax:
            guard let bytes = ConfigurationUnits.bytes(text),
                (1 << 10...64 << 20).contains(bytes)
            else { return false }
            configuration.importCellMax = bytes
        case .hubRequestTimeout:
            return set(&configuration.hubRequestTimeout, text)
        case .hubConnectTimeout: return set(&configuration.hubLimits.connect, text)
        case .hubStallTimeout: return set(&configuration.hubLimits.stall, text)
        case .hubMaxUpload:
            guard let timetable = UploadTimetable(text) else { return false }
            configuration.uploads = timetable
        case .proxyURL: return configuration.proxy.set(address: text)
        case .proxyNoProxy:
            let isSystem = text == SystemProxy.word
            configuration.proxy.noProxy = NoProxy(isSystem ? NoProxy.loopback : text)
        case .proxyPasswordFile:
            configuration.proxy.passwordFile = text.isEmpty ? nil : text
        case .proxyAuthentication:
            guard let method = ProxyAuthentication(rawValue: text) else { return false }
            configuration.proxy.authentication = method
        }
        return true
    }

    /// The same for a value of the system, whose addresses may have a password.
    func applySystem(_ text: String, to configuration: inout AgentConfiguration) -> Bool {
        guard self == .proxyURL else { return apply(text, to: &configuration) }
        configuration.proxy.address = ProxyAddress(text)
        return configuration.proxy.address != nil
    }

    /// A value as a screen may show it: a password that somebody has put into an address is not.
    func shown(_ value: String) -> String {
        guard self == .proxyURL, let at = value.lastIndex(of: "@") else { return value }
        let start = value.firstRange(of: "://")?.upperBound ?? value.startIndex
        guard start <= at, let colon = value[start..<at].firstIndex(of: ":") else { return value }
        return value[...colon] + "***" + value[at...]
    }

    /// Puts a time of at least a second; `false` when the text is none.
    private func set(_ timeout: inout Duration, _ text: String) -> Bool {
        guard let value = ConfigurationUnits.duration(text), value >= .seconds(1) else {
            return false
        }
        timeout = value
        return true
    }
}

/// Numbers with a unit, as the file writes them.
enum ConfigurationUnits {
    /// `500ms`, `10s`, `2m`; at most an hour.
    static func duration(_ text: String) -> Duration? {
        guard let (number, unit) = split(text), number <= 3_600_000 else { return nil }
        let duration: Duration? =
            switch unit {
            case "ms": .milliseconds(number)
            case "s": .seconds(number)
            case "m": .seconds(number * 60)
            default: nil
            }
        return duration.flatMap { $0 <= .seconds(3600) ? $0 : nil }
    }

    /// `64KiB`, `1MiB`.
    static func bytes(_ text: String) -> Int? {
        guard let (number, unit) = split(text), number <= 1 << 20 else { return nil }
        return switch unit {
        case "KiB": number << 10
        case "MiB": number << 20
        default: nil
        }
    }

    private static func split(_ text: String) -> (Int, String)? {
        let digits = text.prefix { $0.isASCII && $0.isNumber }
        guard let number = Int(digits) else { return nil }
        return (number, String(text.dropFirst(digits.count)))
    }
}
