// A strict reader of I-JSON (RFC 7493). Own code over bytes, because JSON.parse hides duplicate names and unpaired surrogates
// and turns every number into binary64.

import { decodeUtf8 } from './bytes.js';

/** How many arrays and objects a value may lie in. */
export const maximumDepth = 64;

/** The most bytes `,` `[` and `{` in a file of evidence: one for 32 bytes of 64 MiB. receipt-1 section 4. */
export const mostMarks = 2_097_152;

/** How many bytes `,` `[` and `{` there are, wherever they stand: one more is the most values that a text can hold. */
export function countMarks(bytes) {
  let count = 0;
  for (const byte of bytes) {
    if (byte === 0x2c || byte === 0x5b || byte === 0x7b) count++;
  }
  return count;
}

/** A number, kept as its text. */
export class JsonNumber {
  constructor(text) {
    this.text = text;
  }
}

/**
 * Reads one JSON text.
 * Objects become Maps (a member named `__proto__` is a member like any other), numbers become {@link JsonNumber}.
 * @param {Uint8Array} bytes
 * @returns {{ value: unknown } | { errorOffset: number }} the value, or the byte at which the text stopped making sense
 */
export function readJson(bytes) {
  const reader = new Reader(bytes);
  try {
    return { value: reader.readText() };
  } catch (error) {
    if (error !== malformed) throw error;
    return { errorOffset: reader.position };
  }
}

/** What the reader throws at itself; one object, so that bad input costs no stack trace. */
const malformed = Symbol('malformed JSON');

const simpleEscapes = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };
const [quote, backslash] = [0x22, 0x5c];

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.position = 0;
  }

  readText() {
    const value = this.readValue(0);
    this.skipWhitespace();
    if (this.position !== this.bytes.length) throw malformed;
    return value;
  }

  readValue(depth) {
    this.skipWhitespace();
    if (depth > maximumDepth) throw malformed;
    switch (this.peek()) {
      case '{': return this.readObject(depth);
      case '[': return this.readArray(depth);
      case '"': return this.readString();
      case 't': return this.readLiteral('true', true);
      case 'f': return this.readLiteral('false', false);
      case 'n': return this.readLiteral('null', null);
      default: return this.readNumber();
    }
  }

  readObject(depth) {
    const members = new Map();
    this.position++;
    if (this.tryTake('}')) return members;
    do {
      this.skipWhitespace();
      if (this.peek() !== '"') throw malformed;
      const name = this.readString();
      if (members.has(name)) throw malformed;
      this.take(':');
      members.set(name, this.readValue(depth + 1));
    } while (this.tryTake(','));
    this.take('}');
    return members;
  }

  readArray(depth) {
    const items = [];
    this.position++;
    if (this.tryTake(']')) return items;
    do {
      items.push(this.readValue(depth + 1));
    } while (this.tryTake(','));
    this.take(']');
    return items;
  }

  readString() {
    this.position++;
    let text = '';
    for (;;) {
      text += this.readRun();
      if (this.bytes[this.position++] === quote) return text;
      text += this.readEscape();
    }
  }

  /** Unescaped characters up to a quote or a backslash: valid UTF-8 without control characters. */
  readRun() {
    const start = this.position;
    for (; ; this.position++) {
      if (this.position >= this.bytes.length || this.bytes[this.position] < 0x20) throw malformed;
      if (this.bytes[this.position] === quote || this.bytes[this.position] === backslash) break;
    }
    const run = decodeUtf8(this.bytes.subarray(start, this.position));
    if (run === undefined) throw malformed;
    return run;
  }

  readEscape() {
    const escape = this.peek();
    this.position++;
    if (escape !== 'u') {
      if (!Object.hasOwn(simpleEscapes, escape)) throw malformed;
      return simpleEscapes[escape];
    }
    const unit = this.readHexUnit();
    if (unit >= 0xdc00 && unit <= 0xdfff) throw malformed;
    if (unit < 0xd800 || unit > 0xdbff) return String.fromCharCode(unit);
    if (this.peek() !== '\\' || this.peek(1) !== 'u') throw malformed;
    this.position += 2;
    const low = this.readHexUnit();
    if (low < 0xdc00 || low > 0xdfff) throw malformed;
    return String.fromCharCode(unit, low);
  }

  readHexUnit() {
    let digits = '';
    for (let index = 0; index < 4; index++) digits += this.peek(index);
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) throw malformed;
    this.position += 4;
    return Number.parseInt(digits, 16);
  }

  readLiteral(literal, value) {
    for (const expected of literal) {
      if (this.peek() !== expected) throw malformed;
      this.position++;
    }
    return value;
  }

  /** RFC 8259 section 6: `-? (0 | [1-9][0-9]*) (. [0-9]+)? ([eE] [+-]? [0-9]+)?`. */
  readNumber() {
    const start = this.position;
    if (this.peek() === '-') this.position++;
    if (this.peek() === '0') this.position++;
    else this.takeDigits();
    if (this.peek() === '.') {
      this.position++;
      this.takeDigits();
    }
    if (this.peek() === 'e' || this.peek() === 'E') {
      this.position++;
      if (this.peek() === '+' || this.peek() === '-') this.position++;
      this.takeDigits();
    }
    return new JsonNumber(decodeUtf8(this.bytes.subarray(start, this.position)));
  }

  takeDigits() {
    const start = this.position;
    while (this.bytes[this.position] >= 0x30 && this.bytes[this.position] <= 0x39) this.position++;
    if (this.position === start) throw malformed;
  }

  /** The next byte as a character; the empty string at the end. */
  peek(ahead = 0) {
    const byte = this.bytes[this.position + ahead];
    return byte === undefined ? '' : String.fromCharCode(byte);
  }

  tryTake(expected) {
    this.skipWhitespace();
    if (this.peek() !== expected) return false;
    this.position++;
    return true;
  }

  take(expected) {
    if (!this.tryTake(expected)) throw malformed;
  }

  skipWhitespace() {
    while (' \t\n\r'.includes(this.peek()) && this.position < this.bytes.length) this.position++;
  }
}
