// ML-DSA-44 verification (FIPS 204, algorithms 3 and 8), which WebCrypto lacks. Coefficients are numbers: products stay below 2^53.

import { concat, equalBytes } from '../primitives/bytes.js';
import { shake } from '../primitives/shake.js';

const q = 8_380_417;
const rows = 4; // k, and l, which is as large
const droppedBits = 13;
const challengeWeight = 39; // τ
const maskRange = 2 ** 17; // γ1
const lowRange = (q - 1) / 88; // γ2
const maximumHints = 80; // ω
const bound = maskRange - challengeWeight * 2; // γ1 − β
const highCount = (q - 1) / (2 * lowRange);

const publicKeyBytes = 1312;
const signatureBytes = 2420;
const challengeBytes = 32;

const zetas = makeZetas();

/**
 * Whether the signature is the key's of the message.
 * @param {Uint8Array} publicKey
 * @param {Uint8Array} message
 * @param {Uint8Array} signature
 * @param {Uint8Array} [context]
 */
export function verifyMlDsa44(publicKey, message, signature, context = new Uint8Array()) {
  if (publicKey.length !== publicKeyBytes || signature.length !== signatureBytes || context.length > 255) return false;
  const challenge = signature.subarray(0, challengeBytes);
  const masked = polynomials(signature.subarray(challengeBytes), 18).map((z) => z.map((value) => maskRange - value));
  const hints = readHints(signature.subarray(signatureBytes - maximumHints - rows));
  if (hints === undefined || masked.some((z) => z.some((value) => Math.abs(value) >= bound))) return false;
  const high = recompute(publicKey, challenge, masked).map((w, row) => w.map((value, i) => useHint(hints[row].has(i), value)));
  const representative = shake(256, concat(shake(256, publicKey)(64), Uint8Array.of(0, context.length), context, message))(64);
  return equalBytes(challenge, shake(256, concat(representative, ...high.map(packHigh)))(challengeBytes));
}

/** w' = A z − c t1 2^d. */
function recompute(publicKey, challenge, masked) {
  const seed = publicKey.subarray(0, 32);
  const keyPart = polynomials(publicKey.subarray(32), 10).map((t) => transform(t.map((value) => value * 2 ** droppedBits)));
  const ball = transform(sampleBall(challenge));
  const z = masked.map((values) => transform(values.map((value) => (value + q) % q)));
  return keyPart.map((t, row) => {
    const sum = t.map((value, i) => q - ((ball[i] * value) % q));
    for (let column = 0; column < rows; column++) {
      const entry = sampleUniform(concat(seed, Uint8Array.of(column, row)));
      for (let i = 0; i < 256; i++) sum[i] = (sum[i] + entry[i] * z[column][i]) % q;
    }
    return inverseTransform(sum);
  });
}

/** Four polynomials whose coefficients have so many bits each, least significant first. */
function polynomials(bytes, bits) {
  return Array.from({ length: rows }, (_, row) => Array.from({ length: 256 }, (__, i) => {
    const first = (row * 256 + i) * bits;
    let value = 0;
    for (let bit = bits - 1; bit >= 0; bit--) value = 2 * value + ((bytes[(first + bit) >> 3] >> ((first + bit) & 7)) & 1);
    return value;
  }));
}

/** The places of the hints of each row; undefined if they have not their only form. */
function readHints(bytes) {
  const hints = Array.from({ length: rows }, () => new Set());
  let next = 0;
  for (let row = 0; row < rows; row++) {
    const end = bytes[maximumHints + row];
    if (end < next || end > maximumHints) return undefined;
    for (const first = next; next < end; next++) {
      if (next > first && bytes[next - 1] >= bytes[next]) return undefined;
      hints[row].add(bytes[next]);
    }
  }
  return bytes.subarray(next, maximumHints).some((byte) => byte !== 0) ? undefined : hints;
}

function sampleBall(seed) {
  const read = shake(256, seed);
  const signs = read(8);
  const ball = new Array(256).fill(0);
  for (let i = 256 - challengeWeight; i < 256; i++) {
    let place = read(1)[0];
    while (place > i) place = read(1)[0];
    const sign = i + challengeWeight - 256;
    ball[i] = ball[place];
    ball[place] = (signs[sign >> 3] >> (sign & 7)) & 1 ? q - 1 : 1;
  }
  return ball;
}

function sampleUniform(seed) {
  const read = shake(128, seed);
  const values = [];
  while (values.length < 256) {
    const [low, middle, high] = read(3);
    const value = low + 2 ** 8 * middle + 2 ** 16 * (high & 0x7f);
    if (value < q) values.push(value);
  }
  return values;
}

function useHint(isSet, value) {
  let low = value % (2 * lowRange);
  if (low > lowRange) low -= 2 * lowRange;
  const isTop = value - low === q - 1;
  const high = isTop ? 0 : (value - low) / (2 * lowRange);
  if (!isSet) return high;
  return (high + ((isTop ? low - 1 : low) > 0 ? 1 : highCount - 1)) % highCount;
}

/** Six bits a value. */
function packHigh(values) {
  const bytes = new Uint8Array(192);
  values.forEach((value, i) => {
    for (let bit = 0; bit < 6; bit++) bytes[(6 * i + bit) >> 3] |= ((value >> bit) & 1) << ((6 * i + bit) & 7);
  });
  return bytes;
}

function transform(values) {
  const result = values.map((value) => value % q);
  let next = 1;
  for (let length = 128; length >= 1; length /= 2) {
    for (let start = 0; start < 256; start += 2 * length) {
      const zeta = zetas[next++];
      for (let i = start; i < start + length; i++) {
        const turned = (zeta * result[i + length]) % q;
        result[i + length] = (result[i] + q - turned) % q;
        result[i] = (result[i] + turned) % q;
      }
    }
  }
  return result;
}

function inverseTransform(values) {
  const result = [...values];
  let next = 255;
  for (let length = 1; length <= 128; length *= 2) {
    for (let start = 0; start < 256; start += 2 * length) {
      const zeta = zetas[next--];
      for (let i = start; i < start + length; i++) {
        const value = result[i];
        result[i] = (value + result[i + length]) % q;
        result[i + length] = (zeta * (q - value + result[i + length])) % q;
      }
    }
  }
  return result.map((value) => (8_347_681 * value) % q); // 256^-1
}

/** Powers of 1753, the 512th root of unity, in bit-reversed order. */
function makeZetas() {
  const powers = [1];
  for (let i = 1; i < 256; i++) powers.push((powers[i - 1] * 1753) % q);
  return powers.map((_, i) => powers[parseInt(i.toString(2).padStart(8, '0').split('').reverse().join(''), 2)]);
}
