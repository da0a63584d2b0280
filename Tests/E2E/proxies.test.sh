. "$(dirname "$0")/support.sh"
command -v python3 >/dev/null || { echo "skip proxies: no python3 for the stand-ins"; exit 0; }

# What stands behind an API server: a node whose kubelet is a stand-in, an istiod and a proxy on it. What goes through the API
# server is real; what answers at the end is Tests/E2E/mesh-servers.py.
answers=$work/answers
mkdir -p "$answers"
pki=$E2E_WORK/kube/pki
standins=
trap 'kill $standins 2>/dev/null' EXIT
# standin NAME KIND ARGUMENT...: starts one; its port in $port.
standin() {
    local name=$1
    shift
    python3 "$E2E_ROOT/Tests/E2E/mesh-servers.py" "$@" >"$work/$name.port" 2>"$work/$name.err" &
    standins="$standins $!"
    for _ in $(seq 50); do [ -s "$work/$name.port" ] && break; sleep 0.1; done
    port=$(cat "$work/$name.port")
}
put() { python3 "$E2E_ROOT/Tests/E2E/mesh-servers.py" put "https://127.0.0.1:$(server_port)$2" "$1" "$pki" "$3"; }

# syncz NONCE ACKED ERROR: what istiod says of web-1; other.backend is stale whatever happens.
syncz() {
    local type=type.googleapis.com/envoy.config.route.v3.RouteConfiguration error=
    [ -z "$3" ] || error=",\"lastError\":\"$3\""
    printf '[{"proxy":"web-1.shop","istio_version":"1.30.3","resources":{"%s":{"sent":"%s","acked":"%s"%s}}},
        {"proxy":"other.backend","istio_version":"1.30.3","resources":{"%s":{"sent":"n9","acked":"n8"}}}]' \
        $type "$1" "$2" "$error" $type >"$answers/syncz.new"
    mv "$answers/syncz.new" "$answers/syncz.json"
}
syncz n1 n1 ""
cat >"$answers/dump.json" <<'END'
{"configs":[{"@type":"type.googleapis.com/envoy.admin.v3.ClustersConfigDump","dynamic_active_clusters":[
{"cluster":{"name":"outbound|80||POD_NAME","type":"EDS"}}]}]}
END

printf 'apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n---\n' shop backend istio-system >spaces.yaml
run "namespaces" 0 meshctl apply -q --no-history -f spaces.yaml
standin kubelet kubelet "$answers" "$pki/server.crt" "$pki/server.key"
put POST /api/v1/nodes "{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"metadata\":{\"name\":\"n\"},\"status\":{\"addresses\":[{\"type\":\"InternalIP\",
    \"address\":\"127.0.0.1\"}],\"daemonEndpoints\":{\"kubeletEndpoint\":{\"Port\":$port}},\"nodeInfo\":{\"kubeletVersion\":\"v1.30.1\"}}}" >/dev/null
# pod NAME NAMESPACE APP CONTAINER
pod() {
    put POST "/api/v1/namespaces/$2/pods" "{\"apiVersion\":\"v1\",\"kind\":\"Pod\",\"metadata\":{\"name\":\"$1\",\"labels\":{\"app\":\"$3\"}},
        \"spec\":{\"nodeName\":\"n\",\"containers\":[{\"name\":\"$4\",\"image\":\"x\"}]}}" >/dev/null
    put PATCH "/api/v1/namespaces/$2/pods/$1/status" '{"status":{"phase":"Running"}}' >/dev/null
}
pod istiod-1 istio-system istiod discovery
pod web-1 shop web istio-proxy

run "the proxies, through the API server and a kubelet" 0 meshctl proxy-status
has "of every namespace" "$out" '^web-1.shop .* istiod-1 +1.30.3'
run "a proxy's configuration" 0 meshctl proxy-config cluster web-1.shop
has "is that of the pod" "$out" '^web-1.shop +80 '
run "a page that the proxy does not have" 1 meshctl proxy-config endpoint web-1.shop
run "a pod that is not there" 1 meshctl proxy-config cluster web-2.shop
has "is named" "$err" 'unable to retrieve Pod: pods "web-2" not found'

# Waiting for the proxies that a change concerns.
route() {
    printf 'apiVersion: networking.istio.io/v1\nkind: VirtualService\nmetadata: {name: web, namespace: %s}\nspec:\n  exportTo: [.]\n' "$1"
    printf '  hosts: [web.%s.svc.cluster.local]\n  http:\n  - redirect: {uri: %s}\n' "$1" "$2"
}
later() { (sleep 1; syncz "$@") & }
apply() { meshctl apply -f route.yaml --no-history --validate=ignore --wait "$@"; }
route shop /a >route.yaml
later n2 n2 ""
run "waiting for a proxy" 0 apply --timeout 20s
has "counts the one that is concerned, not the stale one" "$err" 'acknowledged by 1 proxy'
wait %% 2>/dev/null
route shop /b >route.yaml
later n3 n2 ""
run "waiting for one that does not follow" 1 apply --timeout 5s
has "names it" "$out$err" '1 proxy has not acknowledged in time: web-1.shop'
hasnot "and no other" "$out$err" 'other.backend'
syncz n3 n3 ""
route shop /c >route.yaml
later n4 n3 "no such thing"
run "a proxy that refuses the change" 1 apply --timeout 20s --atomic
has "says why" "$out$err" '1 proxy refuses the change: web-1.shop \(no such thing\)'
run "what was there" 0 meshctl get vs web -n shop -o json
has "is back" "$out" '"uri": "/b"'
syncz n5 n5 ""
route backend /x >route.yaml
run "a change for others" 1 apply --timeout 4s
has "waits for them" "$out$err" '1 proxy has not acknowledged in time: other.backend'
printf 'apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: web, namespace: shop}\n' >route.yaml
run "a change for nobody" 0 apply --timeout 20s
has "waits for none" "$err" 'concerns no proxy'

