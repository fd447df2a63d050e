import Foundation

/// Files of the checkout that tests read.
package enum Checkout {
    /// The folder of the package.
    package static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// The bytes of a file, by its path in the package.
    package static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: root + "/" + path)))
    }

    /// The clerk's sample ledger, in GB18030.
    package static let sampleLedger = "Samples/ledger-gb18030.csv"
    /// What a good import makes of it.
    package static let sampleExpectation = "Samples/ledger-expected.json"
}
