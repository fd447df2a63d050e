import Policy
import SyncAgent
import SyncCore
import Terminal

/// How the way to a hub is told, layer by layer.
struct NetworkWords {
    let address: HubAddress
    let origins: [ConfigurationOrigin]
    let screen: Screen

    /// Prints all layers, and the cause where one is not sound.
    func show(
        _ report: NetworkReport,
        _ failure: Failure?,
        _ asJSON: Bool
    ) throws -> ExitStatus {
        if asJSON {
            try screen.print(json(report, failure))
        } else {
            var table = TextTable(screen.say("层", "layer"), "", "ms", "", widthMax: 90)
            for finding in report.findings {
                let time = finding.milliseconds.map { String($0) }
                table.add(name(finding.layer), state(finding), time, detail(finding, failure))
            }
            for line in table.lines { try screen.print(line) }
            if let failure {
                let hint = failure.lines(in: screen.language).dropFirst().map {
                    $0.drop { $0 == " " }
                }
                let line = failure.line(in: screen.language)
                try screen.print("\(line) → \(hint.joined(separator: " "))")
            } else {
                try screen.print(screen.say("到平台的网络没有问题.", "the way to the hub is sound."))
            }
        }
        return failure?.status ?? .done
    }

    private func json(_ report: NetworkReport, _ failure: Failure?) -> JSONValue {
        let error = failure?.json(in: screen.language)["error"]
        return [
            "layers": .array(
                report.findings.map { finding in
                    [
                        "layer": .string(finding.layer.rawValue),
                        "ok": finding.isSound.map { .bool($0) } ?? .null,
                        "milliseconds": finding.milliseconds.map { .number($0) } ?? .null,
                        "detail": .text(detail(finding, failure)),
                    ]
                }
            ),
            "cause": error?["message"] ?? .null,
            "code": error?["code"] ?? .null,
            "hint": error?["hint"] ?? .null,
        ]
    }

    // MARK: The cause

    /// What is wrong with the first layer that is not sound.
    func failure(_ report: NetworkReport) -> Failure? {
        switch report.cause {
        case nil: nil
        case .fault(let fault, _): .needed(fault, at: address.description)
        case .clock(let behind): clock(behind, report)
        }
    }

    private func clock(_ behind: Int64, _ report: NetworkReport) -> Failure {
        let time = span(abs(behind))
        let isShut = report.findings.contains { $0.layer == .tls && $0.isSound == false }
        return Failure(
            .clockOff,
            isShut ? .notPermitted : .failed,
            "本机时钟比平台\(behind > 0 ? "慢" : "快") \(time.chinese)",
            "the clock of this machine is \(time.english) \(behind > 0 ? "behind" : "ahead of") the hub's"
        )
    }

    /// A span of time in its largest unit.
    private func span(_ milliseconds: Int64) -> (chinese: String, english: String) {
        let seconds = milliseconds / 1000
        return switch seconds {
        case ..<1: ("\(milliseconds) ms", "\(milliseconds) ms")
        case ..<120: ("\(seconds) 秒", "\(seconds) s")
        case ..<7200: ("\(seconds / 60) 分钟", "\(seconds / 60) min")
        case ..<172_800: ("\(seconds / 3600) 小时", "\(seconds / 3600) h")
        default: ("\(seconds / 86_400) 天", "\(seconds / 86_400) days")
        }
    }

    // MARK: The layers

    private func name(_ layer: NetworkLayer) -> String {
        switch layer {
        case .settings: screen.say("设置", "settings")
        case .dns: "DNS"
        case .tcp: "TCP"
        case .proxy: screen.say("代理", "proxy")
        case .tls: "TLS"
        case .http: "HTTP"
        case .clock: screen.say("时钟", "clock")
        }
    }

    private func state(_ finding: LayerFinding) -> String {
        switch finding.isSound {
        case true?: "ok"
        case false?: screen.say("不通", "fails")
        case nil: "--"
        }
    }

    private func detail(_ finding: LayerFinding, _ failure: Failure?) -> String? {
        if let fact = finding.fact { return text(fact) }
        return finding.isSound == false ? failure?.text(in: screen.language) : nil
    }

    private func text(_ fact: LayerFinding.Fact) -> String {
        switch fact {
        case .way(let hub, let proxy): way(hub, proxy)
        case .peer(let peer): peer
        case .noProxy: screen.say("不经代理", "none")
        case .throughProxy(let proxy): proxy
        case .authority(let pin): screen.say("颁发者即期望的 \(pin)", "issued by the expected \(pin)")
        case .anyAuthority(let pin, let issuer):
            screen.say(
                "颁发者 `\(issuer)` \(pin), 没有可比的 (--ca-pin)",
                "issuer `\(issuer)` \(pin), with nothing to compare (--ca-pin)"
            )
        case .status(let status, let version): "\(status), \(version)"
        case .clockOffset(let milliseconds, let isSigned): offset(milliseconds, isSigned)
        }
    }

    /// The way, and whose word it is.
    private func way(_ hub: String, _ proxy: String?) -> String {
        let origin = origins.first { $0.key == .proxyURL }?.origin ?? "-"
        guard let proxy else {
            return screen.say("\(hub), 直连 (\(origin))", "\(hub), directly (\(origin))")
        }
        return screen.say("\(hub) 经代理 \(proxy) (\(origin))", "\(hub) by \(proxy) (\(origin))")
    }

    private func offset(_ milliseconds: Int64, _ isSigned: Bool) -> String {
        let time = span(abs(milliseconds))
        let proof = isSigned ? ("平台签名", "signed by the hub") : ("未签名", "not signed")
        return screen.say(
            "本机\(milliseconds > 0 ? "慢" : "快") \(time.chinese) (\(proof.0))",
            "\(time.english) \(milliseconds > 0 ? "behind" : "ahead") (\(proof.1))"
        )
    }
}
