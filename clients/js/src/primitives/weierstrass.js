// Elliptic curves y² = x³ + ax + b, for signatures over digests that are already made, which WebCrypto does not check. Everything here
// is public: nothing runs in constant time.

import { bigEndian } from './bytes.js';

/** P-256 (SEC 2 section 2.4.2). */
const p256 = {
  p: 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn,
  a: -3n,
  n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  g: { x: 0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n, y: 0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n },
};

/** secp256k1 (SEC 2 section 2.4.1); b is 7. */
const secp256k1 = {
  p: 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2fn,
  a: 0n,
  n: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
  g: { x: 0x79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798n, y: 0x483ada7726a3c4655da4fbfc0e1108a8fd17b448a68554199c47d08ffb10d4b8n },
};

/**
 * Whether r ‖ s is the P-256 key's ECDSA signature of a digest. Its form was checked before.
 * @param {Uint8Array} point the uncompressed point, on the curve
 */
export function verifyP256Digest(point, digest, signature) {
  const [r, s] = halves(signature);
  const key = { x: bigEndian(point.subarray(1, 33)), y: bigEndian(point.subarray(33)) };
  const inverse = invert(s, p256.n);
  const sum = affine(p256, add(p256, multiply(p256, (bigEndian(digest) * inverse) % p256.n, p256.g), multiply(p256, (r * inverse) % p256.n, key)));
  return sum !== undefined && sum.x % p256.n === r;
}

/**
 * The secp256k1 key x ‖ y that a signature of a digest leads to, as `ecrecover` finds it; undefined if there is none, or s is high (EIP-2).
 * @param {number} parity of the y of the signature's point
 */
export function recoverSecp256k1(digest, signature, parity) {
  const { p, n, g } = secp256k1;
  const [r, s] = halves(signature);
  if (r === 0n || r >= n || s === 0n || 2n * s > n) return undefined;
  const square = (r * r * r + 7n) % p;
  const root = raise(square, (p + 1n) / 4n, p); // p ≡ 3 (mod 4)
  if ((root * root) % p !== square) return undefined;
  const point = { x: r, y: Number(root & 1n) === parity ? root : p - root };
  const inverse = invert(r, n);
  return affine(secp256k1, add(secp256k1, multiply(secp256k1, modulo(-bigEndian(digest) * inverse, n), g), multiply(secp256k1, (s * inverse) % n, point)));
}

const halves = (signature) => [bigEndian(signature.subarray(0, 32)), bigEndian(signature.subarray(32, 64))];

const modulo = (value, modulus) => ((value % modulus) + modulus) % modulus;

/** Of a number that is not a multiple of the prime. */
function invert(value, prime) {
  let [low, high, lowFactor, highFactor] = [modulo(value, prime), prime, 1n, 0n];
  while (low > 1n) {
    const quotient = high / low;
    [low, high] = [high - quotient * low, low];
    [lowFactor, highFactor] = [highFactor - quotient * lowFactor, lowFactor];
  }
  return modulo(lowFactor, prime);
}

function raise(base, exponent, modulus) {
  let result = 1n;
  for (let factor = base, rest = exponent; rest > 0n; rest >>= 1n, factor = (factor * factor) % modulus) {
    if (rest & 1n) result = (result * factor) % modulus;
  }
  return result;
}

/** x and y of a point in Jacobian coordinates; undefined for the point at infinity. */
function affine({ p }, point) {
  if (point === undefined) return undefined;
  const inverse = invert(point.z, p);
  const square = (inverse * inverse) % p;
  return { x: modulo(point.x * square, p), y: modulo(point.y * square * inverse, p) };
}

/** The sum of two points in Jacobian coordinates, (x/z², y/z³); undefined is the point at infinity. */
function add(curve, left, right) {
  if (left === undefined || right === undefined) return left ?? right;
  const { p } = curve;
  const [leftSquare, rightSquare] = [(left.z * left.z) % p, (right.z * right.z) % p];
  const [leftX, leftY] = [(left.x * rightSquare) % p, (left.y * rightSquare * right.z) % p];
  const width = modulo(right.x * leftSquare - leftX, p);
  const height = modulo(right.y * leftSquare * left.z - leftY, p);
  if (width === 0n) return height === 0n ? double(curve, left) : undefined;
  const square = (width * width) % p;
  const cube = (square * width) % p;
  const middle = (leftX * square) % p;
  const x = modulo(height * height - cube - 2n * middle, p);
  return { x, y: modulo(height * (middle - x) - leftY * cube, p), z: (left.z * right.z * width) % p };
}

/** Twice a point; on these curves, of odd order, y is never 0. */
function double({ p, a }, { x, y, z }) {
  const square = (y * y) % p;
  const middle = (4n * x * square) % p;
  const slope = (3n * x * x + a * z ** 4n) % p;
  const newX = modulo(slope * slope - 2n * middle, p);
  return { x: newX, y: modulo(slope * (middle - newX) - 8n * square * square, p), z: (2n * y * z) % p };
}

function multiply(curve, scalar, { x, y }) {
  let sum;
  for (let power = { x, y, z: 1n }, rest = scalar; rest > 0n; rest >>= 1n, power = double(curve, power)) {
    if (rest & 1n) sum = add(curve, sum, power);
  }
  return sum;
}
