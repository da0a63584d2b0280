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
        .testTarget(name: "MeshResourcesTests", dependencies: ["MeshResources"]),
        .testTarget(name: "MeshAPITests", dependencies: ["MeshAPI"]),
        .testTarget(name: "MeshctlTests", dependencies: ["meshctl"]),
    ],
    swiftLanguageModes: [.v6]
)
