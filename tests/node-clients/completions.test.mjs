import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";
import { collect, openai, statement } from "./client.mjs";

const prompt = "<|im_start|>user\nWhat is 12 + 30?<|im_end|>\n<|im_start|>assistant\n";

test("continues a text as the chat does", async () => {
  const chat = await openai.chat.completions.create({ model: "tinychat", messages: [{ role: "user", content: "What is 12 + 30?" }] });
  const completion = await openai.completions.create({ model: "tinychat", prompt, max_tokens: 64 });
  assert.equal(completion.choices[0].text, chat.choices[0].message.content);
  assert.equal(completion.choices[0].finish_reason, "stop");
  assert.deepEqual(completion.usage, chat.usage);
});

test("makes 16 tokens where nothing is said, as the API documents", async () => {
  const completion = await openai.completions.create({ model: "tinychat", prompt: "one two three", temperature: 50, seed: 3 });
  assert.ok(completion.usage.completion_tokens <= 16);
});

test("streams the same text, and echoes the prompt before it", async () => {
  const whole = await openai.completions.create({ model: "tinychat", prompt, max_tokens: 64 });
  const chunks = await collect(await openai.completions.create({ model: "tinychat", prompt, max_tokens: 64, echo: true, stream: true, stream_options: { include_usage: true, include_receipt: true } }));
  assert.equal(chunks.map((chunk) => chunk.choices[0]?.text ?? "").join(""), prompt + whole.choices[0].text);
  assert.deepEqual(chunks.at(-1).choices, []);
  assert.deepEqual(chunks.at(-1).usage, whole.usage);
  assert.match(chunks.at(-1).receipt.id, /^[0-9a-f]{64}$/);
});

test("takes tokens", async () => {
  const completion = await openai.completions.create({ model: "tinychat", prompt: [5, 6, 7], max_tokens: 2, receipt: { include: true } });
  assert.equal(completion.usage.prompt_tokens, 3);
  assert.equal(statement(completion.receipt).usage.inputTokens, "3");
});

test("gives several answers, each with a receipt of its own", async () => {
  const { data, response } = await openai.completions
    .create({ model: "tinychat", prompt, n: 3, temperature: 2, max_tokens: 8, receipt: { include: true } })
    .withResponse();
  assert.deepEqual(data.choices.map((choice) => choice.index), [0, 1, 2]);
  assert.equal(new Set(data.receipts.map((receipt) => receipt.id)).size, 3);
  assert.equal(data.receipts.reduce((sum, receipt) => sum + Number(statement(receipt).usage.outputTokens), 0), data.usage.completion_tokens);
  assert.ok(response.headers.get("inference-receipt").startsWith(`id=("${data.receipts[0].id}" "${data.receipts[1].id}" `));
});

test("tells how likely its tokens were, the same in a stream", async () => {
  const request = { model: "tinychat", prompt, max_tokens: 6, logprobs: 2 };
  const { logprobs } = (await openai.completions.create(request)).choices[0];
  assert.equal(logprobs.tokens.length, logprobs.token_logprobs.length);
  assert.equal(logprobs.top_logprobs[0][logprobs.tokens[0]], logprobs.token_logprobs[0]);
  assert.deepEqual(logprobs.text_offset.slice(0, 2), [0, logprobs.tokens[0].length]);
  const chunks = await collect(await openai.completions.create({ ...request, stream: true }));
  const streamed = chunks.map((chunk) => chunk.choices[0]?.logprobs).filter(Boolean);
  assert.deepEqual(streamed.flatMap((part) => part.tokens), logprobs.tokens);
  assert.deepEqual(streamed.flatMap((part) => part.text_offset), logprobs.text_offset);
});

test("refuses by name what it does not have", async () => {
  for (const [name, value] of [["suffix", "end"], ["logprobs", 200], ["best_of", 4], ["n", 17], ["prompt", ["a", "b"]]]) {
    await assert.rejects(
      openai.completions.create({ model: "tinychat", prompt, [name]: value }),
      (error) => error instanceof OpenAI.BadRequestError && error.param === name,
      name,
    );
  }
});
