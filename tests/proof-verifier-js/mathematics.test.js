// spec/proof-1/vectors/mathematics.json: sections 1 to 7.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { keccak } from './keccak.js';
import { Extension } from './numbers.js';
import { open } from './opening.js';
import { Transcript } from './transcript.js';

const vectors = JSON.parse(readFileSync(new URL('../../spec/proof-1/vectors/mathematics.json', import.meta.url)));
const bytes = hex => Buffer.from(hex, 'hex'), hexOf = x => x.map(c => c.toString(16).padStart(16, '0')).join('');
const number = hex => hex.match(/.{16}/g).map(c => BigInt('0x' + c));

test('keccak', () => {
  for (const { length, digest } of vectors.keccak) assert.equal(keccak(Buffer.from(Array.from({ length }, (_, i) => i % 251))).toString('hex'), digest);
});

for (const [name, profile] of Object.entries(vectors.profiles).filter(([name]) => !name.endsWith('-blake3'))) { // not covered
  const D = name === 'cubic' ? 3 : 2, E = new Extension(D);

  test(`${name}: field`, () => {
    for (const { left, right, sum, difference, product, inverse } of profile.field) {
      const [a, b] = [number(left), number(right)];
      assert.deepEqual([E.add(a, b), E.sub(a, b), E.mul(a, b)].map(hexOf), [sum, difference, product]);
      assert.equal(hexOf(E.mul(a, number(inverse))), hexOf(E.one));
    }
  });

  test(`${name}: transcript`, () => {
    const { challenges, nonce, indices } = profile.transcript, t = new Transcript(D, bytes(nonce));
    t.absorb(0x10, Buffer.alloc(0));
    t.absorb(0x21, Buffer.from(Array.from({ length: 200 }, (_, i) => i)));
    assert.deepEqual([t.challenge(0), t.challenge(0)].map(hexOf), challenges);
    t.work(9);
    assert.deepEqual(t.indices(11, 7), indices);
    t.end();
  });

  test(`${name}: sumcheck`, () => {
    const { claim, proof, point, values } = profile.sumcheck, t = new Transcript(D, bytes(proof)), [rho, last] = t.sumcheck(4, 3, number(claim));
    assert.deepEqual(rho.map(hexOf), point);
    assert.equal(hexOf(last), hexOf(E.product(values.map(number))));
    t.end();
  });

  test(`${name}: fractions`, () => {
    for (const { numerators, proof, point, numerator, denominator } of profile.fractions) {
      const t = new Transcript(D, bytes(proof)), result = t.fractions(Math.log2(numerators.length));
      assert.deepEqual([result.p, result.q, ...result.point].map(hexOf), [numerator, denominator, ...point]);
      t.end();
    }
  });

  test(`${name}: commitments`, () => {
    for (const { shapes, b, queries, work, roots, values, proof } of profile.commitments) {
      const run = flip => {
        const data = bytes(proof);
        if (flip !== undefined) data[flip] ^= 1;
        const t = new Transcript(D, data), opened = shapes.map((shape, i) => ({ ...shape, root: bytes(roots[i]), value: number(values[i]) }));
        for (const vector of opened) t.absorb(0x00, vector.root);
        open(t, opened, t.point(Math.max(...shapes.map(({ a, c }) => a + c))), { b, queries, work });
        t.end();
      };
      run();
      for (let place = 7; place < proof.length / 2; place += Math.ceil(proof.length / 40)) assert.throws(() => run(place));
    }
  });
}
