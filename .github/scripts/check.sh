#!/usr/bin/env bash
# Checks the sources for a pull request. Prints an annotation for each fault, at its line, as the forge reads them; writes every
# fault to the summary of the job, because GitHub shows only the first ten annotations of each kind; leaves the same in FOLDER,
# as SARIF and as a code quality report. ANNOTATIONS names a format of `protocols check`: github if not given, azure, concise.
# Checks for one day throughout, which is today if DAY is not given.
# Ends with the exit code of `protocols check`: 0 clean, 1 faults.
#
# usage: check.sh FOLDER [DAY]
set -euo pipefail

folder=${1:?usage: check.sh FOLDER [DAY]}
day=${2:-$(date +%F)}
protocols=${PROTOCOLS:-.venv/bin/protocols}
mkdir -p "$folder"

status=0
"$protocols" check --as-of "$day" --format "${ANNOTATIONS:-github}" || status=$?
"$protocols" check --as-of "$day" --format sarif >"$folder/check.sarif" || [ $? -eq 1 ]
"$protocols" check --as-of "$day" --format gitlab >"$folder/quality.json" || [ $? -eq 1 ]
{
  echo '## What the check found'
  echo
  echo '~~~~~~~~text'
  ("$protocols" check --as-of "$day" --format concise || [ $? -eq 1 ]) | cut -c 1-400 | head -n 500
  echo '~~~~~~~~'
} >>"${GITHUB_STEP_SUMMARY:-/dev/null}"
exit "$status"
