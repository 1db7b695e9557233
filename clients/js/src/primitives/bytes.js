// Bytes and their text forms: hexadecimal, base64, UTF-8. Every reader here is strict and answers undefined, never by throwing.

const base64Alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const base64Values = new Int8Array(128).fill(-1);
for (let value = 0; value < 64; value++) base64Values[base64Alphabet.charCodeAt(value)] = value;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The UTF-8 bytes of a string without unpaired surrogates. */
export const utf8 = (text) => encoder.encode(text);

/** The string that strictly valid UTF-8 bytes spell; undefined otherwise. A byte order mark is kept as the character it is. */
export function decodeUtf8(bytes) {
  try {
    return decoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** All parts, one after the other. */
export const concat = (...parts) => join(parts);

/** Likewise for any number of parts: a call takes only so many arguments. */
export function join(parts) {
  const whole = new Uint8Array(parts.reduce((total, part) => total + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

/** Whether two byte strings are the same. Not constant-time: nothing here is secret. */
export function equalBytes(left, right) {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

/** Lower-case hexadecimal. */
export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The bytes of an even number of lower-case hexadecimal digits; undefined for any other text. */
export function fromHex(text) {
  if (text.length % 2 !== 0 || !/^[0-9a-f]*$/.test(text)) return undefined;
  const bytes = new Uint8Array(text.length / 2);
  for (let index = 0; index < bytes.length; index++) bytes[index] = Number.parseInt(text.substr(2 * index, 2), 16);
  return bytes;
}

/** RFC 4648 section 4, with padding. */
export function toBase64(bytes) {
  let text = '';
  for (let index = 0; index < bytes.length; index += 3) {
    const group = (bytes[index] << 16) | ((bytes[index + 1] ?? 0) << 8) | (bytes[index + 2] ?? 0);
    text += base64Alphabet[group >> 18] + base64Alphabet[(group >> 12) & 63];
    text += index + 1 < bytes.length ? base64Alphabet[(group >> 6) & 63] : '=';
    text += index + 2 < bytes.length ? base64Alphabet[group & 63] : '=';
  }
  return text;
}

/** RFC 4648 section 4: padded, no white space, unused bits zero; undefined for anything else, a string or not. */
export function fromBase64(text) {
  if (typeof text !== 'string' || text.length % 4 !== 0) return undefined;
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const bytes = new Uint8Array((text.length / 4) * 3 - padding);
  let bits = 0;
  let bitCount = 0;
  let written = 0;
  for (let index = 0; index < text.length - padding; index++) {
    const code = text.charCodeAt(index);
    const value = code < 128 ? base64Values[code] : -1;
    if (value < 0) return undefined;
    bits = ((bits << 6) | value) & 0xffff;
    bitCount += 6;
    if (bitCount >= 8) {
      bitCount -= 8;
      bytes[written++] = (bits >> bitCount) & 0xff;
    }
  }
  return (bits & ((1 << bitCount) - 1)) === 0 ? bytes : undefined;
}

/** The unsigned integer that big-endian bytes spell. */
export const bigEndian = (bytes) => (bytes.length === 0 ? 0n : BigInt(`0x${toHex(bytes)}`));

/** The unsigned integer that little-endian bytes spell. */
export const littleEndian = (bytes) => bigEndian(Uint8Array.from(bytes).reverse());
