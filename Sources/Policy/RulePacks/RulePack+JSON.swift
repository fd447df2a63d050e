extension RulePack {
    /// Reads a pack; every fault is named with its place.
    package init(json: [UInt8]) throws(RulePackError) {
        let json = json.withoutByteOrderMark
        let value: PackValue
        do throws(PackTextError) { value = try PackText.parse(json) } catch {
            let fault = RulePackFault(path: "", kind: .notJSON(byte: error.offset))
            throw RulePackError(faults: [fault])
        }
        var faults: [RulePackFault] = []
        let pack = Self.read(value, json, &faults)
        guard faults.isEmpty, let pack else { throw RulePackError(faults: faults) }
        self = pack
    }

    private static func read(
        _ value: PackValue,
        _ json: [UInt8],
        _ faults: inout [RulePackFault]
    ) -> RulePack? {
        let keys = ["version", "status", "validFrom", "validUntil", "source", "items"]
        guard let fields = PackFields(value, at: "", keys: keys, &faults) else { return nil }
        let version = fields.text("version", &faults)
        let status = fields.word("status", of: Status.allCases, &faults)
        let validFrom = fields.day("validFrom", &faults)
        let validUntil = fields.dayIfPresent("validUntil", &faults)
        fields.checkOrder(validFrom, validUntil, &faults)
        let source = fields.text("source", &faults)
        var items: [PlacedItem] = []
        for (index, element) in (fields.list("items", &faults) ?? []).enumerated() {
            let path = "items[\(index)]"
            if let item = CreditItem(element, at: path, &faults) {
                items.append(PlacedItem(path: path, item: item))
            }
        }
        compare(items, &faults)
        guard let version, let status, let validFrom, let source else { return nil }
        return RulePack(
            version: version,
            status: status,
            validFrom: validFrom,
            validUntil: validUntil,
            source: source,
            items: items.map(\.item),
            json: json
        )
    }

    /// An item and where it stands.
    private struct PlacedItem {
        let path: String
        let item: CreditItem
    }

    /// Entries of one code may follow one another, but not overlap, and are of one kind: whether a
    /// fact has to say how a penalty was imposed does not depend on the day.
    private static func compare(_ items: [PlacedItem], _ faults: inout [RulePackFault]) {
        for (index, later) in items.enumerated() {
            for earlier in items[..<index] where earlier.item.code == later.item.code {
                if earlier.item.overlaps(later.item) {
                    faults.append(
                        .init(path: "\(later.path).code", kind: .overlaps(earlier.path))
                    )
                }
                if earlier.item.isPenalty != later.item.isPenalty {
                    faults.append(
                        .init(path: "\(later.path).penalty", kind: .differs(earlier.path))
                    )
                }
            }
        }
    }
}

extension PackFields {
    fileprivate func checkOrder(_ from: Day?, _ until: Day?, _ faults: inout [RulePackFault]) {
        guard let from, let until, until < from else { return }
        faults.append(.init(path: key("validUntil"), kind: .endsBeforeItBegins))
    }
}

extension CreditItem {
    private static let pointsMax = 100

    /// Reads one entry; `nil` where something without which there is no item is amiss.
    fileprivate init?(_ value: PackValue, at path: String, _ faults: inout [RulePackFault]) {
        let keys = [
            "code", "class", "name", "points", "cap", "penalty", "validFrom", "validUntil",
        ]
        guard let fields = PackFields(value, at: path, keys: keys, &faults) else { return nil }
        let code = fields.text("code", &faults)
        let creditClass = fields.word("class", of: [CreditClass.good, .bad], &faults)
        let name = fields.text("name", &faults)
        let points = fields.integer("points", &faults)
        let cap = fields.integerOrNull("cap", &faults)
        let penalty = fields.flag("penalty", &faults)
        let from = fields.dayIfPresent("validFrom", &faults)
        let until = fields.dayIfPresent("validUntil", &faults)
        fields.checkOrder(from, until, &faults)

        func fault(_ name: String, _ kind: RulePackFault.Kind) {
            faults.append(.init(path: fields.key(name), kind: kind))
        }
        if let code {
            if DirectGround(rawValue: code) != nil {
                fault("code", .laidDown(code))
            } else if !Self.codes.contains(code) {
                fault("code", .unknownCode(code))
            } else if let creditClass, Self.creditClass(of: code) != creditClass {
                fault("class", .otherClass)
            }
        }
        if let creditClass {
            let sign = creditClass == .good ? 1 : -1
            if let points, let kind = Self.fault(of: points, sign: sign) { fault("points", kind) }
            if let cap, let kind = Self.fault(of: cap, sign: sign) {
                fault("cap", kind)
            } else if let cap, let points, points.signum() == sign, abs(cap) < abs(points) {
                fault("cap", .lessThanPoints)
            }
            if creditClass == .good, penalty == true { fault("penalty", .penaltyOfGood) }
        }
        guard let code, let creditClass, let name, let points, let penalty else { return nil }
        self.init(
            code: code,
            creditClass: creditClass,
            name: name,
            points: points,
            cap: cap,
            isPenalty: penalty,
            validFrom: from,
            validUntil: until
        )
    }

    private static func fault(of number: Int, sign: Int) -> RulePackFault.Kind? {
        if number.signum() != sign { return .wrongSign }
        guard (-pointsMax...pointsMax).contains(number) else {
            return .outOfRange("-\(pointsMax)…\(pointsMax)")
        }
        return nil
    }
}
