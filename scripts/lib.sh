# What the scripts share. Sourced by them; changes to the top of the repository.

cd "$(dirname "${BASH_SOURCE[0]}")/.."

# SCRATCH_PATH names another build folder than .build.
swift_arguments=()
[ -z "${SCRATCH_PATH:-}" ] || swift_arguments+=(--scratch-path "$SCRATCH_PATH")

say() { printf '%s\n' "$*" >&2; }
die() { say "error: $*"; exit 1; }

# Prints those of the named Debian packages that are not installed.
missing_packages() {
  local package
  for package in "$@"; do
    [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
      printf '%s\n' "$package"
  done
}

# Runs a command as root: directly, or with sudo. Status 77: there is no way to become root.
as_root() {
  if [ "$(id -u)" = 0 ]; then "$@"
  elif ! command -v sudo >/dev/null; then return 77
  elif sudo -n true 2>/dev/null; then sudo -n "$@"
  elif [ -t 0 ]; then sudo "$@"
  else return 77
  fi
}

install_packages() {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq >/dev/null &&
    as_root env DEBIAN_FRONTEND=noninteractive \
      apt-get install -y -qq --no-install-recommends "$@" >/dev/null
}

# Installs the named packages where they are missing, or says what to do and exits.
need_packages() {
  command -v dpkg-query >/dev/null && command -v apt-get >/dev/null ||
    die "this script installs with apt; on another system install what Debian calls: $*"
  local missing status=0
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing ${missing[*]}"
  install_packages "${missing[@]}" || status=$?
  [ "$status" != 77 ] ||
    die "these packages are missing, and there is neither root nor sudo: ${missing[*]}"
  [ "$status" = 0 ] || die "could not install ${missing[*]}"
}

# Like need_packages, for what is used only where it is there.
want_packages() {
  local missing
  mapfile -t missing < <(missing_packages "$@")
  [ ${#missing[@]} -gt 0 ] || return 0
  say "installing ${missing[*]}"
  install_packages "${missing[@]}" || say "going on without ${missing[*]}"
}

# What building and running need, besides Swift.
need_build_packages() { need_packages pkg-config libpq-dev libyaml-dev postgresql; }

# Prints the folder with the programs of the newest installed server; Debian keeps initdb and
# postgres out of PATH, and its psql and pg_dump in PATH are slow wrappers.
postgres_bin() {
  local found
  found=$(printf '%s\n' /usr/lib/postgresql/*/bin/postgres | sort -V | tail -n 1)
  [ -x "$found" ] || die "no PostgreSQL server found in /usr/lib/postgresql"
  dirname "$found"
}

postgres_major() { basename "$(dirname "$(postgres_bin)")"; }

# Puts a Swift of at least 6.1 into PATH, or says that there is none.
need_swift() {
  local folder version="" old=""
  for folder in "$(dirname "$(command -v swift || echo /nowhere/swift)")" \
    /opt/swift/usr/bin "$HOME/.local/share/swiftly/bin"; do
    [ -x "$folder/swift" ] || continue
    version=$("$folder/swift" --version 2>/dev/null |
      sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
    if [ "$(printf '6.1\n%s\n' "${version:-0}" | sort -V | head -n 1)" = 6.1 ]; then
      PATH="$folder:$PATH"
      return 0
    fi
    old="$folder/swift is version ${version:-unknown}"
  done
  die "Swift 6.1 or newer is needed, see https://swift.org/install${old:+ ($old)}"
}

# Builds the release binary and sets `binary` to its path.
build_release() {
  local arguments=(-c release --static-swift-stdlib --product schema-flow "${swift_arguments[@]}")
  swift build "${arguments[@]}" >&2
  binary="$(swift build "${arguments[@]}" --show-bin-path)/schema-flow"
}
