#!/usr/bin/env python3
"""Writes a large Envoy config dump in the shape that an Istio sidecar of a large mesh gives.

  generate-config-dump.py [--megabytes 110] [--eds] > config_dump.json

Deterministic: the same arguments give the same bytes. One service brings one cluster, one route with a virtual host
for each port, and, with --eds, its endpoints.
"""
import argparse
import json
import sys

ADMIN = "type.googleapis.com/envoy.admin.v3."
V3 = "type.googleapis.com/envoy.config."
TLS = "type.googleapis.com/envoy.extensions.transport_sockets.tls.v3."
STAMP = "2026-11-23T06:45:00.123Z"


def sds(name):
    return {"name": name, "sds_config": {"api_config_source": {"api_type": "GRPC", "grpc_services": [{"envoy_grpc": {
        "cluster_name": "sds-grpc"}}], "set_node_on_first_message_only": True, "transport_api_version": "V3"},
        "initial_fetch_timeout": "0s", "resource_api_version": "V3"}}


def cluster(service, namespace, port):
    host = f"{service}.{namespace}.svc.cluster.local"
    name = f"outbound|{port}||{host}"
    tls = {"@type": TLS + "UpstreamTlsContext", "common_tls_context": {
        "tls_params": {"tls_minimum_protocol_version": "TLSv1_2", "tls_maximum_protocol_version": "TLSv1_3"},
        "alpn_protocols": ["istio-peer-exchange", "istio"], "tls_certificate_sds_secret_configs": [sds("default")],
        "combined_validation_context": {
            "default_validation_context": {"match_typed_subject_alt_names": [{"san_type": "URI", "matcher": {
                "exact": f"spiffe://cluster.local/ns/{namespace}/sa/{service}"}}]},
            "validation_context_sds_secret_config": sds("ROOTCA")}},
        "sni": f"outbound_.{port}_._.{host}"}
    return {"version_info": "2026-11-23T06:44:46Z/9", "cluster": {
        "@type": V3 + "cluster.v3.Cluster", "name": name, "type": "EDS",
        "eds_cluster_config": {"eds_config": {"ads": {}, "initial_fetch_timeout": "0s", "resource_api_version": "V3"},
                               "service_name": name},
        "connect_timeout": "10s", "lb_policy": "LEAST_REQUEST",
        "circuit_breakers": {"thresholds": [{"max_connections": 4294967295, "max_pending_requests": 4294967295,
                                             "max_requests": 4294967295, "max_retries": 4294967295,
                                             "track_remaining": True}]},
        "typed_extension_protocol_options": {"envoy.extensions.upstreams.http.v3.HttpProtocolOptions": {
            "@type": "type.googleapis.com/envoy.extensions.upstreams.http.v3.HttpProtocolOptions",
            "use_downstream_protocol_config": {"http_protocol_options": {}, "http2_protocol_options": {}}}},
        "metadata": {"filter_metadata": {"istio": {
            "config": f"/apis/networking.istio.io/v1/namespaces/{namespace}/destination-rule/{service}",
            "default_original_port": port, "services": [{"host": host, "name": service, "namespace": namespace}]}}},
        "common_lb_config": {"locality_weighted_lb_config": {}},
        "transport_socket_matches": [
            {"name": "tlsMode-istio", "match": {"tlsMode": "istio"},
             "transport_socket": {"name": "envoy.transport_sockets.tls", "typed_config": tls}},
            {"name": "tlsMode-disabled", "match": {}, "transport_socket": {
                "name": "envoy.transport_sockets.raw_buffer", "typed_config": {
                    "@type": "type.googleapis.com/envoy.extensions.transport_sockets.raw_buffer.v3.RawBuffer"}}}],
    }, "last_updated": STAMP}


def virtual_host(service, namespace, port):
    host = f"{service}.{namespace}.svc.cluster.local"
    short = [host, f"{service}.{namespace}", f"{service}.{namespace}.svc", "10.96.0.1"]
    return {"name": f"{host}:{port}", "domains": short + [f"{name}:{port}" for name in short],
            "routes": [{"match": {"prefix": "/"}, "route": {
                "cluster": f"outbound|{port}||{host}", "timeout": "0s",
                "retry_policy": {"retry_on": "connect-failure,refused-stream,unavailable,cancelled", "num_retries": 2,
                                 "retry_host_predicate": [{"name": "envoy.retry_host_predicates.previous_hosts"}],
                                 "host_selection_retry_max_attempts": "5"},
                "max_grpc_timeout": "0s"},
                "metadata": {"filter_metadata": {"istio": {
                    "config": f"/apis/networking.istio.io/v1/namespaces/{namespace}/virtual-service/{service}"}}},
                "decorator": {"operation": f"{host}:{port}/*"}}],
            "include_request_attempt_count": True}


