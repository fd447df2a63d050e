import Glibc

/// The sizes beyond which a table is taken to be broken rather than large.
package struct CSVLimits: Sendable {
    package var cellBytes: Int
    package var recordBytes: Int
    package var columns: Int

    package init(cellBytes: Int = 1 << 20, recordBytes: Int = 4 << 20, columns: Int = 1024) {
        self.cellBytes = cellBytes
        self.recordBytes = recordBytes
        self.columns = columns
    }
}

/// Reads RFC 4180 tables record by record, in memory that does not grow with the file.
///
/// Lenient where people are: a quote inside an unquoted cell is an ordinary character, text after
/// a closing quote belongs to the cell, and LF, CRLF and CR all end a record.
package final class CSVReader {
    /// The record that `next` read last; its storage is used again for the one after.
    package private(set) var record = CSVRecord()

    private let decoder: TextDecoder
    private let separator: UInt8
    private let limits: CSVLimits
    private let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 256 << 10)
    private var position = 0
    private var end = 0
    /// The last record ended with CR; a LF right behind it belongs to that line break.
    private var followsCarriageReturn = false

    package init(
        _ decoder: TextDecoder,
        separator: UInt8 = UInt8(ascii: ","),
        limits: CSVLimits = CSVLimits()
    ) {
        self.decoder = decoder
        self.separator = separator
        self.limits = limits
    }

    deinit {
        buffer.deallocate()
    }

    /// Reads the next record; `false` at the end of the file.
    package func next() throws(TableError) -> Bool {
        guard try startsRecord() else { return false }
        record.begin()
        while try readCell() {}
        return true
    }

    private func startsRecord() throws(TableError) -> Bool {
        guard try hasBytes() else { return false }
        guard followsCarriageReturn else { return true }
        followsCarriageReturn = false
        guard buffer[position] == lineFeed else { return true }
        position += 1
        return try hasBytes()
    }

    /// Reads one cell and what ends it. Returns whether the record goes on.
    private func readCell() throws(TableError) -> Bool {
        if try hasBytes(), buffer[position] == quote {
            position += 1
            try readQuoted()
        }
        return try readPlain()
    }

    /// Reads up to the closing quote.
    private func readQuoted() throws(TableError) {
        while true {
            guard try hasBytes() else { throw .unclosedQuote(row: record.number) }
            let stop = nextQuote()
            try take(upTo: stop)
            guard stop < end else { continue }
            position += 1
            guard try hasBytes(), buffer[position] == quote else { return }
            record.bytes.append(quote)
            position += 1
        }
    }

    /// Reads up to the separator or the end of the record, and passes it.
    private func readPlain() throws(TableError) -> Bool {
        while try hasBytes() {
            let stop = nextDelimiter()
            try take(upTo: stop)
            guard stop < end else { continue }
            position += 1
            followsCarriageReturn = buffer[stop] == carriageReturn
            try endCell()
            return buffer[stop] == separator
        }
        try endCell()
        return false
    }

    private func nextQuote() -> Int {
        guard let start = buffer.baseAddress,
            let found = memchr(start + position, Int32(quote), end - position)
        else { return end }
        return UnsafeMutableRawPointer(found) - UnsafeMutableRawPointer(start)
    }

    @inline(__always)
    private func nextDelimiter() -> Int {
        let (bytes, end, separator) = (buffer, end, separator)
        var index = position
        while index < end {
            let byte = bytes[index]
            if byte == separator || byte == lineFeed || byte == carriageReturn { break }
            index += 1
        }
        return index
    }

    @inline(__always)
    private func take(upTo stop: Int) throws(TableError) {
        record.bytes.append(contentsOf: UnsafeBufferPointer(rebasing: buffer[position..<stop]))
        position = stop
        let size = record.bytes.count
        guard size - (record.ends.last ?? 0) <= limits.cellBytes else {
            throw .cellTooLong(
                row: record.number,
                column: record.count + 1,
                limit: limits.cellBytes
            )
        }
        guard size <= limits.recordBytes else {
            throw .recordTooLong(row: record.number, limit: limits.recordBytes)
        }
    }

    private func endCell() throws(TableError) {
        guard record.count < limits.columns else {
            throw .tooManyColumns(row: record.number, limit: limits.columns)
        }
        record.ends.append(record.bytes.count)
    }

    @inline(__always)
    private func hasBytes() throws(TableError) -> Bool {
        if position < end { return true }
        end = 0
        position = 0
        end = try decoder.read(into: buffer)
        return end > 0
    }
}

private let quote = UInt8(ascii: "\"")
private let lineFeed = UInt8(ascii: "\n")
private let carriageReturn = UInt8(ascii: "\r")
