// Keccak-256 with the padding of 2011, on lanes of two 32-bit halves.

const OFFSETS = [0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14];
const CONSTANTS = roundConstants();

function roundConstants() {
  const constants = [];
  for (let round = 0, lfsr = 1; round < 24; round++) {
    const halves = [0, 0];
    for (let j = 0; j < 7; j++) {
      const bit = 2 ** j - 1;
      if (lfsr & 1) halves[bit >> 5] |= 1 << (bit & 31);
      lfsr = (lfsr << 1) ^ (lfsr & 0x80 ? 0x171 : 0);
    }
    constants.push(halves);
  }
  return constants;
}

function permute(s) {
  const column = new Int32Array(10), b = new Int32Array(50);
  for (const [low, high] of CONSTANTS) {
    for (let i = 0; i < 10; i++) column[i] = s[i] ^ s[i + 10] ^ s[i + 20] ^ s[i + 30] ^ s[i + 40];
    for (let x = 0; x < 5; x++) {
      const left = 2 * ((x + 4) % 5), right = 2 * ((x + 1) % 5);
      const effectLow = column[left] ^ (column[right] << 1 | column[right + 1] >>> 31);
      const effectHigh = column[left + 1] ^ (column[right + 1] << 1 | column[right] >>> 31);
      for (let y = 0; y < 50; y += 10) { s[2 * x + y] ^= effectLow; s[2 * x + y + 1] ^= effectHigh; }
    }
    for (let x = 0; x < 5; x++)
      for (let y = 0; y < 5; y++) {
        const from = 2 * (x + 5 * y), to = 2 * (y + 5 * ((2 * x + 3 * y) % 5)), turn = OFFSETS[x + 5 * y];
        const [l, h] = turn < 32 ? [s[from], s[from + 1]] : [s[from + 1], s[from]], n = turn & 31;
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
  const data = Buffer.concat(parts), padded = Buffer.alloc((Math.floor(data.length / 136) + 1) * 136), state = new Int32Array(50);
  data.copy(padded);
  padded[data.length] = 1;
  padded[padded.length - 1] |= 0x80;
  for (let start = 0; start < padded.length; start += 136) {
    for (let i = 0; i < 34; i++) state[i] ^= padded.readInt32LE(start + 4 * i);
    permute(state);
  }
  const digest = Buffer.alloc(32);
  for (let i = 0; i < 8; i++) digest.writeInt32LE(state[i], 4 * i);
  return digest;
}
