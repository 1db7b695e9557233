import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";
import { collect, openai, pay, question, statement } from "./client.mjs";

const tools = [{ type: "function", ...pay, strict: false }];

test("answers a text", async () => {
  const chat = await openai.chat.completions.create({ model: "tinychat", messages: [{ role: "user", content: question }] });
  const response = await openai.responses.create({ model: "tinychat", input: question, metadata: { app: "test" } });
  assert.equal(response.output_text, chat.choices[0].message.content);
  assert.equal(response.status, "completed");
  assert.equal(response.store, false);
  assert.deepEqual(response.metadata, { app: "test" });
  assert.equal(response.usage.total_tokens, chat.usage.total_tokens);
});

test("reads instructions and items", async () => {
  const chat = await openai.chat.completions.create({
    model: "tinychat",
    messages: [{ role: "system", content: "Be brief." }, { role: "user", content: "Hi" }, { role: "assistant", content: "Hello!" }, { role: "user", content: question }],
  });
  const response = await openai.responses.create({
    model: "tinychat",
    instructions: "Be brief.",
    input: [
      { role: "user", content: [{ type: "input_text", text: "Hi" }] },
      { type: "message", id: "msg_1", status: "completed", role: "assistant", content: [{ type: "output_text", text: "Hello!", annotations: [], logprobs: [] }] },
      { role: "user", content: question },
    ],
  });
  assert.equal(response.output_text, chat.choices[0].message.content);
  assert.deepEqual(response.usage.input_tokens, chat.usage.prompt_tokens);
});

test("streams the events of a text", async () => {
  const whole = await openai.responses.create({ model: "tinychat", input: question });
  const events = await collect(await openai.responses.create({ model: "tinychat", input: question, stream: true, receipt: { include: true } }));
  assert.deepEqual(events.map((event) => event.sequence_number), events.map((_, index) => index));
  const types = events.map((event) => event.type).filter((type, index, all) => type !== all[index - 1]);
  assert.deepEqual(types, [
    "response.created", "response.in_progress", "response.output_item.added", "response.content_part.added", "response.output_text.delta",
    "response.output_text.done", "response.content_part.done", "response.output_item.done", "response.completed",
  ]);
  assert.equal(events.filter((event) => event.type === "response.output_text.delta").map((event) => event.delta).join(""), whole.output_text);
  assert.deepEqual(events.at(-1).response.usage, whole.usage);
  assert.match(events.at(-1).response.receipt.id, /^[0-9a-f]{64}$/);
});

test("calls a function and reads its output", async () => {
  const input = [{ role: "user", content: "Pay 20 to alice" }];
  const first = await openai.responses.create({ model: "tinychat", input, tools, receipt: { include: true } });
  const call = first.output.at(-1);
  assert.equal(call.type, "function_call");
  assert.equal(JSON.parse(call.arguments).to, "alice");
  assert.equal(statement(first.receipt).output.finish, "tool_calls");
  input.push(...first.output, { type: "function_call_output", call_id: call.call_id, output: '{"status":"ok"}' });
  const second = await openai.responses.create({ model: "tinychat", input, tools });
  assert.ok(second.output_text.length > 0);
});

test("streams a call with the package's own accumulator", async () => {
  const events = [];
  const stream = openai.responses.stream({ model: "tinychat", input: "Pay 20 to alice", tools }).on("event", (event) => events.push(event.type));
  const response = await stream.finalResponse();
  assert.equal(response.output.at(-1).name, "pay");
  assert.ok(events.includes("response.function_call_arguments.delta") && events.includes("response.function_call_arguments.done"));
});

test("holds the answer to a schema", async () => {
  const schema = { type: "object", properties: { sum: { type: "integer" } }, required: ["sum"], additionalProperties: false };
  const response = await openai.responses.parse({
    model: "tinychat", input: question, max_output_tokens: 60, text: { format: { type: "json_schema", name: "answer", schema, strict: true } },
  });
  assert.ok(Number.isInteger(JSON.parse(response.output_text).sum));
  assert.equal(response.text.format.type, "json_schema");
});

test("calls the function that it has to", async () => {
  const response = await openai.responses.create({ model: "tinychat", input: "Pay 20 to alice", tools, tool_choice: { type: "function", name: "pay" } });
  assert.deepEqual(response.output.map((item) => item.type), ["function_call"]);
  await assert.rejects(
    openai.responses.create({ model: "tinychat", input: question, tools, tool_choice: { type: "function", name: "sell" } }),
    (error) => error instanceof OpenAI.BadRequestError && error.param === "tool_choice.name",
  );
});

test("tells how likely tokens were", async () => {
  const response = await openai.responses.create({
    model: "tinychat", input: question, top_logprobs: 2, include: ["message.output_text.logprobs"], parallel_tool_calls: false,
  });
  const { text, logprobs } = response.output[0].content[0];
  assert.equal(logprobs.map((token) => token.token).join(""), text);
  assert.ok(logprobs.every((token) => token.logprob <= 0 && token.top_logprobs.length === 2));
  assert.equal(response.parallel_tool_calls, false);
});

test("says that an answer was cut off", async () => {
  const response = await openai.responses.create({ model: "tinychat", input: question, max_output_tokens: 2 });
  assert.equal(response.status, "incomplete");
  assert.equal(response.incomplete_details.reason, "max_output_tokens");
});

test("refuses by name what it does not have", async () => {
  const refused = [
    ["previous_response_id", "resp_1"], ["conversation", "conv_1"], ["store", true], ["background", true], ["reasoning", { effort: "high" }],
    ["truncation", "auto"], ["include", ["file_search_call.results"]], ["top_logprobs", 2],
  ];
  for (const [name, value] of refused) {
    await assert.rejects(
      openai.responses.create({ model: "tinychat", input: question, [name]: value }),
      (error) => error instanceof OpenAI.BadRequestError && error.param === name,
      name,
    );
  }
});
