#!/usr/bin/env bash
# SPDX-FileCopyrightText: 2026 The Gatehouse authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The data plane beside HAProxy and nginx in one run: proxy under test on core 0, load and backend on core 1, rounds interleaved, medians.
#   J1  plain reverse proxy
#   J2  API key (1,000 keys), per-key rate limit that does not trip, two header rewrites, an access record per request
#   J3  J2 and an RS256 bearer token (1,000 in rotation; iss, aud, exp checked), verified every time: nginx by Lua and OpenSSL, HAProxy by jwt_verify
#   J3c the same with verified tokens kept by their SHA-256 until exp: nginx in a shared dictionary, HAProxy in a stick table
#   P   a policy pipeline: J2's and ten policies with C# expressions; the peers do the nearest that their directives can
# Then p99 at a fixed offered rate: 70 % of the slowest peak of the job. Prints requests per second, p99 and ratios. At the end the gateway's own
# p99 at that rate while one client keeps it busy with an endless loop in an expression.
set -euo pipefail

rounds=7 seconds=3 jobs="J1 J2 J3 J3c P"
usage() {
    cat <<'EOF'
tests/bench/run.sh [--rounds N] [--seconds S] [--jobs "J1 J2 J3 J3c P"] [--no-install] [--help]
EOF
}
install=yes
while [ $# -gt 0 ]; do
    case $1 in
    --rounds) rounds=$2 && shift 2 ;;
    --seconds) seconds=$2 && shift 2 ;;
    --jobs) jobs=$2 && shift 2 ;;
    --no-install) install=no && shift ;;
    --help) usage && exit 0 ;;
    *) usage >&2 && exit 2 ;;
    esac
done

. "$(dirname "$0")/../../installer/common.sh"
cd "$root"
if [ "$install" = yes ]; then
    lists=$(mktemp)
    printf 'haproxy\nnginx\nlibnginx-mod-http-lua\nlua-cjson\nlua-luaossl\nopenssl\ncurl\n' >"$lists"
    install_packages installer/packages.txt "$lists"
    rm -f "$lists"
fi
bin=${GATEHOUSE_BENCH_BIN:-}
if [ -z "$bin" ]; then
    build bench gatectl bench_tokens bench_load bench_backend bench_floor
    bin=$root/build/bench/bin
fi

