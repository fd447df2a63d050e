import Foundation

/// What a good import makes of the sample ledger.
package struct SampleExpectation: Decodable, Sendable {
    package let accepted: Int
    package let duplicates: Int
    package let rejected: [Cell]
    /// By manufacturer, model and serial number, with bars between.
    package let instruments: [String: Instrument]

    package struct Cell: Decodable, Hashable, Sendable {
        package let row: Int
        package let column: String

        package init(row: Int, column: String) {
            self.row = row
            self.column = column
        }
    }

    package struct Instrument: Decodable, Hashable, Sendable {
        package let status: String
        package let validUntil: String?

        package init(status: String, validUntil: String?) {
            self.status = status
            self.validUntil = validUntil
        }
    }

    package static func load() throws -> SampleExpectation {
        let bytes = try Checkout.bytes(Checkout.sampleExpectation)
        return try JSONDecoder().decode(SampleExpectation.self, from: Data(bytes))
    }
}
