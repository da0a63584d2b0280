// swift-tools-version: 6.0
import PackageDescription

let package = Package(
    name: "meshctl",
    products: [
        .executable(name: "meshctl", targets: ["meshctl"])
    ],
    targets: [
        .target(name: "MeshResources"),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("dl")]),
        .target(name: "MeshAPI", dependencies: ["MeshResources", "CCurl"]),
        .executableTarget(name: "meshctl", dependencies: ["MeshResources", "MeshAPI"]),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(name: "MeshResourcesTests", dependencies: ["MeshResources", "TestSupport"]),
        .testTarget(name: "MeshAPITests", dependencies: ["MeshAPI", "TestSupport"]),
        .testTarget(name: "MeshctlTests", dependencies: ["meshctl", "TestSupport"], exclude: ["Goldens"]),
    ],
    swiftLanguageModes: [.v6]
)
