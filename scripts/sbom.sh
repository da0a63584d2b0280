#!/bin/bash
# Prints a software bill of materials (SPDX 2.3): the program, the Swift runtime inside it, the libraries it opens.
# usage: scripts/sbom.sh MESHCTL VERSION
set -euo pipefail
binary=$1 version=$2
swift=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9.]*\).*/\1/p' | head -n 1)
sum=$(sha256sum "$binary" | cut -d ' ' -f 1)
created=$(date -u -d "@${SOURCE_DATE_EPOCH:-0}" +%Y-%m-%dT%H:%M:%SZ)
package() { # name, version, licence, how it is used
    printf '    {"SPDXID": "SPDXRef-%s", "name": "%s", "versionInfo": "%s", "licenseConcluded": "%s", "downloadLocation": "NOASSERTION", "filesAnalyzed": false, "comment": "%s"}' \
        "$1" "$1" "$2" "$3" "$4"
}
relation() { printf '    {"spdxElementId": "SPDXRef-%s", "relationshipType": "%s", "relatedSpdxElement": "SPDXRef-%s"}' "$1" "$2" "$3"; }
cat <<SPDX
{
  "spdxVersion": "SPDX-2.3",
  "dataLicense": "CC0-1.0",
  "SPDXID": "SPDXRef-DOCUMENT",
  "name": "meshctl-$version",
  "documentNamespace": "urn:sha256:$sum",
  "creationInfo": {"created": "$created", "creators": ["Tool: meshctl scripts/sbom.sh"]},
  "packages": [
    {"SPDXID": "SPDXRef-meshctl", "name": "meshctl", "versionInfo": "$version", "licenseConcluded": "Apache-2.0", "downloadLocation": "NOASSERTION", "filesAnalyzed": false, "checksums": [{"algorithm": "SHA256", "checksumValue": "$sum"}]},
$(package swift-runtime "${swift:-unknown}" "Apache-2.0 WITH Swift-exception" "linked statically"),
$(package glibc NOASSERTION LGPL-2.1-or-later "linked dynamically"),
$(package libstdc++ NOASSERTION "GPL-3.0-or-later WITH GCC-exception-3.1" "linked dynamically"),
$(package libcurl NOASSERTION curl "opened at run time by commands that talk to the network")
  ],
  "relationships": [
    {"spdxElementId": "SPDXRef-DOCUMENT", "relationshipType": "DESCRIBES", "relatedSpdxElement": "SPDXRef-meshctl"},
$(relation meshctl STATIC_LINK swift-runtime),
$(relation meshctl DYNAMIC_LINK glibc),
$(relation meshctl DYNAMIC_LINK libstdc++),
$(relation libcurl RUNTIME_DEPENDENCY_OF meshctl)
  ]
}
SPDX
