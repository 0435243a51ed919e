#!/usr/bin/env bash
# Finds a Python of 3.11 or newer under any of its names and runs setup.py with it; every script of bin/ comes through here.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
for name in python3 python3.11 python3.12 python3.13; do
  if "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then exec "$name" "$here/setup.py" "$@"; fi
done
echo "Python 3.11 or newer is needed and was not found. On Debian 12: apt-get install python3" >&2
exit 3
