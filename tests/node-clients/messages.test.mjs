import assert from "node:assert/strict";
import { test } from "node:test";
import Anthropic from "@anthropic-ai/sdk";
import { anthropic, collect, messages, openai, pay, statement } from "./client.mjs";

const tools = [{ name: pay.name, description: pay.description, input_schema: pay.parameters }];
const request = { model: "tinychat", max_tokens: 64, messages };

test("answers as the chat does", async () => {
  const system = "Be brief.";
  const chat = await openai.chat.completions.create({ model: "tinychat", messages: [{ role: "system", content: system }, ...messages] });
  const message = await anthropic.messages.create({ ...request, system });
  assert.deepEqual(message.content, [{ type: "text", text: chat.choices[0].message.content }]);
  assert.equal(message.stop_reason, "end_turn");
  assert.equal(message.usage.input_tokens, chat.usage.prompt_tokens);
  assert.equal(message.usage.output_tokens, chat.usage.completion_tokens);
});

test("gives the receipt in body and header", async () => {
  const { data, response } = await anthropic.messages.create({ ...request, receipt: { include: true, nonce: "AAEC" } }).withResponse();
  assert.equal(statement(data.receipt).nonce.client, "000102");
  assert.ok(response.headers.get("inference-receipt").startsWith(`id="${data.receipt.id}"`));
});

test("streams the events, and the receipt before the last", async () => {
  const whole = await anthropic.messages.create(request);
  const events = await collect(await anthropic.messages.create({ ...request, stream: true, receipt: { include: true } }));
  const types = events.map((event) => event.type).filter((type, index, all) => type !== all[index - 1]);
  assert.deepEqual(types, ["message_start", "content_block_start", "content_block_delta", "content_block_stop", "message_delta", "message_stop"]);
  assert.equal(events.map((event) => event.delta?.text ?? "").join(""), whole.content[0].text);
  assert.match(events.at(-2).receipt.id, /^[0-9a-f]{64}$/);
});

test("streams with the package's own accumulator", async () => {
  const whole = await anthropic.messages.create(request);
  const final = await anthropic.messages.stream(request).finalMessage();
  assert.deepEqual(final.content, whole.content);
  assert.deepEqual(final.usage, whole.usage);
});

test("uses a tool and reads its result", async () => {
  const conversation = [{ role: "user", content: "Pay 20 to alice" }];
  const first = await anthropic.messages.create({ ...request, messages: conversation, tools });
  assert.equal(first.stop_reason, "tool_use");
  const use = first.content.at(-1);
  assert.equal(use.name, "pay");
  assert.equal(use.input.to, "alice");
  conversation.push({ role: "assistant", content: first.content }, { role: "user", content: [{ type: "tool_result", tool_use_id: use.id, content: '{"status":"ok"}' }] });
  const second = await anthropic.messages.create({ ...request, messages: conversation, tools });
  assert.ok(second.content[0].text.length > 0);
});

test("streams the use of a tool", async () => {
  const final = await anthropic.messages.stream({ ...request, messages: [{ role: "user", content: "Pay 20 to alice" }], tools }).finalMessage();
  assert.equal(final.stop_reason, "tool_use");
  assert.equal(final.content.at(-1).input.to, "alice");
});

test("uses the tool that it has to", async () => {
  for (const tool_choice of [{ type: "any" }, { type: "any", disable_parallel_tool_use: true }, { type: "tool", name: "pay", disable_parallel_tool_use: true }]) {
    const message = await anthropic.messages.create({ ...request, messages: [{ role: "user", content: "Pay 20 to alice" }], tools, tool_choice });
    assert.equal(message.stop_reason, "tool_use");
  }
});

test("holds the answer to a schema", async () => {
  const schema = { type: "object", properties: { sum: { type: "integer" } }, required: ["sum"], additionalProperties: false };
  const message = await anthropic.messages.create({ ...request, output_config: { format: { type: "json_schema", schema } } });
  assert.ok(Number.isInteger(JSON.parse(message.content[0].text).sum));
});

test("stops at a sequence, and names it", async () => {
  const whole = await anthropic.messages.create(request);
  const text = whole.content[0].text;
  const stop = text[text.length - 2];
  const message = await anthropic.messages.create({ ...request, stop_sequences: ["nowhere in it", stop] });
  assert.equal(message.stop_reason, "stop_sequence");
  assert.equal(message.stop_sequence, stop);
  assert.equal(message.content[0]?.text ?? "", text.slice(0, text.indexOf(stop)));
});

test("counts tokens without an answer", async () => {
  const message = await anthropic.messages.create({ ...request, tools });
  const count = await anthropic.messages.countTokens({ model: "tinychat", messages, tools });
  assert.equal(count.input_tokens, message.usage.input_tokens);
});

test("lists models, a page at a time", async () => {
  const names = [];
  for await (const model of anthropic.models.list({ limit: 1 })) names.push(model.id);
  assert.ok(names.includes("tinychat") && names.includes("digits"));
  assert.equal((await anthropic.models.retrieve("tinychat")).type, "model");
});

test("refuses in the form of the API", async () => {
  const { max_tokens, ...unlimited } = request;
  const refused = [
    [unlimited, "max_tokens"],
    [{ ...request, thinking: { type: "enabled", budget_tokens: 1024 } }, "thinking"],
    [{ ...request, output_config: { effort: "low" } }, "output_config.effort"],
    [{ ...request, messages: [...messages, { role: "assistant", content: "It is" }] }, "messages[1].role"],
    [{ ...request, messages: [{ role: "user", content: [{ type: "image", source: { type: "url", url: "x" } }] }] }, "messages[0].content[0].type"],
  ];
  for (const [body, name] of refused) {
    await assert.rejects(
      anthropic.messages.create(body),
      (error) => error instanceof Anthropic.BadRequestError && error.error.error.type === "invalid_request_error" && error.error.error.message.startsWith(`${name}: `) && /^(invalid|unsupported)$/.test(error.error.error.code),
      name,
    );
  }
  await assert.rejects(anthropic.messages.create({ ...request, model: "nothing" }), Anthropic.NotFoundError);
});
