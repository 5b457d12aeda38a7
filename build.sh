#!/usr/bin/env bash
# The one entry for people and CI: ./build.sh run | test | check | prove | bench
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_USE_MSBUILD_SERVER=0

usage() {
  cat <<'EOF'
./build.sh run [-- options]   builds and starts the local host on http://127.0.0.1:7071 (options: ./build.sh run -- serve --help)
./build.sh test [project]     every test, or those of one project under tests/
./build.sh check              format, build with warnings as errors, infrastructure, docs in step with code
./build.sh prove [name]       the big proofs: the same tests in their full sizes, with a report in docs/proof.md
./build.sh bench [name]       the benchmarks, with a report in docs/benchmarks.md
EOF
}

run() {
  [ "${1:-}" = "--" ] && shift
  dotnet build functions/LocalHost -c Release -v quiet --property WarningLevel=0
  exec dotnet functions/LocalHost/bin/Release/net10.0/leadrouter.dll "$@"
}

# Runs every test project one after the other: on two cores together they would only disturb each other's processes.
run_tests() {
  local passed=0 failed=0 code=0 project out
  dotnet build LeadRouter.sln -v quiet
  for project in ${1:-$(ls -d tests/*.Tests)}; do
    out=$(mktemp)
    dotnet test --project "$project" --no-build 2>&1 | tee "$out" || code=1
    passed=$((passed + $(count "$out" succeeded)))
    failed=$((failed + $(count "$out" failed)))
    rm -f "$out"
  done
  # A project that could not run its tests at all counts as a failure.
  [ "$code" -eq 0 ] || [ "$failed" -gt 0 ] || failed=1
  [ "$passed" -gt 0 ] || failed=$((failed + 1))
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}

count() { sed -nE "s/^ *$2: ([0-9]+).*/\1/p" "$1" | tail -1 | grep . || echo 0; }

install_test_tools() {
  [ -x tests/Azurite/install.sh ] && tests/Azurite/install.sh
  [ -x tests/install-browser.sh ] && tests/install-browser.sh
  return 0
}

run_all_tests() {
  install_test_tools
  run_tests "${1:+tests/${1#tests/}}"
}

check() {
  dotnet restore LeadRouter.sln -v quiet
  dotnet format LeadRouter.sln whitespace --no-restore --verify-no-changes
  dotnet build LeadRouter.sln --no-restore -v quiet
  [ -x infra/check.sh ] && infra/check.sh
  echo "check passed"
}

prove() {
  install_test_tools
  local log report=docs/proof.md started
  started=$(date -u +%Y-%m-%d)
  log=$(mktemp)
  set +e
  LEADROUTER_PROVE=1 run_tests "${1:+tests/${1#tests/}}" 2>&1 | tee "$log"
  local code=${PIPESTATUS[0]}
  set -e
  {
    printf '# Proof\n\nWritten by `./build.sh prove` on %s: the tests in their full sizes.\n\n```\n' "$started"
    grep -E '^\[proof\]|tests/|total:|succeeded:|failed:|passed,' "$log" | sed "s#$PWD/##g"
    printf '```\n'
  } > "$report"
  rm -f "$log"
  return "$code"
}

bench() {
  dotnet build tests/Benchmarks -c Release -v quiet
  if [ $# -eq 0 ]; then set -- --report docs/benchmarks.md; fi
  dotnet tests/Benchmarks/bin/Release/net10.0/LeadRouter.Benchmarks.dll "$@"
}

command=${1:-}
[ $# -gt 0 ] && shift
case "$command" in
  run) run "$@" ;;
  test) run_all_tests "$@" ;;
  check) check ;;
  prove) prove "$@" ;;
  bench) bench "$@" ;;
  *) usage; [ -z "$command" ] || exit 2 ;;
esac
