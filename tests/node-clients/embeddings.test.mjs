import assert from "node:assert/strict";
import { test } from "node:test";
import OpenAI from "openai";
import { openai, statement } from "./client.mjs";

const model = "small-bert";

test("embeds texts, alone as among others", async () => {
  const both = await openai.embeddings.create({ model, input: ["The cat sat.", "A red dog!"], encoding_format: "float" });
  const one = await openai.embeddings.create({ model, input: "A red dog!", encoding_format: "float" });
  assert.deepEqual(both.data[1].embedding, one.data[0].embedding);
  assert.deepEqual(both.data.map((item) => item.index), [0, 1]);
  assert.ok(Math.abs(one.data[0].embedding.reduce((sum, v) => sum + v * v, 0) - 1) < 1e-5);
});

test("reads the base64 that the package asks for by itself", async () => {
  const packed = await openai.embeddings.create({ model, input: "the cats" });
  const plain = await openai.embeddings.create({ model, input: "the cats", encoding_format: "float" });
  assert.deepEqual(packed.data[0].embedding, [...Float32Array.from(plain.data[0].embedding)]);
  assert.equal(packed.usage.prompt_tokens, 5);
});

test("gives each text a receipt of its own", async () => {
  const answer = await openai.embeddings.create({ model, input: ["the cats", [2, 5, 3]], receipt: { include: true } });
  assert.deepEqual(answer.receipts.map((receipt) => statement(receipt).usage), [{ inputTokens: "5", outputTokens: "0" }, { inputTokens: "3", outputTokens: "0" }]);
});

test("refuses by name what it does not have", async () => {
  for (const [name, value] of [["dimensions", 7], ["model", "tinychat"], ["input", ""]]) {
    await assert.rejects(
      openai.embeddings.create({ model, input: "a", [name]: value }),
      (error) => error instanceof OpenAI.BadRequestError && error.param === name,
      name,
    );
  }
});
