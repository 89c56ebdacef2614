# For the `start` of systems whose software is the distribution's.

# apt_install PACKAGE...: installs what is missing. Exit status 75 means that it cannot be had.
apt_install() {
  (
    # Two systems that install at the same time would meet at apt's own lock.
    flock 9
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -y -qq --no-install-recommends "$@"
  ) 9>"${TMPDIR:-/tmp}/verbatim-systems-apt.lock" || exit 75
}
