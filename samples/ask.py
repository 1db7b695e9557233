# Asks a model through `og proxy run -- python3 ask.py QUESTION`: what is not verified never arrives, but a 502 with the reason.
import json, os, sys, urllib.error, urllib.request

if len(sys.argv) != 2 or "OPENAI_BASE_URL" not in os.environ:
    sys.exit("usage: og proxy run -- python3 ask.py QUESTION")
body = {"model": "tinychat", "messages": [{"role": "user", "content": sys.argv[1]}]}
url = os.environ["OPENAI_BASE_URL"] + "/chat/completions"
request = urllib.request.Request(url, json.dumps(body).encode(), {"Content-Type": "application/json"})
try:
    answer = json.load(urllib.request.urlopen(request))
except urllib.error.HTTPError as refused:
    sys.exit(json.load(refused)["error"]["message"])
print(answer["choices"][0]["message"]["content"])
