// Runs against the node at OG_NODE; started by NodeClientTests, or by hand: OG_NODE=http://127.0.0.1:8080 npm test
import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";
import { collect, messages, openai, pay, statement } from "./client.mjs";

const tools = [{ type: "function", function: pay }];

test("lists models", async () => {
  const names = [];
  for await (const model of await openai.models.list()) names.push(model.id);
  assert.ok(names.includes("tinychat"));
});

test("answers, and hands out no receipt unasked", async () => {
  const { data, response } = await openai.chat.completions.create({ model: "tinychat", messages }).withResponse();
  assert.equal(data.choices[0].finish_reason, "stop");
  assert.ok(data.choices[0].message.content.length > 0);
  assert.equal(data.receipt, undefined);
  assert.equal(response.headers.get("inference-receipt"), null);
});

test("answers with a receipt in body and header", async () => {
  const { data, response } = await openai.chat.completions
    .create({ model: "tinychat", messages, receipt: { include: true, nonce: "AAEC" } })
    .withResponse();
  assert.match(data.receipt.id, /^[0-9a-f]{64}$/);
  assert.ok(response.headers.get("inference-receipt").startsWith(`id="${data.receipt.id}", url="/v1/receipts/${data.receipt.id}"`));
  assert.equal(statement(data.receipt).nonce.client, "000102");
});

test("streams the same text, usage and receipt in the last chunk", async () => {
  const whole = await openai.chat.completions.create({ model: "tinychat", messages });
  const { data: stream, response } = await openai.chat.completions
    .create({ model: "tinychat", messages, stream: true, stream_options: { include_usage: true, include_receipt: true } })
    .withResponse();
  const chunks = await collect(stream);
  assert.equal(chunks.map((chunk) => chunk.choices[0]?.delta.content ?? "").join(""), whole.choices[0].message.content);
  const last = chunks.at(-1);
  assert.deepEqual(last.choices, []);
  assert.deepEqual(last.usage, whole.usage);
  assert.match(last.receipt.id, /^[0-9a-f]{64}$/);
  assert.ok(chunks.slice(0, -1).every((chunk) => chunk.receipt === undefined));
  assert.ok(response.headers.get("inference-receipt").startsWith(`provider="${statement(last.receipt).nonce.provider}"`));
});

test("streams with the package's own accumulator", async () => {
  const stream = openai.chat.completions.stream({ model: "tinychat", messages });
  const completion = await stream.finalChatCompletion();
  assert.equal(completion.choices[0].finish_reason, "stop");
});

test("calls a tool and reads its result", async () => {
  const conversation = [{ role: "user", content: "Pay 20 to alice" }];
  const first = await openai.chat.completions.create({ model: "tinychat", messages: conversation, tools });
  assert.equal(first.choices[0].finish_reason, "tool_calls");
  const call = first.choices[0].message.tool_calls[0];
  assert.equal(call.function.name, "pay");
  assert.equal(JSON.parse(call.function.arguments).to, "alice");
  conversation.push(first.choices[0].message, { role: "tool", tool_call_id: call.id, content: '{"status":"ok"}' });
  const second = await openai.chat.completions.create({ model: "tinychat", messages: conversation, tools });
  assert.ok(second.choices[0].message.content.length > 0);
});

test("streams a tool call", async () => {
  const stream = openai.chat.completions.stream({ model: "tinychat", messages: [{ role: "user", content: "Pay 20 to alice" }], tools });
  const completion = await stream.finalChatCompletion();
  assert.equal(completion.choices[0].message.tool_calls[0].function.name, "pay");
});

test("gives several answers, each with a receipt of its own", async () => {
  const completion = await openai.chat.completions.create({ model: "tinychat", messages, n: 2, temperature: 2, receipt: { include: true } });
  assert.deepEqual(completion.choices.map((choice) => choice.index), [0, 1]);
  assert.equal(completion.receipt, undefined);
  const [first, second] = completion.receipts.map(statement);
  assert.notEqual(first.nonce.provider, second.nonce.provider);
  assert.equal(Number(first.usage.outputTokens) + Number(second.usage.outputTokens), completion.usage.completion_tokens);
});

test("streams several answers", async () => {
  const { data: stream, response } = await openai.chat.completions
    .create({ model: "tinychat", messages, n: 2, stream: true, stream_options: { include_usage: true, include_receipt: true } })
    .withResponse();
  const chunks = await collect(stream);
  const text = (index) => chunks.flatMap((chunk) => chunk.choices).filter((choice) => choice.index === index).map((choice) => choice.delta.content ?? "").join("");
  assert.ok(text(0).length > 0);
  assert.equal(text(0), text(1));
  assert.equal(new Set(chunks.map((chunk) => chunk.id)).size, 1);
  const providers = chunks.at(-1).receipts.map((receipt) => `"${statement(receipt).nonce.provider}"`);
  assert.ok(response.headers.get("inference-receipt").startsWith(`provider=(${providers.join(" ")})`));
});

test("names the parameter that it does not have", async () => {
  await assert.rejects(
    openai.chat.completions.create({ model: "tinychat", messages, n: 17 }),
    (error) => error instanceof OpenAI.BadRequestError && error.param === "n",
  );
  await assert.rejects(openai.chat.completions.create({ model: "nothing", messages }), OpenAI.NotFoundError);
});
