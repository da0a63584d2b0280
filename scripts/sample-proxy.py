#!/usr/bin/env python3
"""Has a real Envoy load the sample sidecar's configuration and keeps what it says about itself in samples/proxy.

usage: scripts/sample-proxy.py ENVOY [CONFIG_DUMP]     (scripts/install-envoy.sh prints where ENVOY is)

The configuration is that of a dump (the sample itself, unless another is named): its resources are served to Envoy from files in
place of istiod, nothing listens except the admin port on loopback, and extensions that only Istio's build of Envoy has are left
out. What is kept is `/config_dump?include_eds` as Envoy gives it.
"""
import base64
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SAMPLE = os.path.join(ROOT, "samples/proxy/storefront.json")
VERSION = "2026-11-23T06:44:46Z/9"
# Extensions that the sample only names.
UNTYPED = {
    "envoy.filters.http.router": "filters.http.router.v3.Router",
    "envoy.retry_host_predicates.previous_hosts": "retry.host.previous_hosts.v3.PreviousHostsPredicate",
}
# Options that Envoy is about to remove.
DEPRECATED = ("max_grpc_timeout", "total_weight")
# What stock Envoy does not know.
ISTIO_ONLY = ("istio.", "type.googleapis.com/istio.", "type.googleapis.com/udpa.type", "envoy.tls.metadata_exchange")


class Files:
    """The resources that Envoy asks for one by one, each in a file of its own, as its file subscriptions want them."""

    def __init__(self, folder, dump):
        self.folder = folder
        os.mkdir(os.path.join(folder, "xds"))
        self.endpoints = {item["endpoint_config"]["cluster_name"]: item["endpoint_config"] for item in dump["EndpointsConfigDump"]["dynamic_endpoint_configs"]}
        self.routes = {item["route_config"]["name"]: item["route_config"] for item in dump["RoutesConfigDump"]["dynamic_route_configs"]}
        self.known = {}

    def source(self, kind, name):
        """Where Envoy finds the resource."""
        if (kind, name) not in self.known:
            self.known[kind, name] = path = f"xds/{kind}-{len(self.known)}.json"
            write(self.folder, path, {"version_info": VERSION, "resources": [self.resource(kind, name)]})
        return {"path_config_source": {"path": self.known[kind, name]}, "resource_api_version": "V3"}

    def resource(self, kind, name):
        if kind == "secret":
            return secret(self.folder, name)
        if kind == "routes":
            return self.translated(self.routes[name])
        # A subset without endpoints of its own has those of its host.
        parts = name.split("|")
        assignment = self.endpoints.get(name) or self.endpoints["|".join((parts[0], parts[1], "", parts[3]))]
        return {**assignment, "cluster_name": name}

    def translated(self, value):
        """The same configuration with files in the place of istiod, and without what stock Envoy lacks."""
        if isinstance(value, list):
            kept = [self.translated(item) for item in value]
            return [item for item in kept if item is not None]
        if not isinstance(value, dict):
            return value
        if str(value.get("name", "")).startswith(ISTIO_ONLY) or str(value.get("@type", "")).startswith(ISTIO_ONLY):
            return None
        result = {key: self.translated(item) for key, item in value.items() if key not in DEPRECATED}
        if "eds_config" in result:
            result["eds_config"] = self.source("endpoints", result["service_name"])
        if "route_config_name" in result:
            result["config_source"] = self.source("routes", result["route_config_name"])
        if "sds_config" in result:
            result["sds_config"] = self.source("secret", result["name"])
        if result.get("name") in UNTYPED and "typed_config" not in result:
            result["typed_config"] = {"@type": "type.googleapis.com/envoy.extensions." + UNTYPED[result["name"]]}
        return result


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    envoy = os.path.abspath(sys.argv[1])
    with open(sys.argv[2] if len(sys.argv) > 2 else SAMPLE, encoding="utf-8") as file:
        dump = {part["@type"].rpartition(".")[2]: part for part in json.load(file)["configs"]}
    with tempfile.TemporaryDirectory() as folder:
        files = Files(folder, dump)
        clusters = [files.translated(item["cluster"]) for item in dump["ClustersConfigDump"]["dynamic_active_clusters"]]
        listeners = [files.translated(item["active_state"]["listener"]) for item in dump["ListenersConfigDump"]["dynamic_listeners"]]
        for listener in listeners:
            listener["bind_to_port"] = False
        write(folder, "xds/clusters.json", {"version_info": VERSION, "resources": clusters})
        write(folder, "xds/listeners.json", {"version_info": VERSION, "resources": listeners})
        write(folder, "bootstrap.json", {
            "node": {key: value for key, value in dump["BootstrapConfigDump"]["bootstrap"]["node"].items() if key in ("id", "cluster", "metadata")},
            "admin": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": 0}}},
            "dynamic_resources": {
                "cds_config": {"path_config_source": {"path": "xds/clusters.json"}, "resource_api_version": "V3"},
                "lds_config": {"path_config_source": {"path": "xds/listeners.json"}, "resource_api_version": "V3"},
            },
        })
        text = state(envoy, folder)
    with open(SAMPLE, "w", encoding="utf-8") as file:
        file.write(text.rstrip("\n") + "\n")


def secret(folder, name):
    """A certificate made on the spot, and the one that signed it."""
    if not os.path.exists(os.path.join(folder, "key.pem")):
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "3650", "-subj", "/O=cluster.local"]
        signed = ["-CA", "root.pem", "-CAkey", "root-key.pem", "-addext", "basicConstraints=critical,CA:FALSE"]
        identity = ["-addext", "subjectAltName=URI:spiffe://cluster.local/ns/shop/sa/storefront"]
        for options in (["-keyout", "root-key.pem", "-out", "root.pem"], [*signed, *identity, "-keyout", "key.pem", "-out", "cert.pem"]):
            subprocess.run(["openssl", "req", "-x509", *curve, *options], cwd=folder, check=True, capture_output=True)

    def text(name):
        with open(os.path.join(folder, name), "rb") as file:
            return base64.b64encode(file.read()).decode()

    kind = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.Secret"
    if name == "ROOTCA":
        return {"@type": kind, "name": name, "validation_context": {"trusted_ca": {"inline_bytes": text("root.pem")}}}
    pair = {"certificate_chain": {"inline_bytes": text("cert.pem")}, "private_key": {"inline_bytes": text("key.pem")}}
    return {"@type": kind, "name": name, "tls_certificate": pair}


def write(folder, name, value):
    with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
        json.dump(value, file, indent=1)


def state(envoy, folder):
    """What Envoy says about itself once it is ready."""
    command = [envoy, "-c", "bootstrap.json", "--admin-address-path", "admin", "--use-dynamic-base-id", "--concurrency", "1", "-l", "error"]
    process = subprocess.Popen(command, cwd=folder)
    try:
        address = ""
        for _ in range(200):
            time.sleep(0.05)
            path = os.path.join(folder, "admin")
            if not address and os.path.exists(path):
                with open(path, encoding="ascii") as file:
                    address = file.read()
            if address and get(address, "/ready").strip() == "LIVE":
                return get(address, "/config_dump?include_eds")
            if process.poll() is not None:
                break
        sys.exit("error: Envoy did not become ready")
    finally:
        process.terminate()
        process.wait()


def get(address, path):
    try:
        with urllib.request.urlopen(f"http://{address}{path}") as answer:
            return answer.read().decode()
    except OSError:
        return ""


if __name__ == "__main__":
    main()
