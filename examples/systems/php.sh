# Common to the systems on PHP: their `start` changes into its folder, sources this file with VARIANT
# and PORT, and calls what it needs. $run is a folder of this run: PHP forgets everything between two
# requests, so the tasks live in a file there.
set -euo pipefail
variant=${1:?usage: start VARIANT PORT} port=${2:?usage: start VARIANT PORT}
. ../apt.sh

run=$(mktemp -d)
stop() {
  trap '' TERM INT
  kill $(jobs -p) 2>/dev/null || true
  rm -rf "$run"
}
trap stop EXIT
# Not just exit: a second signal, on top of the first, would end the script before it has cleaned up.
trap 'stop; exit 143' TERM INT

# need AUTOLOAD PACKAGE...: installs the distribution's packages unless PHP finds the file.
need() {
  php -r 'exit((int) !@include $argv[1]);' "$1" 2>/dev/null || apt_install php-cli "${@:2}"
}

# serve: serves index.php on PHP's own server, which answers one request at a time.
serve() {
  export VARIANT=$variant RUN=$run TASKS=$run/tasks.json
  # The frameworks are older than PHP 8.2, which says so in every answer unless it is told not to.
  php -d error_reporting=E_ALL\&~E_DEPRECATED -d display_errors=0 -d log_errors=1 -d error_log=/dev/stderr -d opcache.enable_cli=1 \
    -q -S "127.0.0.1:$port" index.php &
  wait $!
}
