import Documents
import LocalStore
import Policy
import SyncAgent
import SyncCore

/// The clerk of a user unit.
extension Town {
    private static let wasApplied = "id IN (SELECT instrument_id FROM application)"

    func clerk(at site: SimulatedSite) throws {
        let instruments = try site.eyes?.ids(.instrument) ?? []
        guard let any = site.people.pick(instruments), instruments.count > 2 else {
            // Most begin with the ledger that they have.
            return try site.people.happens(4_000) ? importLedger(at: site) : add(at: site)
        }
        // Mostly it is about what is or was at a body: there others write as well.
        let known = try site.eyes?.ids(.instrument, where: Self.wasApplied) ?? []
        let id = site.people.happens(5_000) ? site.people.pick(known) ?? any : any
        switch site.people.index(below: 100) {
        case 0..<12: try add(at: site)
        case 12..<14 where site.isNewer: try seal(id, at: site)
        case 12..<37: try move(id, at: site)
        case 37..<47:
            // What a body has read from the nameplate is not what stands in the books.
            let id = site.people.pick(known) ?? id
            try edit(id, [.model: "ACS-\(site.people.number(10...99))"], at: site)
        case 47..<60:
            let status = site.people.pick(["在用", "停用", "备用", "维修", "在用", "在用", "报废"])
            try edit(id, [.status: status ?? "在用"], at: site)
        case 60..<66: try declare(id, at: site)
        case 66..<72: try file(id, at: site)
        case 72..<88: try apply(id, or: instruments, at: site)
        case 88..<91: try importLedger(at: site)
        case 91..<93: try undoImport(at: site)
        case 93: try overreach(at: site, on: id)
        default: try settleConflict(at: site)
        }
    }

    private func add(at site: SimulatedSite) throws {
        // Now and then a number that another site of the unit may have entered too.
        let number = site.people.number(1...9_999_999)
        let serial = number.isMultiple(of: 4) ? "S-\(number % 12)" : "\(number)"
        let values: [LedgerField: String] = [
            .serial: serial, .name: "电子秤", .model: "ACS-30", .manufacturer: "示例衡器一厂",
            .status: "在用", .location: "1号仓",
        ]
        let author = author(at: site)
        let made = try change(site) {
            try LedgerEdit.add(values, to: $0, by: author, random: &site.random)
        }
        note(site.name, "adds \(made.id)")
        guard try site.store?.instrument(made.id)?[.serial] == serial else {
            throw Violation(.readYourWrites, "\(site.name) does not see the new \(made.id)")
        }
    }

    /// The unit is the owner of the place, so what a clerk says stands at once.
    private func move(_ id: RecordID, at site: SimulatedSite) throws {
        let place = "\(site.people.number(1...99))号仓"
        try edit(id, [.location: place], at: site)
        guard try site.store?.instrument(id)?[.location] == place else {
            throw Violation(.readYourWrites, "\(site.name) does not see \(place) on \(id)")
        }
    }

    /// A newer program writes a field that the others do not know.
    private func seal(_ id: RecordID, at site: SimulatedSite) throws {
        let author = author(at: site)
        let patch = Patch(.instrument, id, [Patch.Field("sealColour", "红")])
        try change(site) { store in
            try store.write(at: author.now, random: &site.random) { writer in
                let body = OpBody(author: author.name, reason: author.reason, patches: [patch])
                try writer.append(OpDraft(aggregate: id, kind: .change, body: body))
                return ((), .commit)
            }
        }
        note(site.name, "seals \(id)")
    }

    func edit(
        _ id: RecordID,
        _ values: [LedgerField: String],
        at site: SimulatedSite
    ) throws {
        let author = author(at: site)
        let outcome = try change(site) {
            try LedgerEdit.set(id, values, in: $0, by: author, random: &site.random)
        }
        let changed = outcome.changed.map { "\($0.name) = \($0.value ?? "")" }.sorted()
        note(site.name, "changes \(id): \(changed.joined(separator: ", "))")
    }

    private func declare(_ id: RecordID, at site: SimulatedSite) throws {
        let day = today(at: site).adding(days: -Int(site.people.number(0...200)))
        let values: [LedgerField: String] = [
            .verifiedOn: day.description, .validUntil: day.adding(months: 12).description,
        ]
        try edit(id, values, at: site)
    }

    private func file(_ id: RecordID, at site: SimulatedSite) throws {
        let author = author(at: site)
        try change(site) { try Filing.file([id], in: $0, by: author, random: &site.random) }
        note(site.name, "files \(id)")
    }

    /// Applies for one instrument, or for some that are sent together.
    private func apply(
        _ id: RecordID,
        or instruments: [RecordID],
        at site: SimulatedSite
    ) throws {
        // Now and then a body that no hub knows.
        let body = site.people.pick(bodies + ["12330106MA00000099"]) ?? ""
        var sent: Set = [id]
        if site.people.happens(6_000) {
            let running = Set(
                try site.store?.applications().filter(\.isRunning).map(\.instrument) ?? []
            )
            let free = instruments.filter { !running.contains($0) }
            sent = Set((1...site.people.number(2...9)).compactMap { _ in site.people.pick(free) })
        }
        let author = author(at: site)
        let made = try change(site) {
            try ApplicationDraft(body: body, reason: nil, from: nil, to: nil)
                .apply(for: sent.sorted(), in: $0, by: author, random: &site.random)
        }
        note(site.name, "applies to \(body) for \(sent.sorted()): \(made.map(\.id))")
    }

    // MARK: Ledgers

    private func importLedger(at site: SimulatedSite) throws {
        var lines = ["器具名称,型号规格,出厂编号,生产厂家,使用地点,状态"]
        for _ in 0..<site.people.number(3...12) {
            let serial = site.people.number(1...999)
            lines.append("压力表,Y-100,P\(serial),示例仪表厂,\(site.people.number(1...9))号仓,在用")
        }
        let text = lines.joined(separator: "\n") + "\n"
        let author = author(at: site)
        let report = try change(site) { store in
            try LedgerImport.run(
                try LedgerReader(ByteSource(bytes: Array(text.utf8))),
                into: store,
                options: .init(
                    file: "台账.csv",
                    author: author.name,
                    skipsBadRows: true,
                    isDryRun: false
                ),
                at: author.now,
                random: &site.random
            )
        }
        if let batch = report.batch { site.lastImport = batch }
        note(site.name, "imports \(report.added) new, \(report.updated) changed")
    }

    private func undoImport(at site: SimulatedSite) throws {
        guard let batch = site.lastImport else { return }
        let author = author(at: site)
        let report = try change(site) {
            try ImportUndo.run(
                batch,
                in: $0,
                author: author.name,
                isDryRun: false,
                at: author.now,
                random: &site.random
            )
        }
        note(site.name, "takes \(batch) back: \(report.removed) gone, \(report.kept.count) kept")
    }

    // MARK: Conflicts

    func settleConflict(at site: SimulatedSite) throws {
        guard let open = try site.store?.conflicts(openOnly: true),
            let conflict = site.people.pick(open)
        else { return }
        let author = author(at: site)
        let choice: ConflictResolution.Choice = site.people.happens(5_000) ? .mine : .theirs
        let value = try change(site) { store in
            try ConflictResolution.resolve(
                try ConflictCase.find(conflict.n, in: store),
                taking: choice,
                in: store,
                by: author,
                random: &site.random
            )
        }
        note(site.name, "settles \(conflict.record) \(conflict.field) as \(value ?? "nothing")")
    }
}
