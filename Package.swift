// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "jiliang",
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    ],
    targets: [
        .systemLibrary(
            name: "COpenSSL",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),
        .target(
            name: "Policy",
            resources: [
                .embedInCode("Calendars/cn-statutory-days.csv"),
                .embedInCode("Calendars/cn-workdays.csv"),
                .embedInCode("Laws/CivilCode/CivilCode.md"),
                .embedInCode("Laws/CreditMeasures2021/CreditMeasures2021.md"),
                .embedInCode("Laws/CreditMeasures2021/CreditMeasures2021.parameters.json"),
            ]
        ),
        .target(name: "Signing", dependencies: ["COpenSSL"]),
        .target(name: "SyncCore", dependencies: ["Signing"]),
        .target(
            name: "LocalStore",
            dependencies: [
                "SyncCore", "Policy",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .target(name: "Documents", dependencies: ["Policy"]),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(name: "PolicyTests", dependencies: ["Policy", "TestSupport"]),
        .testTarget(name: "SigningTests", dependencies: ["Signing"]),
        .testTarget(name: "SyncCoreTests", dependencies: ["SyncCore", "TestSupport"]),
        .testTarget(name: "DocumentsTests", dependencies: ["Documents", "Policy", "TestSupport"]),
        .testTarget(
            name: "LocalStoreTests",
            dependencies: [
                "LocalStore", "Policy", "SyncCore", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
    ]
)

for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    ]
}
