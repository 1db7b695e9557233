// CBOR in its one deterministic form: interop-1 section 1. Never throws on bad bytes.

import { concat, decodeUtf8 } from './bytes.js';

const maximumDepth = 16;

/** An item behind a tag. */
export class Tagged {
  constructor(tag, item) {
    this.tag = tag;
    this.item = item;
  }
}

/**
 * Reads one item: integers are bigints, byte strings Uint8Arrays, maps arrays of [key, value, encoded key].
 * @param {Uint8Array} bytes
 * @returns {{ value: unknown } | undefined}
 */
export function readCbor(bytes) {
  const reader = new Reader(bytes);
  const value = reader.item(0);
  return value === undefined || reader.position !== bytes.length ? undefined : { value };
}

/** The value of an integer key of a map; undefined if there is none. */
export const entry = (map, key) => map.find(([name]) => name === key)?.[1];

/** A map, as {@link readCbor} gives it. */
export class CborMap extends Array {}

class Reader {
  position = 0;
  #bytes;

  constructor(bytes) {
    this.#bytes = bytes;
  }

  /** The next item; undefined where it is not in the form. */
  item(depth) {
    const head = depth > maximumDepth ? undefined : this.#head();
    if (head === undefined) return undefined;
    const { major, argument } = head;
    switch (major) {
      case 0: return argument;
      case 1: return -1n - argument;
      case 2: return this.#take(argument);
      case 3: return this.#text(argument);
      case 4: return this.#array(argument, depth);
      case 5: return this.#map(argument, depth);
      case 6: return this.#tagged(argument, depth);
      default: return { 20: false, 21: true, 22: null }[argument];
    }
  }

  /** The first byte, major type ‖ 5 bits, and the number that those bits are or announce, in its shortest form. */
  #head() {
    if (this.position >= this.#bytes.length) return undefined;
    const first = this.#bytes[this.position++];
    const major = first >> 5;
    const information = first & 31;
    if (information < 24) return { major, argument: BigInt(information) };
    const width = 1 << (information - 24);
    if (information > 27 || major === 7 || width > this.#bytes.length - this.position) return undefined;
    let argument = 0n;
    for (let index = 0; index < width; index++) argument = (argument << 8n) | BigInt(this.#bytes[this.position++]);
    const smallest = width === 1 ? 24n : 1n << BigInt(4 * width);
    return argument >= smallest ? { major, argument } : undefined;
  }

  #take(length) {
    if (length > BigInt(this.#bytes.length - this.position)) return undefined;
    this.position += Number(length);
    return this.#bytes.subarray(this.position - Number(length), this.position);
  }

  #text(length) {
    const bytes = this.#take(length);
    return bytes && decodeUtf8(bytes);
  }

  #array(count, depth) {
    if (count > BigInt(this.#bytes.length - this.position)) return undefined;
    const items = [];
    for (let index = 0n; index < count; index++) {
      const item = this.item(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
    }
    return items;
  }

  #map(count, depth) {
    if (2n * count > BigInt(this.#bytes.length - this.position)) return undefined;
    const entries = new CborMap();
    for (let index = 0n; index < count; index++) {
      const start = this.position;
      const key = this.item(depth + 1);
      const encoded = this.#bytes.subarray(start, this.position);
      if (key === undefined || (entries.length > 0 && compareBytes(entries.at(-1)[2], encoded) >= 0)) return undefined;
      const value = this.item(depth + 1);
      if (value === undefined) return undefined;
      entries.push([key, value, encoded]);
    }
    return entries;
  }

  #tagged(tag, depth) {
    const item = this.item(depth + 1);
    return item === undefined ? undefined : new Tagged(tag, item);
  }
}

/** The order of byte strings: negative, zero or positive. */
export function compareBytes(left, right) {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    if (left[index] !== right[index]) return left[index] - right[index];
  }
  return left.length - right.length;
}

/** The bytes of a byte string with its head. */
export function writeByteString(bytes) {
  return concat(Uint8Array.from(byteStringHead(bytes.length)), bytes);
}

function byteStringHead(length) {
  if (length < 24) return [0x40 | length];
  if (length < 0x100) return [0x58, length];
  return length < 0x10000 ? [0x59, length >> 8, length & 255] : [0x5a, length >>> 24, (length >> 16) & 255, (length >> 8) & 255, length & 255];
}
