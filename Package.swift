// swift-tools-version: 6.2
import PackageDescription

/// How the programs are linked that are handed out. Most of what an idle agent keeps in memory are pages of its own
/// file: relocations take a byte each instead of 24, and no symbol is exported, since nothing is loaded into them.
let programLinking: [LinkerSetting] = [
    .unsafeFlags(
        [
            "-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "pack-relative-relocs",
            "-Xlinker", "--no-export-dynamic",
        ],
        .when(configuration: .release)
    )
]

let package = Package(
    name: "jiliang",
    products: [
        .executable(name: "jiliang", targets: ["AgentCommand"]),
        .executable(name: "jiliang-hub", targets: ["HubCommand"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-http2", from: "1.46.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(
            url: "https://github.com/hummingbird-project/hummingbird",
            from: "2.28.1",
            traits: []
        ),
        .package(url: "https://github.com/LebJe/TOMLKit", from: "0.6.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .systemLibrary(
            name: "COpenSSL",
            pkgConfig: "libcrypto",
            providers: [.apt(["libssl-dev"])]
        ),
        .systemLibrary(
            name: "CCurl",
            pkgConfig: "libcurl",
            providers: [.apt(["libcurl4-openssl-dev"])]
        ),
        .systemLibrary(
            name: "CSQLite",
            pkgConfig: "sqlite3",
            providers: [.apt(["libsqlite3-dev"])]
        ),
        .systemLibrary(
            name: "CZstd",
            pkgConfig: "libzstd",
            providers: [.apt(["libzstd-dev"])]
        ),
        .target(
            name: "Policy",
            resources: [
                .embedInCode("Calendars/cn-statutory-days.csv"),
                .embedInCode("Calendars/cn-workdays.csv"),
                .embedInCode("Laws/CivilCode/CivilCode.md"),
                .embedInCode("Laws/CompulsoryVerification1987/CompulsoryVerification1987.md"),
                .embedInCode(
                    "Laws/CreditInformationRegulation2017/CreditInformationRegulation2017.md"
                ),
                .embedInCode(
                    "Laws/CreditInformationRegulation2017/CreditInformationRegulation2017.parameters.json"
                ),
                .embedInCode("Laws/CreditMeasures2021/CreditMeasures2021.md"),
                .embedInCode("Laws/CreditMeasures2021/CreditMeasures2021.parameters.json"),
                .embedInCode("Laws/CreditRepairMeasures2026/CreditRepairMeasures2026.md"),
                .embedInCode(
                    "Laws/CreditRepairMeasures2026/CreditRepairMeasures2026.parameters.json"
                ),
                .embedInCode("Laws/ElectronicSignatureLaw2019/ElectronicSignatureLaw2019.md"),
                .embedInCode("Laws/LicensingLaw2019/LicensingLaw2019.md"),
                .embedInCode("Laws/MetrologyLaw2018/MetrologyLaw2018.md"),
                .embedInCode("Laws/MetrologyRegulation2013/MetrologyRegulation2013.md"),
                .embedInCode(
                    "Laws/MetrologyRegulation2013/MetrologyRegulation2013.parameters.json"
                ),
                .embedInCode("Laws/MetrologyRules2022/MetrologyRules2022.md"),
                .embedInCode("Laws/PenaltyLaw2021/PenaltyLaw2021.md"),
                .embedInCode("Laws/PersonalInformationLaw2021/PersonalInformationLaw2021.md"),
                .embedInCode("Laws/VerificationMarks1987/VerificationMarks1987.md"),
                .embedInCode("Laws/ZhejiangCreditRepair/ZhejiangCreditRepair.md"),
                .embedInCode("Laws/ZhejiangCreditRepair/ZhejiangCreditRepair.parameters.json"),
                .embedInCode("RulePacks/hangzhou-placeholder-1.json"),
            ]
        ),
        .target(name: "Signing", dependencies: ["COpenSSL"]),
        .target(
            name: "SyncCore",
            dependencies: ["Signing"],
            resources: [.embedInCode("Merge/authority.json")]
        ),
        .target(
            name: "Storage",
            dependencies: [
                "CSQLite",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .target(
            name: "LocalStore",
            dependencies: [
                "Policy", "Signing", "Storage", "SyncCore",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ]
        ),
        .target(name: "Documents", dependencies: ["Policy"]),
        .target(name: "Evaluation", dependencies: ["Policy", "Signing", "SyncCore"]),
        .target(
            name: "Explanations",
            dependencies: ["Evaluation", "Policy", "Signing", "SyncCore"]
        ),
        .target(
            name: "CPin",
            dependencies: ["COpenSSL"],
            cSettings: [.treatAllWarnings(as: .error), .enableWarning("all")],
            linkerSettings: [.linkedLibrary("ssl"), .linkedLibrary("crypto")]
        ),
        .target(name: "Compression", dependencies: ["CZstd"]),
        .target(name: "LocalSocket"),
        .target(
            name: "SyncAgent",
            dependencies: [
                "CCurl", "CPin", "Compression", "Documents", "Explanations", "LocalSocket",
                "LocalStore", "Policy",
                "Signing", "SyncCore",
                .product(name: "TOMLKit", package: "TOMLKit"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ]
        ),
        .target(
            name: "Terminal",
            dependencies: [
                "Policy", "SyncCore",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ]
        ),
        .executableTarget(
            name: "AgentCommand",
            dependencies: [
                "Documents", "Evaluation", "Explanations", "LocalStore", "Policy", "Signing",
                "SyncAgent", "SyncCore", "Terminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            linkerSettings: programLinking
        ),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Compression", "Documents", "Hub", "LocalStore", "Policy", "Signing", "Storage",
                "SyncAgent", "SyncCore",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Benchmarks",
            exclude: ["peers"]
        ),
        .target(
            name: "Hub",
            dependencies: [
                "Compression", "Evaluation", "Explanations", "LocalSocket", "LocalStore", "Policy",
                "Signing", "Storage", "SyncCore",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "HummingbirdCore", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTP2", package: "swift-nio-http2"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP2", package: "swift-nio-extras"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            resources: [.embedInCode("Server/OpenAPI/openapi.json")]
        ),
        .executableTarget(
            name: "HubCommand",
            dependencies: [
                "Evaluation", "Hub", "LocalSocket", "Policy", "Signing", "SyncCore", "Terminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            linkerSettings: programLinking
        ),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .target(
            name: "FaultyDisk",
            dependencies: [
                "TestSupport",
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            path: "Tests/FaultyDisk"
        ),
        .target(
            name: "Simulation",
            dependencies: [
                "Documents", "Explanations", "FaultyDisk", "Hub", "LocalStore", "Policy",
                "Signing", "SyncAgent",
                "SyncCore", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
            ],
            path: "Tests/Simulation"
        ),
        .executableTarget(
            name: "Simulator",
            dependencies: [
                "Simulation",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Tests/Simulator"
        ),
        .testTarget(name: "SimulationTests", dependencies: ["Simulation"]),
        .testTarget(name: "PolicyTests", dependencies: ["Policy", "TestSupport"]),
        .testTarget(name: "SigningTests", dependencies: ["Signing", "TestSupport"]),
        .testTarget(name: "SyncCoreTests", dependencies: ["Signing", "SyncCore", "TestSupport"]),
        .testTarget(name: "DocumentsTests", dependencies: ["Documents", "Policy", "TestSupport"]),
        .testTarget(
            name: "EvaluationTests",
            dependencies: ["Evaluation", "Policy", "SyncCore", "TestSupport"]
        ),
        .testTarget(
            name: "LocalStoreTests",
            dependencies: [
                "LocalStore", "Policy", "SyncCore", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "ExplanationsTests",
            dependencies: ["Explanations", "Policy", "Signing", "SyncCore", "TestSupport"]
        ),
        .testTarget(name: "CompressionTests", dependencies: ["Compression", "TestSupport"]),
        .testTarget(name: "LocalSocketTests", dependencies: ["LocalSocket", "TestSupport"]),
        .testTarget(
            name: "HubTests",
            dependencies: [
                "Compression", "Explanations", "FaultyDisk", "Hub", "LocalStore", "Policy",
                "Signing", "SyncCore", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]
        ),
        .testTarget(
            name: "SyncAgentTests",
            dependencies: [
                "Compression", "Documents", "LocalStore", "Policy", "Signing", "SyncAgent",
                "SyncCore", "TestSupport",
            ]
        ),
        .testTarget(
            name: "PowerCutTests",
            dependencies: [
                "Documents", "FaultyDisk", "Hub", "LocalStore", "Policy", "Signing", "SyncAgent",
                "SyncCore", "TestSupport",
                .product(name: "GRDB", package: "GRDB.swift"),
            ]
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: [
                "AgentCommand", "Hub", "HubCommand", "LocalStore", "Policy", "Signing",
                "SyncAgent", "SyncCore", "Terminal", "TestSupport",
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
