#!/bin/sh
# Asks a model through `og proxy run -- sh ask.sh QUESTION`: what is not verified never arrives, but a 502 with the reason.
curl --silent --show-error --fail-with-body --write-out '\n' "$OPENAI_BASE_URL/chat/completions" --header 'Content-Type: application/json' --data-binary @- <<END
{ "model": "tinychat", "messages": [ { "role": "user", "content": "${1:?is missing: og proxy run -- sh ask.sh QUESTION}" } ] }
END
