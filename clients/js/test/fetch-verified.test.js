// What a client refuses, before it asks and after.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fetchVerified, UnverifiedAnswerError } from '../src/index.js';
import { issue, toBytes } from './issue-bundle.js';

const request = { model: 'tinychat', messages: [{ role: 'user', content: 'What is 12 + 30?' }] };
const answers = (...bodies) => async () => new Response(bodies.shift());

test('a request that cannot be compared is not sent', async () => {
  const fetch = () => assert.fail('asked');

  await assert.rejects(fetchVerified('http://node.invalid', { ...request, tools: [] }, { fetch }), /tools cannot be compared.*nothing was asked/);
});

test('an answer without a receipt is refused', async () => {
  const fetch = answers('{"choices":[{"message":{"content":"43"}}]}');

  await assert.rejects(fetchVerified('http://node.invalid', request, { fetch }), (error) => error instanceof UnverifiedAnswerError && /no receipt/.test(error.message));
});

test('a good bundle of another answer is refused, with its report', async () => {
  const fetch = answers('{"receipt":{"id":"x"},"choices":[{"message":{"content":"43"}}]}', toBytes(issue()));

  await assert.rejects(fetchVerified('http://node.invalid', request, { fetch }), (error) => error.report.accepted && /not about the request/.test(error.message));
});

test('a bundle that comes with the answer is not fetched, and is verified as one that is', async () => {
  const brought = new TextDecoder().decode(toBytes(issue()));
  const asked = [];
  const fetch = async (url, { headers }) => {
    asked.push(headers.Prefer);
    return new Response(`{"receipt":{"id":"x","bundle":${brought}},"choices":[{"message":{"content":"43"}}]}`);
  };

  await assert.rejects(fetchVerified('http://node.invalid', request, { fetch }), (error) => error.report.accepted && /not about the request/.test(error.message));
  assert.deepEqual(asked, ['receipt-bundle, wait=30']);
});

test('a bundle that comes with the answer and is none is refused', async () => {
  const fetch = answers('{"receipt":{"id":"x","bundle":null},"choices":[]}', toBytes(issue()));

  await assert.rejects(fetchVerified('http://node.invalid', request, { fetch }), /the policy is not met/);
});

test('a bundle that is none is refused', async () => {
  const fetch = answers('{"receipt":{"id":"x"},"choices":[]}', '{}');

  await assert.rejects(fetchVerified('http://node.invalid', request, { fetch }), /the policy is not met/);
});
