extension StampedOp {
    /// Appends the frame of the feed in canonical form, as if the body were erased.
    ///
    /// Written by hand, names in canonical order: a site makes a digest over it for every entry that it keeps.
    package func writeBodilessFrame(to output: inout [UInt8]) {
        func append(_ name: StaticString, quoted value: String?) {
            append(name)
            JSONText.append(value, to: &output)
        }
        func append(_ name: StaticString, _ number: Int64) {
            append(name)
            Self.append(number, to: &output)
        }
        func append(_ letters: StaticString) {
            letters.withUTF8Buffer { output.append(contentsOf: $0) }
        }
        append(#"{"aggregate":"#, quoted: header.aggregate.description)
        if let base = header.base {
            append(#","base":"#, base)
        } else {
            append(#","base":null"#)
        }
        if header.baseEpoch > 1 { append(#","baseEpoch":"#, Int64(header.baseEpoch)) }
        append(#","batch":"#, quoted: header.batch?.description)
        append(#","body":null,"claimedAt":"#, header.claimedAt.milliseconds)
        append(#","incarnation":"#, Int64(header.incarnation))
        append(#","kind":"#, quoted: header.kind.rawValue)
        if let name = header.reissueOf { append(#","reissueOf":"#, quoted: name.description) }
        append(#","seq":"#, header.seq)
        append(#","site":"#, quoted: header.site.description)
        append(#","stamp":{"#)
        if stamp.epoch > 1 {
            append(#""epoch":"#, Int64(stamp.epoch))
            append(",")
        }
        if let former = stamp.former {
            append(#""former":{"epoch":"#, Int64(former.epoch))
            append(#","seq":"#, former.seq)
            append("},")
        }
        append(#""organisation":"#, quoted: stamp.organisation)
        append(#","party":"#, quoted: stamp.party.rawValue)
        append(#","receivedAt":"#, stamp.receivedAt.milliseconds)
        append(#","seq":"#, stamp.seq)
        append(#"},"t":"chg","time":"#, quoted: header.time.description)
        append("}")
    }

    private static func append(_ number: Int64, to output: inout [UInt8]) {
        var text = String(number)
        text.withUTF8 { output.append(contentsOf: $0) }
    }
}
