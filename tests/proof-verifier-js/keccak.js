// Keccak-256 with the padding of 2011, on lanes of two 32-bit halves: the low one first.

const OFFSETS = [0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14];
let lfsr = 1;
const CONSTANTS = Array.from({ length: 24 }, () => [0, 1, 3, 7, 15, 31, 63].reduce(([low, high], place) => {
  const bit = (lfsr & 1) << (place & 31);
  lfsr = (lfsr << 1) ^ (lfsr & 0x80 ? 0x171 : 0);
  return place < 32 ? [low | bit, high] : [low, high | bit];
}, [0, 0]));

function permute(s) {
  const column = new Int32Array(10), b = new Int32Array(50);
  for (const constant of CONSTANTS) {
    for (let i = 0; i < 10; i++) column[i] = s[i] ^ s[i + 10] ^ s[i + 20] ^ s[i + 30] ^ s[i + 40];
    for (let i = 0; i < 50; i++) {
      const right = (i + 2) % 10;
      s[i] ^= column[(i + 8) % 10] ^ (column[right] << 1 | column[right ^ 1] >>> 31);
    }
    for (let i = 0; i < 50; i++) {
      const lane = i >> 1, x = lane % 5, y = (lane - x) / 5, half = (i & 1) ^ (OFFSETS[lane] >> 5), n = OFFSETS[lane] & 31;
      b[2 * (y + 5 * ((2 * x + 3 * y) % 5)) + half] |= s[i] << n;
      if (n) b[2 * (y + 5 * ((2 * x + 3 * y) % 5)) + (half ^ 1)] |= s[i] >>> (32 - n);
    }
    for (let i = 0; i < 50; i++) s[i] = b[i] ^ (~b[i - i % 10 + (i + 2) % 10] & b[i - i % 10 + (i + 4) % 10]);
    s[0] ^= constant[0];
    s[1] ^= constant[1];
    b.fill(0);
  }
}

/** The digest of the parts, joined. */
export function keccak(...parts) {
  const data = Buffer.concat(parts), padded = Buffer.alloc((Math.floor(data.length / 136) + 1) * 136), state = new Int32Array(50);
  data.copy(padded);
  padded[data.length] = 1;
  padded[padded.length - 1] |= 0x80;
  for (let start = 0; start < padded.length; start += 136) {
    for (let i = 0; i < 34; i++) state[i] ^= padded.readInt32LE(start + 4 * i);
    permute(state);
  }
  return Buffer.from(state.buffer, 0, 32);
}
