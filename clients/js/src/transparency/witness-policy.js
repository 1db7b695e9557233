// Trust policies (c2sp.org/tlog-policy): which logs count, and which sets of witnesses are enough. Log-1 section 6.

import { utf8 } from '../primitives/bytes.js';
import { sha256Hex } from '../primitives/digest.js';
import { parseCosignerKey } from './cosignature.js';
import { parseVerifierKey } from './verifier-key.js';

const maximumBytes = 2 ** 20;
const maximumItems = 256;

class PolicyError extends Error {}

/**
 * Reads a policy.
 * @param {string} text
 * @returns {Promise<{ logs: object[], witnesses: { name: string, key: object }[], isQuorum: (cosigned: Set<string>) => boolean }>}
 * `isQuorum` takes the names of the witnesses that cosigned
 * @throws {Error} that names the line and what is wrong with it
 */
export async function parseWitnessPolicy(text) {
  if (utf8(text).length > maximumBytes) throw new PolicyError(`it has more than ${maximumBytes} bytes`);
  const state = { logs: [], witnesses: [], rules: new Map(), members: new Set(), groupCount: 0, quorum: undefined };
  for (const [index, line] of text.split('\n').entries()) {
    const problem = await readLine(state, line);
    if (problem !== undefined) throw new PolicyError(`line ${index + 1}: ${problem}`);
  }
  if (state.quorum === undefined) throw new PolicyError('it has no quorum line');
  return { logs: state.logs, witnesses: state.witnesses, isQuorum: state.quorum };
}

const readers = { log: readLog, witness: readWitness, group: readGroup, quorum: readQuorum };

/** What is wrong with a line; undefined if nothing is. */
function readLine(state, line) {
  if (/[\0-\x08\x0a-\x1f\x7f]/.test(line)) return 'a control character';
  const items = line.split(/[ \t]+/).filter((item) => item !== '');
  if (items.length === 0 || items[0].startsWith('#')) return undefined;
  return Object.hasOwn(readers, items[0]) ? readers[items[0]](state, items) : 'it begins with none of log, witness, group and quorum';
}

async function readLog({ logs }, items) {
  if (items.length < 2 || items.length > 3) return 'a log line is: log vkey [url]';
  const key = await parseVerifierKey(items[1]);
  if (key === undefined) return 'not the Ed25519 verifier key of a log';
  if (logs.some(({ digest }) => digest === key.digest)) return 'the key of a log that is listed already';
  if (logs.length === maximumItems) return 'too many logs';
  logs.push(key);
  return undefined;
}

async function readWitness(state, items) {
  if (items.length < 3 || items.length > 4) return 'a witness line is: witness name vkey [url]';
  const key = await parseCosignerKey(items[2]);
  if (key === undefined) return 'not the verifier key of a witness, of type 0x04 or 0x06';
  const digest = await sha256Hex(key.publicKey);
  if (state.witnesses.some((witness) => witness.digest === digest)) return 'the key of a witness that is listed already';
  if (state.witnesses.length === maximumItems) return 'too many witnesses';
  const name = items[1];
  state.witnesses.push({ name, key, digest });
  return define(state, name, (cosigned) => cosigned.has(name));
}

function readGroup(state, [, name, thresholdText, ...members]) {
  if (members.length === 0) return 'a group line is: group name all|any|k member…';
  for (const member of members) {
    if (!state.rules.has(member)) return `${member} is not defined above`;
    if (state.members.has(member)) return `${member} is a member already`;
    state.members.add(member);
  }
  const threshold = thresholdOf(thresholdText, members.length);
  if (threshold < 1 || threshold > members.length) return `the threshold is all, any, or a number from 1 to ${members.length}`;
  if (state.groupCount++ === maximumItems) return 'too many groups';
  const rules = members.map((member) => state.rules.get(member));
  return define(state, name, (cosigned) => rules.filter((rule) => rule(cosigned)).length >= threshold);
}

function thresholdOf(text, count) {
  if (text === 'any') return 1;
  if (text === 'all') return count;
  return /^[1-9][0-9]{0,8}$/.test(text) ? Number(text) : 0;
}

function readQuorum(state, items) {
  if (items.length !== 2) return 'a quorum line is: quorum name|none';
  if (state.quorum !== undefined) return 'a second quorum line';
  state.quorum = items[1] === 'none' ? () => true : state.rules.get(items[1]);
  return state.quorum === undefined ? `${items[1]} is not defined above` : undefined;
}

function define({ rules }, name, rule) {
  if (name === 'none' || rules.has(name)) return `the name ${name} is taken`;
  rules.set(name, rule);
  return undefined;
}
