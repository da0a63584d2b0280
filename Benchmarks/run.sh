#!/bin/sh
# usage: Benchmarks/run.sh MESHCTL [--record]
set -eu
command -v python3 >/dev/null || { echo "error: the benchmarks need python3: 'apt-get install python3'" >&2; exit 1; }
exec python3 "$(dirname "$0")/run.py" "$@"
