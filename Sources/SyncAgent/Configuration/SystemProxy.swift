/// What the variables say by which most programs find their proxy. They stand below every setting of
/// ours, and count where that says `environment`.
enum SystemProxy {
    /// The value of a setting that leaves the choice to these variables.
    static let word = "environment"

    private static let addressNames = ["https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"]
    private static let noProxyNames = ["no_proxy", "NO_PROXY"]

    /// The values, with the names of their variables, for the settings that leave the choice to them.
    static func entries(
        _ environment: [String: String],
        for keys: Set<ConfigurationKey>
    ) -> [ConfigurationEntry] {
        var entries: [ConfigurationEntry] = []
        func add(_ key: ConfigurationKey, _ names: [String], _ suffix: String = "") {
            guard keys.contains(key), let name = names.first(where: { environment[$0] != nil }),
                let value = environment[name], !value.isEmpty
            else { return }
            entries.append(
                ConfigurationEntry(
                    key: key.rawValue,
                    value: value + suffix,
                    source: name,
                    line: 0,
                    column: 0
                )
            )
        }
        add(.proxyURL, addressNames)
        // Nobody who sets such a variable means his own machine.
        add(.proxyNoProxy, noProxyNames, "," + NoProxy.loopback)
        return entries
    }
}

extension ProxySettings {
    /// Takes the address of a setting; `false` when it is none, or has a password in it.
    mutating func set(address text: String) -> Bool {
        switch text {
        case SystemProxy.word, "none":
            address = nil
            return true
        default:
            guard let read = ProxyAddress(text), read.password == nil else { return false }
            address = read
            return true
        }
    }
}
