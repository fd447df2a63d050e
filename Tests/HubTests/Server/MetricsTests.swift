@testable import Hub
import SyncCore
import TestSupport
import Testing

/// What whoever watches over a hub is told, and nobody else.
struct MetricsTests {
    /// The figures, as they come at the listener of their own.
    private static func figures(of hub: RunningHub) async throws -> String {
        let address = try #require(hub.listening.metrics)
        let outcome = try await RunningHub.runCurl(["-sS", "http://\(address)/metrics"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        return outcome.output
    }

    @Test func `they say what was asked, what was taken, and who was turned away`() async throws {
        var limits = HubLimits.patient
        limits.site = Allowance(burst: 3, perSecond: 0.001)
        try await RunningHub.run(limits: limits) { hub in
            var site = try await hub.member()
            let instrument = HubTestSite.record(1)
            let ops = [
                site.ops.register(instrument), site.ops.change(instrument, ["location": "一车间"]),
                site.ops.op(.change, HubTestSite.record(9), [.instrument(instrument, [:])]),
            ]
            let batch = site.batch(ops, for: hub.home.hub).encoded
            #expect(try await hub.call("POST", "/v1/ops", as: site, body: batch).status == 200)
            for status in [200, 200, 429] {
                let answer = try await hub.call("GET", "/v1/time?nonce=1", as: site)
                #expect(answer.status == status)
            }
            #expect(try await hub.call("GET", "/v1/time?nonce=1").status == 401)
            #expect(try await hub.call("GET", "/no/such/path").status == 404)
            let text = try await Self.figures(of: hub)
            for line in [
                #"requests_total{call="POST /v1/ops",status="200"} 1"#,
                #"requests_total{call="GET /v1/time",status="200"} 2"#,
                #"requests_total{call="GET /v1/time",status="401"} 1"#,
                #"requests_total{call="GET /v1/time",status="429"} 1"#,
                #"requests_total{call="other",status="404"} 1"#,
                #"refusals_total{code="too-many-requests"} 1"#,
                #"ops_total{fate="received"} 2"#, #"ops_total{fate="refused"} 1"#,
                #"commit_batches_bucket{le="1.0"} 1"#, #"commit_batches_count 1"#,
                #"commit_seconds_count 1"#, #"feed_waiters 0"#, #"batches_waiting 0"#,
                #"log_entries 2"#, #"disk_bytes{kind="certificate files"} 0"#,
            ] {
                #expect(text.contains("jiliang_hub_\(line)\n"), "\(line) is not in\n\(text)")
            }
            for secret in [
                site.ops.organisation, site.ops.id.description, instrument.description,
                "127.0.0.1", "一车间",
            ] {
                #expect(!text.contains(secret), "\(secret)")
            }
        }
    }

    @Test func `they are text that a scraper reads`() async throws {
        try await RunningHub.run { hub in
            let text = try await Self.figures(of: hub)
            #expect(text.hasSuffix("\n# EOF\n"))
            let lines = text.split(separator: "\n").dropLast()
            var family = ""
            var seen: Set<String> = []
            for line in lines {
                if let type = line.wholeMatch(of: /# TYPE ([a-z_]+) (counter|gauge|histogram)/) {
                    family = String(type.1)
                    #expect(seen.insert(family).inserted, "\(family) twice")
                } else if line.hasPrefix("#") {
                    let words = line.split(separator: " ")
                    #expect(["UNIT", "HELP"].contains(words[1]) && words[2] == family, "\(line)")
                } else {
                    let sample = line.wholeMatch(
                        of: /([a-z_]+)(\{([a-z]+="[^"\\]*",?)+\})? [0-9.e+\-]+/
                    )
                    #expect(sample?.1.hasPrefix(family) == true, "\(line)")
                }
            }
        }
    }

    @Test func `the listener of their own answers nothing else`() async throws {
        try await RunningHub.run { hub in
            let address = try #require(hub.listening.metrics)
            for path in ["/v1/time", "/-/healthy", "/openapi.json"] {
                let arguments = ["-sS", "-o", "/dev/null", "-w", "%{http_code}"]
                let outcome = try await RunningHub.runCurl(arguments + ["http://\(address)\(path)"])
                #expect(outcome.output == "404", "\(path)")
            }
            let plain = try #require(hub.listening.insecure)
            let answer = try await hub.call("GET", "/metrics", base: "http://\(plain)")
            #expect(answer.status == 401)
        }
    }

    @Test func `a histogram counts each value up to its bound`() {
        var histogram = Histogram(bounds: [1, 2.5])
        for value in [0.5, 1, 1.5, 2.5, 3] { histogram.note(value) }
        #expect(histogram.counts == [2, 2, 1] && histogram.sum == 8.5)
        var text = OpenMetricsText()
        text.histogram("x", "X.", histogram)
        text.counter("y", "Y.", labels: ["a"], [["quote \" and \\"]: 1])
        #expect(
            text.whole == """
                # TYPE jiliang_hub_x histogram
                # HELP jiliang_hub_x X.
                jiliang_hub_x_bucket{le="1.0"} 2
                jiliang_hub_x_bucket{le="2.5"} 4
                jiliang_hub_x_bucket{le="+Inf"} 5
                jiliang_hub_x_count 5
                jiliang_hub_x_sum 8.5
                # TYPE jiliang_hub_y counter
                # HELP jiliang_hub_y Y.
                jiliang_hub_y_total{a="quote \\" and \\\\"} 1
                # EOF

                """
        )
    }
}