work=$(mktemp -d)
pids=()
cleanup() {
    for pid in "${pids[@]}"; do kill "$pid" 2>/dev/null || true; done
    wait 2>/dev/null || true
    rm -rf "$work"
}
trap cleanup EXIT
on_core() { taskset -c "$1" "${@:2}"; }
start() { # start CORE COMMAND...
    taskset -c "$1" "${@:2}" >>"$work/log" 2>&1 &
    pids+=($!)
}
wait_port() {
    for _ in $(seq 200); do
        (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null && return
        sleep 0.05
    done
    cat "$work/log" >&2
    die "nothing listens on port $1"
}

base=$((20000 + RANDOM % 20000))
backend=$base floor=$((base + 1)) nginx=$((base + 2)) haproxy=$((base + 3)) gatehouse=$((base + 4)) management=$((base + 5)) cold=$((base + 6)) cold_management=$((base + 7))
for i in $(seq -w 1 1000); do printf 'key%s0123456789abcdef0123456789\n' "$i"; done >"$work/keys"

"$bin/bench_tokens" 1000 "$work"
openssl pkey -in "$work/private.pem" -pubout -out "$work/public.pem"
issuer=https://login.contoso.example/ audience=api://orders

cat >"$work/token.lua" <<EOF
local pkey, digest, cjson = require "openssl.pkey", require "openssl.digest", require "cjson.safe"
local decode = require("ngx.base64").decode_base64url
local key = pkey.new(assert(io.open("$work/public.pem")):read("*a"))
local known = ngx.shared.tokens
local module = {}
local function judge(token)
  local head, body, signature = token:match("^([^.]+)%.([^.]+)%.([^.]+)\$")
  local header = head and cjson.decode(decode(head) or "")
  if not header or header.alg ~= "RS256" then return nil end
  local input = digest.new("sha256")
  input:update(head, ".", body)
  if not key:verify(decode(signature) or "", input) then return nil end
  local claims = cjson.decode(decode(body) or "")
  if not claims or claims.iss ~= "$issuer" or claims.aud ~= "$audience" or claims.exp <= ngx.time() then return nil end
  return claims.exp
end
local function presented() return (ngx.var.http_authorization or ""):match("^Bearer (.+)\$") end
function module.cold()
  local token = presented()
  if not token or not judge(token) then return ngx.exit(401) end
end
function module.cached()
  local token = presented()
  if not token then return ngx.exit(401) end
  local name = digest.new("sha256"):final(token)
  local exp = known:get(name)
  if exp and exp > ngx.time() then return end
  exp = judge(token)
  if not exp then return ngx.exit(401) end
  known:set(name, exp)
end
return module
EOF
cat >"$work/nginx.conf" <<EOF
load_module /usr/lib/nginx/modules/ndk_http_module.so;
load_module /usr/lib/nginx/modules/ngx_http_lua_module.so;
worker_processes 1;
daemon off;
pid $work/nginx.pid;
error_log $work/nginx-error.log;
events { worker_connections 4096; }
http {
  access_log off;
  client_body_temp_path $work/nginx-tmp; proxy_temp_path $work/nginx-tmp; fastcgi_temp_path $work/nginx-tmp; uwsgi_temp_path $work/nginx-tmp; scgi_temp_path $work/nginx-tmp;
  map_hash_max_size 8192; map_hash_bucket_size 128;
  map \$http_ocp_apim_subscription_key \$client { default ""; $(sed 's/.*/& &;/' "$work/keys" | tr '\n' ' ') }
  limit_req_zone \$client zone=keys:16m rate=1000000r/s;
  upstream backend { server 127.0.0.1:$backend; keepalive 256; keepalive_requests 100000000; }
  keepalive_requests 100000000;
  lua_package_path "$work/?.lua;;";
  lua_shared_dict tokens 16m;
  init_by_lua_block { require "token" }
  server {
    listen 127.0.0.1:$nginx backlog=1024;
    proxy_http_version 1.1; proxy_set_header Connection "";
    location /j1 { proxy_pass http://backend; }
    location /j2 {
      access_log $work/nginx-access.log combined buffer=64k;
      if (\$client = "") { return 401; }
      limit_req zone=keys burst=1000000 nodelay;
      proxy_set_header X-Client \$client; proxy_set_header X-Gateway bench;
      proxy_pass http://backend;
    }
    location /j3/ {
      access_log $work/nginx-access.log combined buffer=64k;
      if (\$client = "") { return 401; }
      limit_req zone=keys burst=1000000 nodelay;
      access_by_lua_block { require("token").cold() }
      proxy_set_header X-Client \$client; proxy_set_header X-Gateway bench;
      proxy_pass http://backend;
    }
    location /j3c/ {
      access_log $work/nginx-access.log combined buffer=64k;
      if (\$client = "") { return 401; }
      limit_req zone=keys burst=1000000 nodelay;
      access_by_lua_block { require("token").cached() }
      proxy_set_header X-Client \$client; proxy_set_header X-Gateway bench;
      proxy_pass http://backend;
    }
    location /p/ {
      access_log $work/nginx-access.log combined buffer=64k;
      if (\$client = "") { return 401; }
      if (\$http_x_tenant != contoso) { return 400; }
      limit_req zone=keys burst=1000000 nodelay;
      proxy_set_header X-Partner yes; proxy_set_header X-Request \$request_id; proxy_set_header Ocp-Apim-Subscription-Key "";
      add_header X-Gateway bench;
      rewrite ^/p/items/(.*)\$ /v2/items/\$1?v=2 break;
      proxy_pass http://backend;
    }
  }
}
EOF
mkdir -p "$work/nginx-tmp"
cat >"$work/haproxy.cfg" <<EOF
global
  nbthread 1
  maxconn 4096
  log stdout format raw local0
defaults
  mode http
  timeout connect 5s
  timeout client 60s
  timeout server 60s
  option http-keep-alive
  http-reuse always
frontend in
  bind 127.0.0.1:$haproxy
  acl j2 path_beg /j2 /j3/ /j3c/ /p/
  acl j3 path_beg /j3/ /j3c/
  acl j3c path_beg /j3c/
  acl p path_beg /p/
  acl known req.hdr(Ocp-Apim-Subscription-Key),map_str($work/keys.map) -m found
  http-request deny status 401 if j2 !known
  stick-table type string len 48 size 10k expire 60s store http_req_rate(60s)
  http-request track-sc0 req.hdr(Ocp-Apim-Subscription-Key) if j2
  http-request deny status 429 if j2 { sc_http_req_rate(0) gt 1000000000 }
  http-request set-var(txn.token) http_auth_bearer if j3
  http-request set-var(txn.now) date if j3
  http-request track-sc1 var(txn.token),sha2(256) table tokens if j3c
  acl fresh sc1_get_gpt0(tokens),sub(txn.now) -m int gt 0
  http-request set-var(txn.verified) bool(true) if j3c fresh
  acl verified var(txn.verified) -m bool
  http-request deny status 401 if j3 !verified !{ var(txn.token),jwt_header_query('\$.alg') -m str RS256 }
  http-request deny status 401 if j3 !verified !{ var(txn.token),jwt_payload_query('\$.iss') -m str $issuer }
  http-request deny status 401 if j3 !verified !{ var(txn.token),jwt_payload_query('\$.aud') -m str $audience }
  http-request set-var(txn.exp) var(txn.token),jwt_payload_query('\$.exp','int') if j3 !verified
  http-request deny status 401 if j3 !verified !{ var(txn.exp),sub(txn.now) -m int gt 0 }
  http-request deny status 401 if j3 !verified !{ var(txn.token),jwt_verify("RS256","$work/public.pem") -m int 1 }
  http-request sc-set-gpt0(1) var(txn.exp) if j3c !verified
  http-request deny status 400 if p !{ req.hdr(X-Tenant) -m str contoso }
  http-request set-header X-Client %[req.hdr(Ocp-Apim-Subscription-Key)] if j2 !p
  http-request set-header X-Gateway bench if j2 !p
  http-request set-log-level silent if !j2
  http-request set-var(txn.p) bool(true) if p
  http-request set-header X-Partner yes if p
  http-request set-header X-Request %[uuid()] if p
  http-request del-header Ocp-Apim-Subscription-Key if p
  http-request set-query v=2 if p
  http-request set-path /v2%[path,regsub(^/p,)] if p
  http-response set-header X-Gateway bench if { var(txn.p) -m bool }
  option httplog
  log global
  default_backend out
backend tokens
  stick-table type binary len 32 size 10k expire 1h store gpt0
backend out
  server b 127.0.0.1:$backend
EOF
sed 's/.*/& &/' "$work/keys" >"$work/keys.map"

start 1 "$bin/bench_backend" "$backend"
start 0 "$bin/bench_floor" "$floor" "$backend"
start 0 nginx -c "$work/nginx.conf" -e "$work/nginx-error.log"
start 0 haproxy -f "$work/haproxy.cfg"
start 0 "$bin/gatectl" run --data "$work/data" --listen "127.0.0.1:$gatehouse" --management "127.0.0.1:$management" --workers 1 --ready-file "$work/ready"
start 0 "$bin/gatectl" run --data "$work/cold" --listen "127.0.0.1:$cold" --management "127.0.0.1:$cold_management" --workers 1 --token-cache 0 --ready-file "$work/ready-cold"
for port in $backend $floor $nginx $haproxy $gatehouse $management $cold $cold_management; do wait_port "$port"; done

configured=data configured_at=$management
arm() { # arm PUT PATH BODY: to the gateway that is being configured
    local out
    out=$(curl -sS -X "$1" -H "Authorization: Bearer $(cat "$work/$configured/token")" -H 'Content-Type: application/json' -d "$3" -w '\n%{http_code}' \
        "http://127.0.0.1:$configured_at/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.ApiManagement/service/local/$2?api-version=2024-05-01")
    case ${out##*$'\n'} in 2*) ;; *) die "$2: $out" ;; esac
}
say "Configuring two gateways (1,000 subscriptions each); one keeps verified tokens, the other verifies each every time"
configure() {
    for job in j1 j2 j3 j3c p loop; do
        required=true
        case $job in j1 | loop) required=false ;; esac
        arm PUT "apis/$job" "{\"properties\":{\"displayName\":\"$job\",\"path\":\"$job\",\"protocols\":[\"http\"],\"serviceUrl\":\"http://127.0.0.1:$backend\",\"subscriptionRequired\":$required}}"
        arm PUT "apis/$job/operations/get" '{"properties":{"displayName":"get","method":"GET","urlTemplate":"/items/{id}","templateParameters":[{"name":"id","type":"string","required":true}],"responses":[]}}'
    done
    arm PUT apis/j2/policies/policy '{"properties":{"format":"rawxml","value":"<policies><inbound><base /><rate-limit calls=\"1000000000\" renewal-period=\"60\" /><set-header name=\"X-Client\" exists-action=\"override\"><value>bench</value></set-header><set-header name=\"X-Gateway\" exists-action=\"override\"><value>bench</value></set-header></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>"}}'
    modulus=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["n"])' "$work/jwk.json")
    for job in j3 j3c; do
        arm PUT "apis/$job/policies/policy" "{\"properties\":{\"format\":\"rawxml\",\"value\":\"<policies><inbound><base /><rate-limit calls=\\\"1000000000\\\" renewal-period=\\\"60\\\" /><set-header name=\\\"X-Client\\\" exists-action=\\\"override\\\"><value>bench</value></set-header><set-header name=\\\"X-Gateway\\\" exists-action=\\\"override\\\"><value>bench</value></set-header><validate-jwt header-name=\\\"Authorization\\\" failed-validation-httpcode=\\\"401\\\"><issuer-signing-keys><key n=\\\"$modulus\\\" e=\\\"AQAB\\\" /></issuer-signing-keys><audiences><audience>$audience</audience></audiences><issuers><issuer>$issuer</issuer></issuers></validate-jwt></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>\"}}"
    done
    arm PUT apis/p/policies/policy '{"properties":{"format":"rawxml","value":"<policies><inbound><base /><rate-limit-by-key calls=\"1000000000\" renewal-period=\"60\" counter-key=\"@(context.Subscription.Id)\" /><check-header name=\"X-Tenant\" failed-check-httpcode=\"400\" failed-check-error-message=\"no\" ignore-case=\"true\"><value>contoso</value></check-header><set-variable name=\"tenant\" value=\"@(context.Request.Headers.GetValueOrDefault(&quot;X-Tenant&quot;, &quot;&quot;))\" /><choose><when condition=\"@((string)context.Variables[&quot;tenant&quot;] == &quot;contoso&quot;)\"><set-header name=\"X-Partner\"><value>yes</value></set-header></when></choose><set-header name=\"X-Request\"><value>@(context.RequestId.ToString())</value></set-header><set-header name=\"Ocp-Apim-Subscription-Key\" exists-action=\"delete\" /><set-query-parameter name=\"v\"><value>2</value></set-query-parameter><rewrite-uri template=\"/v2/items/{id}\" /></inbound><backend><base /></backend><outbound><base /><set-header name=\"X-Gateway\"><value>bench</value></set-header></outbound><on-error><base /></on-error></policies>"}}'
    arm PUT apis/loop/policies/policy '{"properties":{"format":"rawxml","value":"<policies><inbound><base /><set-variable name=\"x\" value=\"@{ while (true) { } }\" /></inbound><backend><base /></backend><outbound><base /></outbound><on-error><base /></on-error></policies>"}}'
    i=0
    while read -r key; do
        i=$((i + 1))
        arm PUT "subscriptions/client$i" "{\"properties\":{\"displayName\":\"client$i\",\"scope\":\"/apis\",\"state\":\"active\",\"primaryKey\":\"$key\",\"secondaryKey\":\"second$key\"}}"
    done <"$work/keys"
}
configure
configured=cold configured_at=$cold_management
configure

load() { # load TARGET PORT JOB [RATE]
    local path=/${3,,}/items/42 keys=()
    case $3 in J2 | J3*) keys=(--keys "$work/keys") ;; esac
    case $3 in J3*) keys+=(--tokens "$work/tokens") ;; esac
    [ "$3" = P ] && keys=(--keys "$work/keys" --field "X-Tenant: contoso")
    on_core 1 "$bin/bench_load" "$2" --path "$path" "${keys[@]}" --seconds "$seconds" ${4:+--rate "$4"} |
        sed "s/^/$1 $3 ${4:-peak} /" | tee -a "$work/results"
}
ours() { [ "$1" = J3 ] && echo "$cold" || echo "$gatehouse"; }
say "Closed loop, 64 connections, $rounds rounds of $seconds s"
for _ in $(seq "$rounds"); do
    for job in $jobs; do
        [ "$job" = J1 ] && load floor "$floor" J1
        load gatehouse "$(ours "$job")" "$job"
        load nginx "$nginx" "$job"
        load haproxy "$haproxy" "$job"
    done
