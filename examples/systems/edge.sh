# Common to the systems that stand in front of an app: their `start` changes into its folder, sources
# this file with VARIANT and PORT, and calls what it needs. The app is the nethttp system, over the
# Unix socket $run/app.sock; $run is a folder of this run.
set -euo pipefail
variant=${1:?usage: start VARIANT PORT} port=${2:?usage: start VARIANT PORT}
PATH=$PATH:/usr/sbin
. ../apt.sh

run=$(mktemp -d)
stop() {
  trap '' TERM INT
  kill $(jobs -p) 2>/dev/null || true
  # A server that finds its folder gone on its way out makes a noise about it.
  wait || true
  rm -rf "$run"
}
trap stop EXIT
# Not just exit: a second signal, on top of the first, would end the script before it has cleaned up.
trap 'stop; exit 143' TERM INT

# has_variant FOLDER: every variant has a file there, named after it.
has_variant() {
  ls "$1/$variant".* >/dev/null 2>&1 || { echo "no variant $variant; see $1/" >&2; exit 2; }
}

# install PACKAGE COMMAND: installs the distribution's package unless the command is there.
install() {
  command -v "$2" >/dev/null && return
  apt_install "$1"
  # The package starts a server on port 80, which nobody asked for.
  ! command -v service >/dev/null || service "$1" stop >/dev/null 2>&1 || true
}

# start_app [HOST PORT]: builds the app and returns when it listens: at the Unix socket, or at HOST and
# PORT for what can pass nothing on to a socket.
start_app() {
  command -v go >/dev/null || { echo "go is not installed" >&2; exit 75; }
  (cd ../nethttp && GOWORK=off go build -buildvcs=false -o "$run/app" .)
  if [ $# = 0 ]; then
    "$run/app" correct "unix:$run/app.sock" &
    until [ -S "$run/app.sock" ]; do kill -0 $!; sleep 0.05; done
  else
    "$run/app" correct "$1:$2" &
    until (: >"/dev/tcp/$1/$2") 2>/dev/null; do kill -0 $!; sleep 0.05; done
  fi
}

# render FILE: copies a configuration into $run, with PORT, SOCKET, RUN, USER and GROUP filled in and
# comment lines left out.
render() {
  sed -e "/^ *#/d; s|PORT|$port|g; s|SOCKET|$run/app.sock|g; s|RUN|$run|g; s|USER|$(id -un)|g; s|GROUP|$(id -gn)|g" \
    "$1" >"$run/$(basename "$1")"
}
