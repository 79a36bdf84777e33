# Sourced by tools/test, tools/demo and .ci/run: go to the root of the repository, install what is
# missing, build. Nothing here asks a question.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8

say() { printf '==> %s\n' "$*"; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo --non-interactive --preserve-env=DEBIAN_FRONTEND "$@"; fi
}

# install_missing FILE: installs those packages of a list (`name  what for`) that are not there yet.
install_missing() {
  local name purpose missing=() reasons=()
  while read -r name purpose; do
    case "$name" in '' | '#'*) continue ;; esac
    if ! dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null | grep -qx installed; then
      missing+=("$name")
      reasons+=("$name ($purpose)")
    fi
  done <"$1"
  [ ${#missing[@]} -gt 0 ] || return 0
  if ! command -v apt-get >/dev/null; then
    echo "missing, and there is no apt-get to install it: ${reasons[*]}" >&2
    return 1
  fi
  say "installing with apt-get: $(printf '%s, ' "${reasons[@]}" | sed 's/, $//')"
  local log
  log=$(mktemp)
  if ! { as_root apt-get -q update && as_root apt-get -q -y --no-install-recommends install "${missing[@]}"; } \
    </dev/null >"$log" 2>&1; then
    tail -n 30 "$log" >&2
    rm -f "$log"
    echo "apt-get could not install: ${missing[*]}" >&2
    return 1
  fi
  rm -f "$log"
}

# build PRESET [TARGET…]: configures where that is due, and builds.
build() {
  local preset=$1
  shift
  say "building (preset $preset)"
  cmake --preset "$preset" >"/tmp/decorum-configure-$$.log" 2>&1 || {
    cat "/tmp/decorum-configure-$$.log" >&2
    rm -f "/tmp/decorum-configure-$$.log"
    return 1
  }
  rm -f "/tmp/decorum-configure-$$.log"
  cmake --build --preset "$preset" ${1:+--target "$@"} -j "$(jobs_that_fit)"
}

# A job a core, but no more than memory holds: a compilation takes up to 1.5 GB.
jobs_that_fit() {
  local cores memory_gb
  cores=$(nproc)
  memory_gb=$(awk '/^MemAvailable:/ { print int($2 / 1048576) }' /proc/meminfo)
  local fit=$((memory_gb * 2 / 3))
  echo $((fit < 1 ? 1 : fit < cores ? fit : cores))
}
