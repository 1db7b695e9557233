// SHAKE128 and SHAKE256 (FIPS 202) and Keccak-256 as Ethereum hashes, which WebCrypto lacks.

const mask = (1n << 64n) - 1n;

const roundConstants = makeRoundConstants();

/** Rotation of lane x + 5y, and where π moves it. */
const { rotations, targets } = makeSteps();

/**
 * The output of SHAKE over some bytes, as far as it is read.
 * @param {128 | 256} bits
 * @param {Uint8Array} message
 * @returns {(count: number) => Uint8Array} reads the next bytes
 */
export function shake(bits, message) {
  return sponge(200 - bits / 4, 0x1f, message);
}

/** The Keccak-256 of bytes, with the padding of 2011 and not that of SHA3-256. */
export function keccak256(message) {
  return sponge(136, 0x01, message)(32);
}

/** Takes in a message with its padding, `rate` bytes at a time; what is given out is read from the state likewise. */
function sponge(rate, padding, message) {
  const state = new BigUint64Array(25);
  const block = new Uint8Array(rate);
  const padded = new Uint8Array(Math.floor(message.length / rate) * rate + rate);
  padded.set(message);
  padded[message.length] = padding;
  padded[padded.length - 1] |= 0x80;
  for (let position = 0; position < padded.length; position += rate) {
    const view = new DataView(padded.buffer, position, rate);
    for (let lane = 0; lane < rate / 8; lane++) state[lane] ^= view.getBigUint64(8 * lane, true);
    permute(state);
  }
  let read = 0;
  const refill = () => {
    const view = new DataView(block.buffer);
    for (let lane = 0; lane < rate / 8; lane++) view.setBigUint64(8 * lane, state[lane], true);
  };
  refill();
  return (count) => {
    const output = new Uint8Array(count);
    for (let i = 0; i < count; i++) {
      if (read === rate) {
        permute(state);
        refill();
        read = 0;
      }
      output[i] = block[read++];
    }
    return output;
  };
}

/** Keccak-f[1600]. */
function permute(state) {
  const column = new BigUint64Array(5);
  const moved = new BigUint64Array(25);
  for (const constant of roundConstants) {
    for (let x = 0; x < 5; x++) column[x] = state[x] ^ state[x + 5] ^ state[x + 10] ^ state[x + 15] ^ state[x + 20];
    for (let lane = 0; lane < 25; lane++) {
      const mixed = state[lane] ^ column[(lane + 4) % 5] ^ rotate(column[(lane + 1) % 5], 1n);
      moved[targets[lane]] = rotate(mixed, rotations[lane]);
    }
    for (let lane = 0; lane < 25; lane++) {
      const row = lane - (lane % 5);
      state[lane] = moved[lane] ^ (~moved[row + ((lane + 1) % 5)] & moved[row + ((lane + 2) % 5)]);
    }
    state[0] ^= constant;
  }
}

function rotate(lane, count) {
  return ((lane << count) | (lane >> (64n - count))) & mask;
}

/** FIPS 202 section 3.2.2: ρ walks the lanes that π visits from (1, 0) on. */
function makeSteps() {
  const steps = { rotations: new Array(25).fill(0n), targets: new Array(25).fill(0) };
  for (let lane = 0; lane < 25; lane++) {
    const [x, y] = [lane % 5, Math.floor(lane / 5)];
    steps.targets[lane] = y + 5 * ((2 * x + 3 * y) % 5);
  }
  let [x, y] = [1, 0];
  for (let t = 0; t < 24; t++) {
    steps.rotations[x + 5 * y] = BigInt((((t + 1) * (t + 2)) / 2) % 64);
    [x, y] = [y, (2 * x + 3 * y) % 5];
  }
  return steps;
}

/** FIPS 202 section 3.2.5: bits of a linear feedback shift register at the positions 2^j − 1. */
function makeRoundConstants() {
  let register = 1;
  return Array.from({ length: 24 }, () => {
    let constant = 0n;
    for (let j = 0n; j < 7n; j++) {
      if (register & 1) constant |= 1n << ((1n << j) - 1n);
      register = (register << 1) ^ (register >> 7 ? 0x171 : 0);
    }
    return constant;
  });
}
