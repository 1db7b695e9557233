// The evidence between the events of streams, verified by clients/js as it arrives, for every API.
import assert from "node:assert/strict";
import { test } from "node:test";
import { AnswerStreamVerifier } from "../../clients/js/src/index.js";
import { messages, pay, question } from "./client.mjs";

const node = process.env.OG_NODE.replace(/\/$/, "");
const receipt = { include: true, nonce: "AAEC" };
const spend = [{ role: "user", content: "Pay 20 to alice" }];

const requests = {
  "/v1/chat/completions": { messages, temperature: 100, max_tokens: 100, n: 2 },
  "/v1/completions": { prompt: question, temperature: 100, max_tokens: 100 },
  "/v1/responses": { input: "Pay 20 to alice", tools: [{ type: "function", ...pay }] },
  "/v1/messages": { messages: spend, max_tokens: 80, tools: [{ name: pay.name, description: pay.description, input_schema: pay.parameters }] },
};

for (const [path, members] of Object.entries(requests)) {
  test(`a stream of ${path} verifies as it flows`, async () => {
    const { verifier, length } = await verify(path, members, (bytes) => bytes);

    assert.equal(verifier.end().code, "complete");
    assert.equal(verifier.verifiedBytes, length);
    assert.equal(verifier.answers[0].receipt.nonce.client, "000102");
  });
}

test("a changed word is noticed", async () => {
  const changed = (bytes) => Buffer.from(Buffer.from(bytes).toString("latin1").replace(/"text":"/, "$&%"), "latin1");
  const { verifier } = await verify("/v1/completions", requests["/v1/completions"], changed);

  assert.equal(verifier.end().code, "text-changed");
});

async function verify(path, members, change) {
  const response = await fetch(node + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", "anthropic-version": "2023-06-01" },
    body: JSON.stringify({ model: "tinychat", stream: true, receipt, ...members }),
  });
  assert.equal(response.status, 200, await (response.status === 200 ? "" : response.text()));
  const verifier = new AnswerStreamVerifier({ nonce: "000102" });
  let length = 0;
  for await (const bytes of response.body) {
    length += bytes.length;
    await verifier.append(change(bytes));
  }
  return { verifier, length };
}
