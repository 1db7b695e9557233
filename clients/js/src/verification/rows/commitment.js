// Rows `input` and `output`: receipt-1 sections 5.4 and 5.5.

import { leadsToRoot, parseDisclosure } from '../../receipts/commitment.js';
import { row } from './verdict.js';

/**
 * Whether what was disclosed of a tree is what the receipt commits to.
 * @param {'input' | 'output'} tree
 * @returns {Promise<{ row: object, disclosures: object[] }>} the disclosures only where every one leads to the root
 */
export async function commitmentRow(tree, bundle, commitment) {
  const judged = (code, reason, disclosures = []) => ({ row: row(tree, code, reason), disclosures });
  const claimed = bundle.disclosures.filter((disclosure) => disclosure.tree === tree);
  if (claimed.length === 0) return judged('not-disclosed', `None of ${commitment.leaves} parts is disclosed.`);
  const { disclosures, fault } = parseAll(claimed, BigInt(commitment.leaves));
  if (fault !== undefined) return judged('disclosure-malformed', fault);
  for (const disclosure of disclosures) {
    if (!(await leadsToRoot(disclosure, commitment))) {
      return judged('disclosure-mismatch', `Part ${disclosure.index} is not what the receipt commits to.`);
    }
  }
  const isWhole = disclosures.length === Number(commitment.leaves);
  const reason = `${disclosures.length} of ${commitment.leaves} parts are disclosed and committed.`;
  return judged(isWhole ? 'ok' : 'ok-partial', reason, disclosures);
}

function parseAll(claimed, leafCount) {
  const byIndex = new Map();
  for (const { members } of claimed) {
    const { disclosure, reason } = parseDisclosure(members);
    if (disclosure === undefined) return { fault: `A disclosure's ${reason}.` };
    if (disclosure.index >= leafCount) return { fault: `Part ${disclosure.index} of ${leafCount} does not exist.` };
    if (byIndex.has(disclosure.index)) return { fault: `Part ${disclosure.index} is disclosed twice.` };
    byIndex.set(disclosure.index, disclosure);
  }
  return { disclosures: [...byIndex.values()] };
}
