#!/usr/bin/env bash
# Complete logins beside a peer, in interleaved rounds, each server pinned to core 0 and the driver to core 1.
# Brings its own PostgreSQL and Redis where the machine has them; rows that need a missing one are left out and said so.
# Usage: npm run bench [-- --rounds 5 --only 'sqlite|memory'], or `-- pairs`, `-- steps`: what else of src/ is to run on the same stores.
set -euo pipefail
cd "$(dirname "$0")"
PATH="$(cd .. && pwd)/node_modules/.bin:$PATH"
NODE=$(command -v node)
export NODE
[[ -d node_modules ]] || npm ci
mkdir -p results
own=$(mktemp -d)
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)
as_postgres() { if [[ $EUID -eq 0 ]]; then runuser -u postgres -- "$@"; else "$@"; fi; }
free_port() { node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'; }
take_down() {
  [[ ! -f $own/postgres/postmaster.pid ]] || as_postgres "$bin/pg_ctl" -D "$own/postgres" -m fast -w stop >/dev/null || true
  [[ ! -f $own/redis.pid ]] || kill "$(cat "$own/redis.pid")" || true
  rm -rf "$own"
}
trap take_down EXIT

skip=''
if [[ -n $bin ]]; then
  port=$(free_port)
  mkdir "$own/postgres"
  chmod 711 "$own"
  [[ $EUID -ne 0 ]] || chown postgres "$own/postgres"
  as_postgres "$bin/initdb" -D "$own/postgres" -A trust -U bench -E UTF8 --locale=C.UTF-8 >"$own/initdb.log"
  as_postgres "$bin/pg_ctl" -D "$own/postgres" -l "$own/postgres/log" -w -o "-p $port -c listen_addresses=127.0.0.1 -c unix_socket_directories=" start >/dev/null
  export POSTGRES="postgres://bench@127.0.0.1:$port/postgres" POSTGRES_PID="$own/postgres/postmaster.pid"
else
  echo 'PostgreSQL is not here: its rows are left out.'
  skip="${skip}postgres|"
fi
if command -v redis-server >/dev/null; then
  port=$(free_port)
  redis-server --port "$port" --bind 127.0.0.1 --dir "$own" --save '' --appendonly no --maxmemory-policy noeviction --daemonize yes --pidfile "$own/redis.pid" >/dev/null
  export REDIS="redis://127.0.0.1:$port" REDIS_PID="$own/redis.pid"
else
  echo 'Redis is not here: its rows are left out.'
  skip="${skip}redis|"
fi
if [[ ${1:-} == pairs || ${1:-} == steps ]]; then
  taskset -c 1 node "src/$1.ts" "${@:2}"
  exit
fi
out="results/$(date +%Y%m%dT%H%M%S).jsonl"
taskset -c 1 node src/matrix.ts src/matrix.json --out "$out" ${skip:+--skip "${skip%|}"} "$@"
node src/report.ts "$out"
