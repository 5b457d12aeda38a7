#!/usr/bin/env bash
# Compiles and lints the infrastructure, and compares what it would create with the golden snapshots. Any line of output is a failure:
# the compiler only warns of a property that does not exist. `infra/check.sh --update` takes a change that is meant over.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

dotnet restore tools/bicep.proj -v quiet
bicep=$(dotnet msbuild tools/bicep.proj -getProperty:BicepCli)

silent() {
  local said
  said=$("$@" 2>&1) && [ -z "$said" ] && return
  printf '%s\n' "$said" "failed: bicep ${*:2}" >&2
  return 1
}

# Building the main file compiles and lints its modules too.
silent "$bicep" build main.bicep --outfile /dev/null

mode=validate
[ "${1:-}" = --update ] && mode=overwrite
nobody=00000000-0000-0000-0000-000000000000
for parameters in snapshots/*.bicepparam; do
  [ "$mode" = overwrite ] || [ -f "${parameters%.bicepparam}.snapshot.json" ] || { echo "no golden snapshot of $parameters" >&2; exit 1; }
  silent "$bicep" snapshot "$parameters" --mode "$mode" --subscription-id "$nobody" --tenant-id "$nobody" --location westeurope --deployment-name golden
done
echo "infrastructure: compiled, linted, as in its snapshots"
