// Runs against the node at OG_NODE; started by OfficialNodeClientTests, or by hand: OG_NODE=http://127.0.0.1:8080 npm test
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";

const client = new OpenAI({ baseURL: `${process.env.OG_NODE.replace(/\/$/, "")}/v1`, apiKey: "none", maxRetries: 0 });
const messages = [{ role: "user", content: "What is 12 + 30?" }];
const pay = {
  type: "function",
  function: {
    name: "pay",
    description: "Pay an amount to a payee.",
    parameters: { type: "object", properties: { to: { type: "string" }, amount: { type: "number" } }, required: ["to", "amount"] },
  },
};

test("lists models", async () => {
  const names = [];
  for await (const model of await client.models.list()) names.push(model.id);
  assert.ok(names.includes("tinychat"));
});

test("answers, and hands out no receipt unasked", async () => {
  const { data, response } = await client.chat.completions.create({ model: "tinychat", messages }).withResponse();
  assert.equal(data.choices[0].finish_reason, "stop");
  assert.ok(data.choices[0].message.content.length > 0);
  assert.equal(data.receipt, undefined);
  assert.equal(response.headers.get("inference-receipt"), null);
});

test("answers with a receipt in body and header", async () => {
  const { data, response } = await client.chat.completions
    .create({ model: "tinychat", messages, receipt: { include: true, nonce: "AAEC" } })
    .withResponse();
  assert.match(data.receipt.id, /^[0-9a-f]{64}$/);
  assert.ok(response.headers.get("inference-receipt").startsWith(`id="${data.receipt.id}", url="/v1/receipts/${data.receipt.id}"`));
  const payload = JSON.parse(Buffer.from(data.receipt.dsse.payload, "base64"));
  assert.equal(payload.predicate.nonce.client, "000102");
});

test("streams the same text, usage and receipt in the last chunk", async () => {
  const whole = await client.chat.completions.create({ model: "tinychat", messages });
  const { data: stream, response } = await client.chat.completions
    .create({ model: "tinychat", messages, stream: true, stream_options: { include_usage: true, include_receipt: true } })
    .withResponse();
  const chunks = [];
  for await (const chunk of stream) chunks.push(chunk);
  assert.equal(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join(""), whole.choices[0].message.content);
  const last = chunks.at(-1);
  assert.deepEqual(last.choices, []);
  assert.deepEqual(last.usage, whole.usage);
  assert.match(last.receipt.id, /^[0-9a-f]{64}$/);
  assert.ok(chunks.slice(0, -1).every((chunk) => chunk.receipt === undefined));
  const payload = JSON.parse(Buffer.from(last.receipt.dsse.payload, "base64"));
  assert.ok(response.headers.get("inference-receipt").startsWith(`provider="${payload.predicate.nonce.provider}"`));
});

test("streams with the package's own accumulator", async () => {
  const stream = client.chat.completions.stream({ model: "tinychat", messages });
  const completion = await stream.finalChatCompletion();
  assert.equal(completion.choices[0].finish_reason, "stop");
});

test("calls a tool and reads its result", async () => {
  const conversation = [{ role: "user", content: "Pay 20 to alice" }];
  const first = await client.chat.completions.create({ model: "tinychat", messages: conversation, tools: [pay] });
  assert.equal(first.choices[0].finish_reason, "tool_calls");
  const call = first.choices[0].message.tool_calls[0];
  assert.equal(call.function.name, "pay");
  assert.equal(JSON.parse(call.function.arguments).to, "alice");
  conversation.push(first.choices[0].message, { role: "tool", tool_call_id: call.id, content: '{"status":"ok"}' });
  const second = await client.chat.completions.create({ model: "tinychat", messages: conversation, tools: [pay] });
  assert.ok(second.choices[0].message.content.length > 0);
});

test("streams a tool call", async () => {
  const stream = client.chat.completions.stream({ model: "tinychat", messages: [{ role: "user", content: "Pay 20 to alice" }], tools: [pay] });
  const completion = await stream.finalChatCompletion();
  assert.equal(completion.choices[0].message.tool_calls[0].function.name, "pay");
});

test("names the parameter that it does not have", async () => {
  await assert.rejects(
    client.chat.completions.create({ model: "tinychat", messages, n: 2 }),
    (error) => error instanceof OpenAI.BadRequestError && error.param === "n",
  );
  await assert.rejects(client.chat.completions.create({ model: "nothing", messages }), OpenAI.NotFoundError);
});
