. "$(dirname "$0")/support.sh"

# The live cluster: read, analyzed, waited for, kept in a snapshot, compared in behaviour.
"$E2E_ROOT/Tests/E2E/mesh.sh" 2 v1 >two.yaml
run "two services" 0 meshctl apply -f two.yaml --no-history
run "one object" 0 meshctl get vs svc-1 -n e2e -o json
has "as it was applied" "$out" '"subset": "v1"'
run "an object that does not exist" 1 meshctl get vs nothing -n e2e
run "a kind that does not exist" 1 meshctl get nothings
run "several kinds" 0 meshctl get vs,dr -n e2e -o name
same "all of them" 4 "$(wc -l <<<"$out")"

run "analysis of the cluster" 79 meshctl analyze -n e2e -o json
has "finds what is missing" "$out" 'IST0101'
run "a user who may not list anything" 0 meshctl analyze --as nobody --as-group system:authenticated
has "is told so" "$err" 'may not list'

kubectl() { echo "kubectl must not be needed" >&2; return 127; }
printf 'apiVersion: v1\nkind: Secret\nmetadata: {name: hidden, namespace: e2e}\nstringData: {password: hunter2}\n' >secret.yaml
run "a secret" 0 meshctl apply -f secret.yaml --release secrets
sed -i s/hunter2/hunter3/ secret.yaml
run "its difference" 1 meshctl diff -f secret.yaml
hasnot "is not shown" "$out$err" 'hunter|aHVudGVy'
run "a snapshot" 0 meshctl snapshot -o mesh.tar
same "for its owner only" 600 "$(stat -c %a mesh.tar)"
hasnot "without the secret" "$(cat mesh.tar | tr -d '\0')" 'hunter|aHVudGVy'
run "read as a cluster" 0 meshctl get vs -n e2e --from mesh.tar -o name
same "with every object" 2 "$(wc -l <<<"$out")"
run "analyzed as a cluster" 79 meshctl analyze -n e2e --from mesh.tar
run "as a directory" 0 meshctl snapshot -o mesh
run "read from there" 0 meshctl get dr -n e2e --from mesh -o name
full() { (trap '' XFSZ; ulimit -f 8; meshctl snapshot -o full.tar); }
run "a full disk" 1 full
has "is named" "$err" 'cannot write'
[ -e full.tar ] && fail "a part is left" || ok "nothing is left"
full_folder() { (trap '' XFSZ; ulimit -f 8; meshctl snapshot -o full); }
run "a full disk under a folder" 1 full_folder
[ -e full ] && fail "a part is left" "$(find full)" || ok "nothing is left of it"

run "waiting for what is there" 0 meshctl wait --for=create vs/svc-1 -n e2e
run "waiting in vain" 1 meshctl wait --for=delete vs/svc-1 -n e2e --timeout 1s
(sleep 1; "$MESHCTL" delete vs svc-1 -n e2e --no-history -q) &
run "waiting for a deletion" 0 meshctl wait --for=delete vs/svc-1 -n e2e --timeout 20s
wait

cat >service.yaml <<'END'
apiVersion: v1
kind: Service
metadata: {name: svc-2, namespace: e2e}
spec: {selector: {app: svc-2}, ports: [{name: http, port: 80, protocol: TCP}]}
END
run "a service" 0 meshctl apply -f service.yaml --no-history
cat >other.yaml <<'END'
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: svc-2, namespace: e2e}
spec:
  hosts: [svc-2.e2e.svc.cluster.local]
  http:
  - redirect: {uri: /elsewhere}
END
run "a difference in behaviour" 1 meshctl diff -f other.yaml --semantic
run "delete by file" 0 meshctl delete -f two.yaml --ignore-not-found --no-history
same "all gone" 0 "$(count dr)"
