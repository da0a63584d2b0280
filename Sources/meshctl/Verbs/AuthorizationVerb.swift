/// `meshctl authz`: who may do what, asked in several ways.
enum AuthorizationVerb {
    static let command = Command(
        "authz", group: .traffic, summary: "who may do what, and why", usesCluster: true, subcommands: [AuthorizationCheckVerb.command])
}
