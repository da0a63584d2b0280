. "$(dirname "$0")/support.sh"

# The sample mesh: applied, applied again without a change, a conflict named, a plan, a difference.
samples=$E2E_ROOT/samples/shop
run "the plan of the samples" 0 meshctl apply -f "$samples" --dry-run=client
has "the plan puts subsets before routes" "$out" 'DestinationRule shop/catalog +\(before VirtualService'
run "a dry run by the server needs the namespace" 1 meshctl apply -f "$samples" --dry-run=server
run "the samples are applied" 0 meshctl apply -f "$samples"
has "everything is new" "$err" '^[0-9]+ created'
run "a second apply" 0 meshctl apply -f "$samples"
hasnot "a second apply changes nothing" "$err" 'created|configured'
run "the server's dry run" 0 meshctl apply -f "$samples" --dry-run=server
run "no difference to the cluster" 0 meshctl diff -f "$samples"
run "another manager takes a field" 0 meshctl apply -f "$samples/routes.yaml" --field-manager gitops
sed 's/shop.example.com/other.example.com/' "$samples/routes.yaml" >routes.yaml
run "a conflict" 1 meshctl apply -f routes.yaml
has "the conflict names the owner" "$err" "spec.hosts.*owned by 'gitops'"
has "the conflict has its line" "$err" 'routes.yaml:[0-9]+:[0-9]+'
run "a difference to the cluster" 1 meshctl diff -f routes.yaml
has "the difference shows old and new" "$out" 'other.example.com'
has "the difference names the owner" "$out" "owned by 'gitops'"
run "force takes it over" 0 meshctl apply -f routes.yaml --force-conflicts
run "back" 0 meshctl apply -f "$samples/routes.yaml" --force-conflicts
KUBECTL_EXTERNAL_DIFF='diff -u' run "another program shows the difference" 1 meshctl diff -f routes.yaml
has "that program's output" "$out" '^\+.*other.example.com'

# Names for shells, within their time.
run "names of a kind" 0 meshctl __complete resources -- get -n shop vs ""
has "names of a kind are there" "$out" '^catalog$'
run "names of services" 0 meshctl __complete services -- describe service --namespace=shop ""
has "names of services are there" "$out" '^storefront$'
run "names of namespaces" 0 meshctl __complete namespaces -- get -n ""
has "names of namespaces are there" "$out" '^shop$'

# What the server refuses is shown where it is written.
cat >bad.yaml <<'END'
apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: bad
  namespace: e2e
spec:
  host: x
  trafficPolicy:
    tls:
      mode: SIMPEL
END
run "validation stops it" 1 meshctl apply -f bad.yaml
has "and says so" "$err" 'nothing was applied'
if grep -q 'SIMPLE' "$E2E_WORK/crds.yaml"; then
    run "the server stops it" 1 meshctl apply --validate=ignore -f bad.yaml
    has "at its line" "$err" 'bad.yaml:10:13'
fi
printf 'apiVersion: example.com/v1\nkind: Nothing\nmetadata: {name: x}\n' >kind.yaml
run "an unknown kind" 1 meshctl apply -f kind.yaml
has "an unknown kind has its line" "$err" 'kind.yaml:2:7'
sed 's/namespace: e2e/namespace: nowhere/; s/SIMPEL/SIMPLE/' bad.yaml >nowhere.yaml
run "a missing namespace" 1 meshctl apply -f nowhere.yaml
has "what to do about it" "$err" 'create namespace nowhere'
: >empty.yaml
run "an empty file" 0 meshctl apply -f empty.yaml
printf 'a: [b\n' >broken.yaml
run "a broken file" 65 meshctl apply -f broken.yaml -f "$samples/routes.yaml"
has "nothing of it is applied" "$err" 'nothing was applied'
run "a missing file" 65 meshctl apply -f no-such-file.yaml

# Who may not, and what cannot be reached.
run "a user without rights" 77 meshctl get vs -n shop --kubeconfig "$E2E_WORK/kube/kubeconfig-viewer"
run "impersonation" 77 meshctl get vs -n shop --as nobody
sed 's/127.0.0.1:[0-9]*/127.0.0.1:1/' "$KUBECONFIG" >dead
run "a dead server" 69 meshctl get vs --kubeconfig dead
openssl req -x509 -newkey rsa:2048 -nodes -keyout other.key -out other.crt -days 2 -subj /CN=other 2>/dev/null
sed "s|certificate-authority: .*|certificate-authority: $PWD/other.crt|" "$KUBECONFIG" >wrong-ca
run "a wrong authority" 69 meshctl get vs --kubeconfig wrong-ca
has "a wrong authority is named" "$err" 'certificate'
sed "s|^    certificate-authority: .*|    insecure-skip-tls-verify: true|" "$KUBECONFIG" >insecure
run "an unverified server" 0 meshctl get ns --kubeconfig insecure
has "is warned of" "$err" 'not verified'
sed 's|^    server: https://127.0.0.1|    tls-server-name: nobody.example.com\n    server: https://127.0.0.1|' "$KUBECONFIG" >wrong-name
run "a name that the certificate lacks" 69 meshctl get ns --kubeconfig wrong-name
sed 's|^    server: https://127.0.0.1|    tls-server-name: localhost\n    server: https://127.0.0.1|' "$KUBECONFIG" >right-name
run "a name that it bears" 0 meshctl get ns --kubeconfig right-name

# History and rollback.
"$E2E_ROOT/Tests/E2E/mesh.sh" 1 v1 >one.yaml
"$E2E_ROOT/Tests/E2E/mesh.sh" 1 v2 >two.yaml
run "one service" 0 meshctl apply -f one.yaml --release test
run "its next version" 0 meshctl apply -f two.yaml --release test -v
same "in three steps" 3 "$(grep -c 'PATCH.*networking' <<<"$err")"
run "two runs are known" 0 meshctl history --release test -o json
same "by number" 2 "$(grep -c '"revision"' <<<"$out")"
run "back to the first" 0 meshctl rollback --release test
run "as it was" 0 meshctl diff -f one.yaml
run "somebody else changes it" 0 meshctl apply -f two.yaml --no-history --force-conflicts --field-manager other
run "a rollback is refused" 1 meshctl rollback --release test
has "and says why" "$err" 'changed since'
run "unless forced" 0 meshctl rollback --release test --force --to 0
same "what did not exist is gone" 0 "$(count vs)"
run "and that is undone too" 0 meshctl rollback --release test --force
same "it is there again" 1 "$(count vs)"
run "pruning" 0 meshctl apply -f <(sed '/^---/q' one.yaml) --prune -l app=e2e --force-conflicts
same "takes what the files lack" 0 "$(count vs)"
clean

# All or nothing.
"$E2E_ROOT/Tests/E2E/mesh.sh" 3 v1 >three.yaml
run "a base" 0 meshctl apply -f one.yaml --no-history
run "another owner" 0 meshctl apply -f <(sed -n '/VirtualService/,$p' one.yaml | sed '1i apiVersion: networking.istio.io/v1') --field-manager flagger --no-history
sed 's/v1$/v2/; s/version: v1/version: v2/' three.yaml | sed 's|networking.istio.io/v2|networking.istio.io/v1|' >three-v2.yaml
run "an atomic apply that meets a conflict" 1 meshctl apply -f three-v2.yaml --atomic --no-history
has "changes nothing" "$err" 'nothing has changed'
same "new objects are gone again" 1 "$(count dr)"
run "the old ones are as they were" 0 meshctl diff -f one.yaml
clean
