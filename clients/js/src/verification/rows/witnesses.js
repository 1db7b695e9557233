// Row `witnesses`: receipt-1 section 5.12.

import { checkCosignature } from '../../transparency/cosignature.js';
import { row } from './verdict.js';

/**
 * Whether a quorum of the policy's witnesses cosigned what the log signed.
 * @param {object} log what {@link logRow} found
 * @param {object} policy as {@link parseWitnessPolicy} gives it
 * @returns {Promise<{ row: object, cosigned: string[], knownCount: number }>}
 */
export async function witnessesRow({ row: logRow, checkpoint, key }, policy) {
  const judged = (code, reason, cosigned = []) => ({ row: row('witnesses', code, reason), cosigned, knownCount: policy.witnesses.length });
  if (logRow.verdict !== 'valid') return judged('depends-on', 'Without a valid row log there is nothing that witnesses could have cosigned.');
  const isListed = policy.logs.some(({ name, digest }) => name === key.name && digest === key.digest);
  if (policy.logs.length > 0 && !isListed) return judged('quorum-not-met', `The witness policy does not list the log ${key.name}: its witnesses speak of others.`);
  const cosigned = [];
  for (const witness of policy.witnesses) {
    const found = await checkCosignature(checkpoint, witness.key);
    if (found === 'invalid') return judged('cosignature-invalid', `A line in the name of witness ${witness.name} is not its cosignature.`);
    if (found === 'valid') cosigned.push(witness.name);
  }
  const names = cosigned.length === 0 ? '' : `: ${cosigned.join(', ')}`;
  const count = `${cosigned.length} of ${policy.witnesses.length} known witnesses cosigned${names}.`;
  return judged(policy.isQuorum(new Set(cosigned)) ? 'ok' : 'quorum-not-met', count, cosigned);
}
