// swift-tools-version: 6.1
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// One room of the house: a target that may import only the rooms above it.
func room(
  _ name: String, _ dependencies: [Target.Dependency] = []
) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies, exclude: [], swiftSettings: settings)
}

let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let systemPackage = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let subprocess = Target.Dependency.product(name: "Subprocess", package: "swift-subprocess")
let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "schema-flow",
  platforms: [.macOS(.v15)],
  products: [
    .executable(name: "schema-flow", targets: ["schema-flow"]),
    .library(name: "SchemaFlow", targets: ["SchemaFlow"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2", traits: []),
  ],
  targets: [
    room("SourceText"),
    room("SQLText"),
    room("SchemaCore", ["SourceText", "SQLText"]),
    room("SchemaKinds", ["SourceText", "SQLText", "SchemaCore"]),
    room("Planning", ["SourceText", "SQLText", "SchemaCore"]),
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
    room("YAMLSource", ["CLibYAML", "SourceText", systemPackage]),
    .systemLibrary(name: "CLibPQ", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
    room("Postgres", ["CLibPQ", systemPackage, subprocess]),
    room("Catalog", ["SQLText", "SchemaCore", "Postgres"]),
    room(
      "Execution",
      ["SourceText", "SQLText", "SchemaCore", "Planning", "Postgres", "Catalog", crypto]),
    room("ExpandContract", ["SQLText", "SchemaCore", "Postgres", "Execution"]),
    room("Verification", ["SQLText", "SchemaCore", "Postgres"]),
    room("Reporting", ["SourceText", "SQLText", "SchemaCore", "Planning", systemPackage]),
    room(
      "SchemaFlow",
      [
        "SourceText", "SQLText", "SchemaCore", "SchemaKinds", "Planning", "YAMLSource",
        "Postgres", "Catalog", "Execution", "ExpandContract", "Verification", "Reporting",
        crypto, systemPackage,
      ]),
    .executableTarget(
      name: "schema-flow",
      dependencies: [
        "SchemaFlow", "SchemaCore", "Planning", "Execution", "ExpandContract", "Verification",
        "Reporting", "SourceText", "Postgres", argumentParser,
      ],
      swiftSettings: settings),
    .target(
      name: "TestSupport",
      dependencies: [
        "Postgres", "SchemaFlow", "Execution", "SchemaCore", "SourceText", subprocess,
        systemPackage,
      ],
      path: "Tests/TestSupport", swiftSettings: settings),
    tests("GuardTests", []),
    tests("SourceTextTests", ["SourceText"]),
    tests("SQLTextTests", ["SQLText"]),
    tests("SchemaCoreTests", ["SchemaCore", "SQLText", "SourceText"]),
    tests("SchemaKindsTests", ["SchemaKinds", "SchemaCore", "YAMLSource", "TestSupport"]),
    tests("PlanningTests", ["Planning", "SchemaCore", "SQLText", "SourceText"]),
    tests("YAMLSourceTests", ["YAMLSource", "SourceText"]),
    tests("PostgresTests", ["Postgres", "TestSupport"]),
    tests("CatalogTests", ["Catalog", "Postgres", "SchemaCore", "SchemaKinds", "TestSupport"]),
    tests(
      "ExecutionTests",
      ["Execution", "Planning", "SchemaCore", "SQLText", "SourceText", "Postgres", "TestSupport"]),
    tests(
      "ExpandContractTests",
      [
        "ExpandContract", "Execution", "SchemaCore", "SQLText", "Postgres", "SchemaFlow",
        "TestSupport",
      ]),
    tests(
      "VerificationTests",
      [
        "Verification", "SchemaCore", "SQLText", "Postgres", "SchemaFlow", "TestSupport",
      ]),
    .testTarget(
      name: "ReportingTests",
      dependencies: [
        "Reporting", "Planning", "SchemaCore", "SQLText", "SourceText", systemPackage,
      ],
      exclude: ["Golden"], swiftSettings: settings),
    tests(
      "ProofTests",
      [
        "SchemaFlow", "Execution", "ExpandContract", "SchemaCore", "SchemaKinds", "Planning",
        "Postgres", "Catalog", "Reporting",
        "SourceText", "TestSupport", subprocess, systemPackage,
      ]),
    tests(
      "RandomTests",
      [
        "SchemaFlow", "Execution", "SchemaCore", "Planning", "Postgres", "SourceText",
        "TestSupport", systemPackage,
      ]),
    .testTarget(
      name: "CommandTests",
      dependencies: ["Postgres", "TestSupport", subprocess, systemPackage],
      exclude: ["Golden"], swiftSettings: settings),
  ]
)
