// The clients that the tests use, against the node at OG_NODE.
import Anthropic from "@anthropic-ai/sdk";
import OpenAI from "openai";

const node = process.env.OG_NODE.replace(/\/$/, "");

export const openai = new OpenAI({ baseURL: `${node}/v1`, apiKey: "none", maxRetries: 0 });
export const anthropic = new Anthropic({ baseURL: node, apiKey: "none", maxRetries: 0 });

const question = "What is 12 + 30?";
export const messages = [{ role: "user", content: question }];
export { question };

/** The function of the sample model's world. */
export const pay = {
  name: "pay",
  description: "Pay an amount to a payee.",
  parameters: { type: "object", properties: { to: { type: "string" }, amount: { type: "number" } }, required: ["to", "amount"] },
};

/** What the receipt says. */
export const statement = (receipt) => JSON.parse(Buffer.from(receipt.dsse.payload, "base64")).predicate;

/** All that a stream brings. */
export async function collect(stream) {
  const events = [];
  for await (const event of stream) events.push(event);
  return events;
}
