// Keccak-256 with the padding of 2011, on 25 lanes of 64 bits.
import { range, total, u64 } from './numbers.js';

const OFFSETS = [0, 1, 62, 28, 27, 36, 44, 6, 55, 20, 3, 10, 43, 25, 39, 41, 45, 15, 21, 8, 18, 2, 61, 56, 14].map(BigInt);
const LFSR = range(167).reduce(all => [...all, all.at(-1) << 1 ^ (all.at(-1) & 0x80 ? 0x171 : 0)], [1]);
const CONSTANTS = range(24).map(k => [0n, 1n, 3n, 7n, 15n, 31n, 63n].reduce((sum, place, j) => sum | BigInt(LFSR[7 * k + j] & 1) << place, 0n));

const SOURCES = range(25).map(i => 5 * (i % 5) + (3 * Math.floor(i / 5) + i) % 5);
const rotate = (lane, n) => BigInt.asUintN(64, lane << n | lane >> (64n - n)), inRow = (b, i, n) => b[i - i % 5 + (i + n) % 5];

function round(s, constant) {
  const c = range(5).map(x => s[x] ^ s[x + 5] ^ s[x + 10] ^ s[x + 15] ^ s[x + 20]), turned = c.map(lane => rotate(lane, 1n));
  const b = SOURCES.map(i => rotate(s[i] ^ c[(i + 4) % 5] ^ turned[(i + 1) % 5], OFFSETS[i]));
  return b.map((lane, i) => lane ^ (~inRow(b, i, 1) & inRow(b, i, 2)) ^ (i === 0 ? constant : 0n));
}

/** The digest of the parts, joined. */
export function keccak(...parts) {
  const size = total(parts.map(part => part.length)), blocks = Buffer.concat([...parts, Buffer.from([1])], 136 * Math.floor(size / 136 + 1));
  blocks[blocks.length - 1] |= 0x80;
  const absorb = (s, k) => CONSTANTS.reduce(round, s.map((lane, i) => (i < 17 ? lane ^ blocks.readBigUInt64LE(136 * k + 8 * i) : lane)));
  const state = range(blocks.length / 136).reduce(absorb, Array(25).fill(0n));
  return Buffer.concat(state.slice(0, 4).map(lane => u64(lane).reverse()));
}
