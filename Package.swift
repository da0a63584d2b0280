// swift-tools-version: 6.0
import PackageDescription

#if canImport(Glibc)
    import Glibc
#endif

/// Whether the C library knows packed relocations (from 2.36), which make the binary 0.6 MB smaller.
let isPacked: Bool = {
    #if canImport(Glibc)
        var text = [CChar](repeating: 0, count: 64)
        guard confstr(Int32(_CS_GNU_LIBC_VERSION), &text, text.count) > 0 else { return false }
        let numbers = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self).split { !$0.isNumber }
            .compactMap { Int($0) }
        return !numbers.lexicographicallyPrecedes([2, 36])
    #else
        return false
    #endif
}()

// Regular expressions and tasks of the standard library are not used; without these flags 1.9 MB of them come into the binary unasked.
let lean: [SwiftSetting] = [
    .unsafeFlags([
        "-Xfrontend", "-disable-implicit-string-processing-module-import", "-Xfrontend", "-disable-implicit-concurrency-module-import",
    ])
]

// Verbs and conversations over sockets wait for people and servers: small code serves them better than inlined code.
let small: [SwiftSetting] = lean + [.unsafeFlags(["-Osize"], .when(configuration: .release))]

let package = Package(
    name: "meshctl",
    products: [
        .executable(name: "meshctl", targets: ["meshctl"])
    ],
    targets: [
        .target(name: "MeshResources", swiftSettings: lean),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("dl")]),
        .target(name: "MeshAPI", dependencies: ["MeshResources", "CCurl"], swiftSettings: small),
        .executableTarget(
            name: "meshctl", dependencies: ["MeshResources", "MeshAPI"], swiftSettings: small,
            // The linker of the Swift toolchain: folds equal functions and exports nothing, where gold keeps both.
            linkerSettings: [
                .unsafeFlags(
                    ["-use-ld=lld", "-Xlinker", "--icf=safe", "-Xlinker", "--no-export-dynamic"]
                        + (isPacked ? ["-Xlinker", "-z", "-Xlinker", "pack-relative-relocs"] : []),
                    .when(platforms: [.linux], configuration: .release))
            ]),
        .target(name: "TestSupport", path: "Tests/TestSupport"),
        .testTarget(name: "MeshResourcesTests", dependencies: ["MeshResources", "TestSupport"]),
        .testTarget(name: "MeshAPITests", dependencies: ["MeshAPI", "TestSupport"]),
        .testTarget(name: "MeshctlTests", dependencies: ["meshctl", "TestSupport"], exclude: ["Goldens"]),
    ],
    swiftLanguageModes: [.v6]
)
