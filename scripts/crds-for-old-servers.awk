# Takes out of CustomResourceDefinitions what a Kubernetes 1.20 server does not know: rules in CEL and selectable fields.
# A block ends at the first line that is not indented deeper than its key (list items may stand at the key's own depth).
{
    match($0, /^ */)
    depth = RLENGTH
    if (skipping) {
        item = substr($0, depth + 1, 2) == "- "
        if ($0 == "" || depth > limit || (depth == limit && item)) next
        skipping = 0
    }
    if ($0 ~ /^ *(x-kubernetes-validations|selectableFields):/) {
        skipping = 1
        limit = depth
        next
    }
    print
}