def endpoints(service, namespace, port, number):
    hosts = [{"endpoint": {"address": {"socket_address": {
        "address": f"10.{number >> 8 & 255}.{number & 255}.{pod}", "port_value": 8080}},
        "health_check_config": {}}, "health_status": "HEALTHY",
        "metadata": {"filter_metadata": {"istio": {"workload": f"{service};{namespace};{service};v1;Kubernetes"}}},
        "load_balancing_weight": 1} for pod in (11, 12, 13)]
    return {"endpoint_config": {"@type": V3 + "endpoint.v3.ClusterLoadAssignment",
                                "cluster_name": f"outbound|{port}||{service}.{namespace}.svc.cluster.local",
                                "endpoints": [{"locality": {"region": "region-a", "zone": "zone-1"},
                                               "lb_endpoints": hosts, "load_balancing_weight": 3}],
                                "policy": {"overprovisioning_factor": 140}}}


def listener(port):
    return {"name": f"0.0.0.0_{port}", "active_state": {"listener": {
        "@type": V3 + "listener.v3.Listener", "name": f"0.0.0.0_{port}",
        "address": {"socket_address": {"address": "0.0.0.0", "port_value": port}},
        "filter_chains": [{"filter_chain_match": {"transport_protocol": "raw_buffer",
                                                  "application_protocols": ["http/1.1", "h2c"]},
                           "filters": [{"name": "envoy.filters.network.http_connection_manager", "typed_config": {
                               "@type": "type.googleapis.com/envoy.extensions.filters.network."
                                        "http_connection_manager.v3.HttpConnectionManager",
                               "stat_prefix": f"outbound_0.0.0.0_{port}",
                               "rds": {"config_source": {"ads": {}}, "route_config_name": str(port)},
                               "http_filters": [{"name": "envoy.filters.http.router"}]}}]}],
        "traffic_direction": "OUTBOUND"}, "last_updated": STAMP}}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--megabytes", type=float, default=110)
    parser.add_argument("--eds", action="store_true", help="with endpoints, as ?include_eds gives")
    options = parser.parse_args()
    ports = [80, 443, 8080, 9080, 9090]

    def names(count):
        for number in range(count):
            yield number, f"service-{number:05}", f"team-{number % 97:02}", ports[number % len(ports)]

    def sections(count):
        routes = {port: [] for port in ports}
        for _, service, namespace, port in names(count):
            routes[port].append(virtual_host(service, namespace, port))
        yield {"@type": ADMIN + "BootstrapConfigDump", "bootstrap": {"node": {
            "id": "sidecar~10.0.0.1~client-1.team-00~team-00.svc.cluster.local",
            "metadata": {"ISTIO_VERSION": "1.30.3", "NAMESPACE": "team-00"}}}, "last_updated": STAMP}
        yield {"@type": ADMIN + "ClustersConfigDump", "version_info": "2026-11-23T06:44:46Z/9",
               "dynamic_active_clusters": [cluster(s, n, p) for _, s, n, p in names(count)]}
        if options.eds:
            yield {"@type": ADMIN + "EndpointsConfigDump",
                   "dynamic_endpoint_configs": [endpoints(s, n, p, i) for i, s, n, p in names(count)]}
        yield {"@type": ADMIN + "ListenersConfigDump", "dynamic_listeners": [listener(port) for port in ports]}
        yield {"@type": ADMIN + "RoutesConfigDump", "dynamic_route_configs": [
            {"route_config": {"@type": V3 + "route.v3.RouteConfiguration", "name": str(port),
                              "virtual_hosts": hosts, "validate_clusters": False}, "last_updated": STAMP}
            for port, hosts in routes.items()]}

    def text(count):
        return json.dumps({"configs": list(sections(count))}, indent=1)

    probe = 200
    count = max(1, int(options.megabytes * 1e6 * probe / len(text(probe))))
    sys.stdout.write(text(count))


main()
