#!/bin/sh
# Installs what the build needs and the machine lacks: the headers of libcurl.
set -eu
command -v swift >/dev/null || {
    echo "error: no Swift toolchain found: install Swift 6.1 or later (https://www.swift.org/install/) and put it on the PATH" >&2
    exit 1
}
for folder in /usr/include /usr/include/*-linux-gnu /usr/local/include; do
    [ -f "$folder/curl/curl.h" ] && exit 0
done
sudo=
[ "$(id -u)" = 0 ] || sudo=sudo
echo "installing libcurl4-openssl-dev (headers of libcurl)" >&2
if command -v apt-get >/dev/null; then
    $sudo apt-get update -qq >&2 && DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends libcurl4-openssl-dev >&2 && exit 0
fi
echo "error: curl/curl.h not found: install the development files of libcurl" >&2
exit 1
