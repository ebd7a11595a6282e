#!/usr/bin/env bash
# Runs the check of the sources, both builds and the tests as they will run on other days: every Python program that starts
# here has its clock moved. Warnings that come with time are expected, because a review falls due; an error is not.
# Left out are the tests that drive a browser, whose clock stays, and those that print the whole county.
#
# usage: tests/days/run.sh [quick], which takes one day, a small project, and the tests that touch days
set -euo pipefail
cd "$(dirname "$0")/../.."
root=$PWD
bin=$root/.venv/bin
made=$(mktemp -d)
trap 'rm -rf "$made"' EXIT

# The clock starts at WHEN, as `date -d` takes it, in ZONE, and goes on. A copy of SOURCES is built, so that site/ stays as it is.
on_day() ( # ZONE WHEN SOURCES PYTEST'S-ARGUMENTS...
  export TZ=$1 PYTHONPATH=$root/tests/days${PYTHONPATH:+:$PYTHONPATH}
  MOVED_BY=$(($(date -d "$2" +%s) - $(date +%s)))
  export MOVED_BY
  day=$("$bin/python" -c 'from generator.clock import today; print(today())')
  echo "== $2 in $TZ: $day"
  [ "$day" = "$(date -d "$MOVED_BY seconds" +%F)" ] || { echo "the clock was not moved" && exit 1; }

  "$bin/protocols" check --format concise | tail -n 1
  rm -rf "$made/project"
  mkdir "$made/project"
  cp -R "$3" templates docs mkdocs.yml "$made/project"
  cd "$made/project"
  "$bin/protocols" build --no-pdf 2>"$made/said" || { cat "$made/said" && exit 1; }
  NO_MKDOCS_2_WARNING=1 "$bin/mkdocs" build --quiet --site-dir plain
  cd "$root"
  # The mover of clocks is a plugin of pytest too, which is told that it came first.
  "$bin/pytest" -q -W 'ignore:Module already imported:pytest.PytestAssertRewriteWarning' "${@:4}"
)

if [ "${1:-}" = quick ]; then
  on_day Europe/London '1 year' tests/support/small/protocols \
    tests/unit/test_{cli,clock,edit_review,edit_scaffold,workflows}.py
  exit
fi
# Sources say what was done, so they hold from today on: the leap day is the next one that is not this year's.
leap_year=$((($(date +%Y) / 4 + 1) * 4))
for when in 'Europe/London tomorrow' 'Europe/London 1 year' "Europe/London $leap_year-02-29 12:00" 'Pacific/Kiritimati 23:59'; do
  on_day "${when%% *}" "${when#* }" protocols --ignore tests/browser --ignore tests/printing/test_whole_set.py
done
