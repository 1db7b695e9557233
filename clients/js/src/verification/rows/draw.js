// Row `draw`: receipt-1 section 5.6.

import { concat, fromHex, utf8 } from '../../primitives/bytes.js';
import { isModulus, verifyDraw } from '../../primitives/draw-key.js';
import { row } from './verdict.js';

/**
 * Whether the answer may be a drawn one: all of a language model's are, but those that say that they are greedy. A receipt must not escape
 * by leaving its settings out.
 */
export const mayBeDrawn = ({ output, sampling }) => (sampling === undefined ? output.finish !== 'complete' : sampling.temperature !== '0');

/** Whether the provider's part of the random stream is the only one that its key has; undefined if the receipt names no draw. */
export async function drawRow({ draw, nonce }, keyId) {
  if (draw === undefined) return undefined;
  const judged = (code, reason) => row('draw', code, reason);
  const modulus = fromHex(draw.key);
  if (!isModulus(modulus)) return judged('draw-key-malformed', 'The draw key is no number of 2,048 bits without factors below 4,096.');
  const message = concat(utf8('og-draw-1'), Uint8Array.of(Number(draw.choice)), fromHex(nonce.client));
  return (await verifyDraw(modulus, message, fromHex(draw.proof)))
    ? judged('ok', `The one draw of the key ${keyId} for answer ${draw.choice} to the client's nonce.`)
    : judged('draw-invalid', `The draw is not that of the key ${keyId} for answer ${draw.choice} to the client's nonce.`);
}