# Injection.
printf 'apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: shop}\nspec:\n  selector: {matchLabels: {app: web}}\n' >app.yaml
printf '  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: web, image: web:1}]}\n' >>app.yaml
standin istiod istiod "$answers"
run "injection by a webhook" 0 meshctl kube-inject -f app.yaml --istiod-url "http://127.0.0.1:$port"
has "is the webhook's" "$out" 'image: standin/proxy:1'
cp out once.yaml
run "injection of what is injected" 0 meshctl kube-inject -f once.yaml --istiod-url "http://127.0.0.1:$port"
same "changes nothing" "$(cat once.yaml)" "$out"
run "a webhook that is not there" 69 meshctl kube-inject -f app.yaml --istiod-url http://127.0.0.1:1
same "writes nothing" "" "$out"

inject=${MESHCTL_CONFORMANCE:-$E2E_ROOT/../shared/conformance}/inject
if [ -f "$inject/configmap-example.yaml" ]; then
    run "the ConfigMaps of a control plane" 0 meshctl apply -q --no-history --validate=ignore -f "$inject/configmap-example.yaml" \
        -f "$inject/configmap-mesh-example.yaml"
    run "injection by the ConfigMaps" 0 meshctl kube-inject -f app.yaml -v
    has "is said" "$err" 'injecting by the ConfigMaps of the cluster'
    has "brings the proxy" "$out" 'name: istio-proxy'
    cp out live.yaml
    meshctl get configmap istio-sidecar-injector -n istio-system -o json >map.json
    for key in config values; do
        python3 -c "import json; m = json.load(open('map.json')); m = m.get('items', [m])[0]; print(m['data']['$key'])" >"$key.text"
    done
    meshctl get configmap istio -n istio-system -o json |
        python3 -c "import json, sys; m = json.load(sys.stdin); m = m.get('items', [m])[0]; print(m['data']['mesh'])" >mesh.text
    run "the same from files" 0 meshctl kube-inject -f app.yaml --injectConfigFile config.text --valuesFile values.text \
        --meshConfigFile mesh.text
    same "is the same" "$(cat live.yaml)" "$out"
else
    echo "skip injection by ConfigMaps: no conformance data"
fi

# Which webhook would inject a pod, and whether the policy lets it.
cat >hook.yaml <<'END'
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingWebhookConfiguration
metadata: {name: istio-sidecar-injector, labels: {istio.io/rev: default}}
webhooks:
- name: namespace.sidecar-injector.istio.io
  clientConfig: {service: {name: istiod, namespace: istio-system, path: /inject}}
  admissionReviewVersions: [v1]
  sideEffects: None
  failurePolicy: Ignore
  rules: [{operations: [CREATE], apiGroups: [""], apiVersions: [v1], resources: [pods]}]
  namespaceSelector: {matchExpressions: [{key: istio-injection, operator: In, values: [enabled]}]}
  objectSelector: {matchExpressions: [{key: sidecar.istio.io/inject, operator: NotIn, values: ["false"]}]}
END
run "a webhook" 0 meshctl apply -q --no-history -f hook.yaml
run "a pod that nobody asked to inject" 0 meshctl check-inject web-1.shop
has "and why" "$out" 'istio-sidecar-injector +default +✘ +No matching namespace labels \(istio-injection=enabled\)'
printf 'apiVersion: v1\nkind: Namespace\nmetadata: {name: shop, labels: {istio-injection: enabled}}\n' >spaces.yaml
run "a namespace that asks" 0 meshctl apply -q --no-history -f spaces.yaml
run "its pod" 0 meshctl check-inject web-1.shop
has "would be injected" "$out" '✔ +Namespace label istio-injection=enabled matches'
cat >policy.yaml <<'END'
apiVersion: v1
kind: ConfigMap
metadata: {name: istio-sidecar-injector, namespace: istio-system}
data: {config: "policy: enabled\nneverInjectSelector:\n- matchLabels: {app: web}\n"}
END
run "a policy that excludes the pod" 0 meshctl apply -q --no-history --force-conflicts -f policy.yaml
run "its verdict" 0 meshctl check-inject web-1.shop
has "counts" "$out" "not injected.*neverInjectSelector 'app=web'"
meshctl delete -f hook.yaml --no-history -q >/dev/null 2>&1