done
rate_of() { # rate_of JOB: 70 % of the slowest peak of that job
    awk -v job="$1" '$1!="floor" && $2==job && $3=="peak" {n[$1]++; v[$1]+=$5} END {for (k in n) {m=v[k]/n[k]; if(!low||m<low) low=m}; printf "%d", low*0.7}' "$work/results"
}
say "Open loop at 70 % of the slowest peak of each job"
for _ in $(seq "$rounds"); do
    for job in $jobs; do
        rate=$(rate_of "$job")
        load gatehouse "$(ours "$job")" "$job" "$rate"
        for target in nginx haproxy; do load "$target" "${!target}" "$job" "$rate"; done
    done
done
if [[ " $jobs " == *" J2 "* ]]; then
    rate=$(rate_of J2)
    say "Open loop at $rate requests/s (J2) beside an endless loop"
    for _ in $(seq "$rounds"); do
        load alone "$gatehouse" J2 "$rate"
        taskset -c 1 "$bin/bench_load" "$gatehouse" --path /loop/items/1 --connections 1 --seconds "$((seconds + 1))" --expect 500 >"$work/loop" &
        looping=$!
        load beside-loop "$gatehouse" J2 "$rate"
        wait "$looping"
        say "the loop ended and began again: $(cat "$work/loop")"
    done
fi
python3 - "$work/results" <<'EOF'
import statistics as s, sys
rows = {}
for line in open(sys.argv[1]):
    f = line.split()
    rows.setdefault((f[1], 'peak' if f[2] == 'peak' else 'loop' if f[0] in ('alone', 'beside-loop') else 'rate', f[0]), []).append((float(f[4]), float(f[10]), int(f[6])))
print('\njob  load   target      requests/s   p99 us   errors   gatehouse/target (req/s, paired)')
for job, mode, target in sorted(rows):
    v = rows[job, mode, target]
    ours = rows.get((job, mode, 'gatehouse'), rows.get((job, mode, 'alone'), v))
    ratio = s.median(a[0] / b[0] for a, b in zip(ours, v))
    print(f'{job}   {mode}   {target:10} {s.median(x[0] for x in v):11,.0f} {s.median(x[1] for x in v):8,.0f} {sum(x[2] for x in v):8}   {ratio:6.2f}')
EOF
