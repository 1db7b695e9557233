// Streams that bring their bundles in lines of their own: the official clients pass these over, and clients/js verifies them.
import assert from "node:assert/strict";
import { test } from "node:test";
import { verifyBundle } from "../../clients/js/src/index.js";
import { anthropic, collect, messages, openai, question } from "./client.mjs";

const preferred = { headers: { Prefer: "receipt-bundle, wait=30" } };
const receipt = { include: true, nonce: "AAEC" };

const textOf = (event) => event.choices?.[0]?.delta?.content ?? event.choices?.[0]?.text ?? event.delta?.text ?? (typeof event.delta === "string" ? event.delta : "");

const clients = {
  "chat completions": [(request, options) => openai.chat.completions.create(request, options), { messages }],
  completions: [(request, options) => openai.completions.create(request, options), { prompt: question }],
  responses: [(request, options) => openai.responses.create(request, options), { input: question }],
  messages: [(request, options) => anthropic.messages.create(request, options), { messages, max_tokens: 64 }],
};

for (const [name, [create, members]] of Object.entries(clients)) {
  test(`the client of ${name} reads a stream with a bundle as one without`, async () => {
    const request = { model: "tinychat", stream: true, receipt, ...members };
    const without = await collect(await create(request));
    const events = await collect(await create(request, preferred));

    assert.equal(events.map(textOf).join(""), without.map(textOf).join(""));
    assert.deepEqual(events.map((event) => event.type ?? event.object), without.map((event) => event.type ?? event.object));
  });
}

test("the bundle in the stream verifies, and is that of the receipt", async () => {
  const response = await fetch(new URL("/v1/chat/completions", process.env.OG_NODE), {
    method: "POST",
    headers: { "Content-Type": "application/json", ...preferred.headers },
    body: JSON.stringify({ model: "tinychat", stream: true, receipt, messages }),
  });
  const stream = await response.text();
  const [, choice, bundle] = /^: og-bundle (\S+) (\S+)$/m.exec(stream);
  const report = await verifyBundle(Buffer.from(bundle, "base64"), { now: Math.floor(Date.now() / 1000) });

  assert.equal(choice, "0");
  assert.ok(report.accepted);
  assert.ok(stream.includes(`"id":"${report.receiptId}"`));
});
