#!/usr/bin/env bash
# Writes what a pull request decides to FOLDER/impact.md. Compares with the commit at which the work left BASE.
# Where the sources have faults, what is sound is compared and the file names the rest. Where nothing can be compared at all, the
# file says why. Either way this ends well, because the check has already failed the pull request at the right lines.
#
# usage: impact.sh BASE FOLDER [DAY]
set -euo pipefail

base=${1:?usage: impact.sh BASE FOLDER [DAY]}
folder=${2:?usage: impact.sh BASE FOLDER [DAY]}
day=${3:-$(date +%F)}
protocols=${PROTOCOLS:-.venv/bin/protocols}
mkdir -p "$folder"

status=0
"$protocols" impact "$base" --as-of "$day" --format markdown >"$folder/impact.md" 2>"$folder/problem.txt" || status=$?
if [ "$status" -gt 1 ]; then
  cat "$folder/problem.txt" >&2
  exit "$status"
fi
if [ "$status" -eq 1 ]; then
  echo '::warning title=impact::Not all that this change does can be shown yet; the comment says why.'
fi
if [ ! -s "$folder/impact.md" ]; then
  {
    echo '## What this change decides'
    echo
    echo 'That cannot be shown yet. Mend what is below; then it appears here.'
    echo
    echo '~~~~~~~~text'
    cut -c 1-400 "$folder/problem.txt" | head -n 60
    echo '~~~~~~~~'
  } >"$folder/impact.md"
fi
rm "$folder/problem.txt"
head -c 900000 "$folder/impact.md" >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
