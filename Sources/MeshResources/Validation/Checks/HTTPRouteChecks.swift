/// Routes for HTTP: what excludes what, destinations and their weights.
extension Validation {
    mutating func checkHTTPRoute(_ route: Field) {
        checkRouteActions(route)
        checkRouteHeaders(route["headers"])
        checkAuthorityWrites(route)
        checkHTTPWeights(route["route"])
        if let percent = route["mirrorPercent"] ?? route["mirror_percent"] {
            if percent.integer > 100 {
                report(.percentOutOfRange, at: percent, "mirror percentage \(percent.text) found, expected 0 to 100")
            }
            report(
                .mirrorPercent, at: percent, "deprecated field 'mirrorPercent' found, expected 'mirrorPercentage'",
                help: "write 'mirrorPercentage: {value: \(percent.text)}'")
        }
        if let value = route["mirrorPercentage"]?["value"] { checkMirrorShare(value) }
    }

    private mutating func checkMirrorShare(_ value: Field) {
        if value.number > 100 || value.number < 0 {
            report(.percentOutOfRange, at: value, "mirror percentage \(value.text) found, expected 0 to 100")
        }
    }

    private mutating func checkRouteActions(_ route: Field) {
        let hasRoute = !route["route"].isEmpty
        if route["delegate"] != nil, !virtualService.isDelegate {
            if let redirect = route["redirect"] {
                report(
                    .delegateConflict, at: redirect, "'redirect' beside 'delegate' found, expected only one of them",
                    help: "move it into the delegate")
            }
            if hasRoute, let destinations = route["route"] {
                report(
                    .delegateConflict, at: destinations, "'route' beside 'delegate' found, expected only one of them",
                    help: "move it into the delegate")
            }
            return
        }
        if virtualService.isDelegate, let delegate = route["delegate"] {
            report(
                .nestedDelegate, at: delegate, "'delegate' in a delegate found, expected routes",
                help: "delegates cannot be nested: move the routes up")
        }
        if let redirect = route["redirect"] {
            checkConflicts(route, with: "redirect", redirect)
            if let response = route["directResponse"] { conflict(response, "directResponse", "redirect") }
        } else if let response = route["directResponse"] {
            checkConflicts(route, with: "directResponse", response)
        } else if !hasRoute, route["delegate"] == nil {
            report(
                .routeWithoutAction, missing: "route", in: route,
                "HTTP route that leads nowhere found, expected 'route', 'redirect' or 'directResponse'",
                help: "add 'route' with a destination")
        }
        if let mirror = route["mirror"], !route["mirrors"].isEmpty { conflict(mirror, "mirror", "mirrors") }
    }

    private mutating func checkConflicts(_ route: Field, with other: String, _ action: Field) {
        if let destinations = route["route"], !destinations.isEmpty { conflict(destinations, "route", other) }
        if let fault = route["fault"] { conflict(fault, "fault", other) }
        if let rewrite = route["rewrite"] { conflict(rewrite, "rewrite", other) }
    }

    private mutating func conflict(_ field: Field, _ name: String, _ other: String) {
        report(
            .routeConflict, at: field, "'\(name)' beside '\(other)' found, expected only one of them",
            help: "remove '\(name)' or '\(other)'")
    }

    /// Host and `:authority` may be written in one place only.
    private mutating func checkAuthorityWrites(_ route: Field) {
        var written = !(route["rewrite"]?["authority"]).isEmpty
        let request = route["headers"]?["request"]
        for operations in [request?["set"], request?["add"]] where operations != nil {
            for (key, value) in operations.entries where Self.isAuthority(key.text) {
                if written {
                    report(
                        .authorityTwice, keyOf: value, key, "authority written a second time by header '\(key.text)', expected once",
                        help: "keep one of them")
                }
                written = written || !value.isEmpty
            }
        }
    }

    mutating func checkHTTPWeights(_ destinations: Field?) {
        checkWeights(destinations)
        for destination in destinations.items { checkRouteHeaders(destination["headers"]) }
    }

    /// Weights of a route: none negative, not all 0 when there are several.
    mutating func checkWeights(_ destinations: Field?) {
        var total = 0
        var count = 0
        for destination in destinations.items where destination.isMapping {
            count += 1
            guard let weight = destination["weight"] else { continue }
            if weight.integer < 0 { report(.negativeWeight, at: weight, "weight \(weight.text) found, expected 0 or more") }
            total &+= weight.integer
        }
        if count > 1, total == 0, let destinations {
            report(
                .noWeight, at: destinations, "\(count) destinations with a total weight of 0 found, expected some weight",
                help: "add 'weight' to the destinations")
        }
    }

    mutating func checkDestination(_ destination: Field) {
        guard !virtualService.isFromGatewayAPI else { return }
        if let host = destination["host"] {
            if host.has("*") {
                report(.wildcardDestination, at: host, "destination host '*' found, expected the name of a service")
            } else {
                checkWildcardHost(host)
            }
        }
        if let subset = destination["subset"], !subset.isEmpty { checkSubsetName(subset) }
        if let port = destination["port"], port.isMapping { checkPort("number", in: port) }
    }

    mutating func checkSubsetName(_ name: Field) {
        guard name.isScalar, !HostRules.isLabel(bytes(of: name)) else { return }
        let found = name.isEmpty ? "empty subset name found" : "invalid subset name '\(name.text)'"
        report(.invalidSubsetName, at: name, "\(found), expected letters, digits and inner '-', at most 63")
    }

    mutating func checkMirrorPolicy(_ mirror: Field) {
        if let value = mirror["percentage"]?["value"] { checkMirrorShare(value) }
    }
}
