import SyncCore
import TestSupport
import Testing

/// The tree over a log that grows, against the tree that is built at once, and against the roots and proofs that the
/// authors of RFC 6962 test with.
struct MerkleLogTests {
    private static func leaf(_ number: Int64) -> [UInt8] { [UInt8(number)] }

    /// A log whose nodes are built at once each time.
    private static func log(_ leaves: [[UInt8]]) -> MerkleLog {
        MerkleLog { level, number in
            let first = Int(number) << level
            return MerkleTree(leaves: Array(leaves[first..<first + 1 << level])).root
        }
    }

    private static var log: MerkleLog { log((0..<40).map(leaf)) }

    private static func root(_ count: Int64) -> [UInt8] {
        MerkleTree(leaves: (0..<count).map(leaf)).root
    }

    private static let known = [
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    ].compactMap([UInt8].init(hex:))

    @Test(
        arguments: zip(
            Int64(0)...8,
            [
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
            ]
        )
    )
    func `the roots are those of RFC 6962`(_ count: Int64, _ root: String) throws {
        #expect(try Self.log(Self.known).root(of: count).hex == root)
    }

    @Test func `a proof is that of RFC 6962`() throws {
        let proof = try Self.log(Self.known).proof(from: 6, to: 8)
        #expect(
            proof.map(\.hex) == [
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ]
        )
    }

    @Test(arguments: Int64(1)...40)
    func `the log begins with each of its beginnings, and with nothing else`(_ count: Int64) throws
    {
        let root = Self.root(count)
        #expect(try Self.log.root(of: count) == root)
        for earlier in 1...count {
            let proof = try Self.log.proof(from: earlier, to: count)
            func holds(_ count: Int64, _ root: [UInt8], _ proof: [[UInt8]]) -> Bool {
                MerkleLog.isConsistent(
                    from: (earlier, Self.root(earlier)),
                    to: (count, root),
                    proof: proof
                )
            }
            #expect(holds(count, root, proof))
            // Another log, a longer and a shorter proof, and each hash of it another.
            #expect(!holds(count, Self.root(count + 1), proof))
            #expect(!holds(count, root, proof + [root]))
            if !proof.isEmpty { #expect(!holds(count, root, proof.dropLast())) }
            for place in proof.indices {
                var other = proof
                other[place][31] ^= 1
                #expect(!holds(count, root, other), "\(earlier) to \(count), hash \(place)")
            }
            #expect(
                !MerkleLog.isConsistent(
                    from: (earlier, Self.root(earlier + 1)),
                    to: (count, root),
                    proof: proof
                )
            )
        }
    }

    @Test(arguments: Int64(1)...40)
    func `each entry leads to the root by its path`(_ count: Int64) throws {
        for entry in 0..<count {
            let path = try Self.log.path(to: entry, in: count)
            let root = MerkleTree.root(
                of: Self.leaf(entry),
                at: Int(entry),
                among: Int(count),
                path: path
            )
            #expect(root == Self.root(count))
        }
    }

    @Test func `whatever sizes and hashes somebody claims, it is no proof and no crash`() {
        var random = SeededGenerator(seed: 7)
        let sizes: [Int64] = [.min, -1, 0, 1, 2, 3, 1 << 40, .max - 1, .max]
        for earlier in sizes {
            for count in sizes where earlier != 0 && earlier != count {
                for length in [0, 1, 2, 62, 63, 64, 200] {
                    let proof = (0..<length).map { _ in
                        (0..<32).map { _ in UInt8.random(in: 0...255, using: &random) }
                    }
                    let holds = MerkleLog.isConsistent(
                        from: (earlier, Self.root(1)),
                        to: (count, Self.root(2)),
                        proof: proof
                    )
                    #expect(!holds, "\(earlier) to \(count) by \(length)")
                }
            }
        }
    }
}
