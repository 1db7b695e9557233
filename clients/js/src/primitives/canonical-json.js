// The JSON Canonicalization Scheme (RFC 8785): one sequence of bytes for one value.

import { utf8 } from './bytes.js';
import { JsonNumber } from './json.js';

/**
 * The canonical UTF-8 bytes of a value read by `readJson`.
 * A number is written as the text it has: documents of this project hold no numbers.
 */
export const canonicalJson = (value) => utf8(write(value));

/** Whether a value holds a number, at any depth. */
export function hasNumber(value) {
  if (value instanceof Map) return [...value.values()].some(hasNumber);
  return Array.isArray(value) ? value.some(hasNumber) : value instanceof JsonNumber;
}

function write(value) {
  if (value instanceof Map) return writeObject(value);
  if (Array.isArray(value)) return `[${value.map(write).join(',')}]`;
  if (value instanceof JsonNumber) return value.text;
  // ECMAScript writes a string without unpaired surrogates just as RFC 8785 section 3.2.2.2 asks, because that is where it took it from.
  return JSON.stringify(value);
}

/** RFC 8785 section 3.2.3: names are compared as arrays of UTF-16 code units, which is what `<` does to strings. */
function writeObject(members) {
  const names = [...members.keys()].sort((left, right) => (left < right ? -1 : 1));
  return `{${names.map((name) => `${JSON.stringify(name)}:${write(members.get(name))}`).join(',')}}`;
}
