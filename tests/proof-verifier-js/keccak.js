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
  for (const [low, high] of CONSTANTS) {
    for (let i = 0; i < 10; i++) column[i] = s[i] ^ s[i + 10] ^ s[i + 20] ^ s[i + 30] ^ s[i + 40];
    for (let i = 0; i < 50; i += 2) {
      const left = (i + 8) % 10, right = (i + 2) % 10;
      s[i] ^= column[left] ^ (column[right] << 1 | column[right + 1] >>> 31);
      s[i + 1] ^= column[left + 1] ^ (column[right + 1] << 1 | column[right] >>> 31);
    }
    for (let i = 0; i < 25; i++) {
      const x = i % 5, y = (i - x) / 5, to = 2 * (y + 5 * ((2 * x + 3 * y) % 5)), turn = OFFSETS[i], n = turn & 31;
      const [l, h] = turn < 32 ? [s[2 * i], s[2 * i + 1]] : [s[2 * i + 1], s[2 * i]];
      b[to] = n ? l << n | h >>> (32 - n) : l;
      b[to + 1] = n ? h << n | l >>> (32 - n) : h;
    }
    for (let y = 0; y < 50; y += 10)
      for (let i = 0; i < 10; i++) s[y + i] = b[y + i] ^ (~b[y + (i + 2) % 10] & b[y + (i + 4) % 10]);
    s[0] ^= low;
    s[1] ^= high;
  }
}

/** The digest of the parts, joined. */
export function keccak(...parts) {
  const data = Buffer.concat(parts), padded = Buffer.alloc((Math.floor(data.length / 136) + 1) * 136);
  const state = new Int32Array(50), digest = Buffer.alloc(32);
  data.copy(padded);
  padded[data.length] = 1;
  padded[padded.length - 1] |= 0x80;
  for (let start = 0; start < padded.length; start += 136) {
    for (let i = 0; i < 34; i++) state[i] ^= padded.readInt32LE(start + 4 * i);
    permute(state);
  }
  for (let i = 0; i < 8; i++) digest.writeInt32LE(state[i], 4 * i);
  return digest;
}
