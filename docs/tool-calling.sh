#!/bin/sh
# tool-calling.sh: holds a conversation with a tool in a terminal and writes what it showed to docs/tool-calling.md.
# Needs a build (dotnet build src/OpenGradient.Cli -c Release), curl and jq; takes port 8642 and a directory of its own.
set -eu
root=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd)
work=$(mktemp -d)
PATH=$root/artifacts/bin/OpenGradient.Cli/release:$PATH
export OG_NODE=http://127.0.0.1:8642

run() {
  printf '\n$ %s\n' "$1"
  eval "$1"
}

session() {
  run 'cat ask.json'
  run "curl -s \$OG_NODE/v1/chat/completions -H 'Content-Type: application/json' -d @ask.json > answer.json"
  run "jq -c '.choices[0] | .finish_reason, .message.tool_calls[0].function' answer.json"
  run '# Before money moves: did this model, on this question, really ask for that?'
  run 'og receipt get "$(jq -r .receipt.id answer.json)" -o bundle.json'
  run 'og verify bundle.json --reexecute --models models'
  run '# It did. The agent pays, and tells the model what came of it.'
  run "jq '.messages += [\$answer[0].choices[0].message, { role: \"tool\", tool_call_id: \$answer[0].choices[0].message.tool_calls[0].id, content: \"{\\\"status\\\": \\\"ok\\\"}\" }] | .receipt.nonce = \"dGhlIG5leHQgb25l\"' --slurpfile answer answer.json ask.json > tell.json"
  run "curl -s \$OG_NODE/v1/chat/completions -H 'Content-Type: application/json' -d @tell.json > end.json"
  run "jq -r '.choices[0].message.content' end.json"
  run 'og receipt get "$(jq -r .receipt.id end.json)" -o end-bundle.json'
  run "og verify end-bundle.json --reexecute --models models --json | jq -c '.accepted, .evidence[] | if type == \"object\" then [.kind, .verdict] else . end'"
}

cd "$work"
ln -s "$root/models" models
cat > ask.json <<'JSON'
{ "model": "tinychat",
  "messages": [ { "role": "user", "content": "Pay 20 to alice" } ],
  "tools": [ { "type": "function", "function": {
    "name": "pay", "description": "Pay an amount to a payee.",
    "parameters": { "type": "object", "required": [ "to", "amount" ],
      "properties": { "to": { "type": "string" }, "amount": { "type": "number" } } } } } ],
  "receipt": { "include": true, "nonce": "dGhpcyByZXF1ZXN0" } }
JSON
og up --models models --port 8642 --data data --name shop.example > up.log &
node=$!
trap 'kill $node; wait $node || true; rm -rf "$work"' EXIT
until curl -s -o up.out $OG_NODE/health/ready; do kill -0 $node; sleep 0.2; done
{
  cat <<'HEAD'
# A conversation with a tool
A shop's agent asks a model to pay, checks the evidence before money moves, and tells the model what came of it. This is what a terminal
showed; `docs/tool-calling.sh` does it again. The node is `og up --models models`.

```console
HEAD
  session | sed 1d
  printf '```\n'
} > session.md
mv session.md "$root/docs/tool-calling.md"
