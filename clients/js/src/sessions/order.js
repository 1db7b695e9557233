// Row `order`: receipt-1 section 9.3.

/** Whether the receipts are one chain, in their order and without a gap. */
export function orderRow(steps) {
  const seen = new Set();
  for (const [step, { report, predicate }] of steps.entries()) {
    const code = findFault(predicate.session, report.receiptId, steps[step - 1], seen);
    if (code !== undefined) return { kind: 'order', verdict: 'invalid', code, step, reason: `Receipt ${step} of the file is not the next step of the session (${code}).` };
    seen.add(report.receiptId);
  }
  const code = steps[0].predicate.session.index === '0' ? 'ok' : 'ok-partial';
  return { kind: 'order', verdict: 'valid', code, step: 0, reason: `${steps.length} receipts, each of which names the one before it.` };
}

function findFault(place, receiptId, before, seen) {
  if (place === undefined) return 'session-missing';
  if (before === undefined) return undefined;
  const [index, last] = [BigInt(place.index), BigInt(before.predicate.session.index)];
  if (place.id !== before.predicate.session.id) return 'session-foreign';
  if (seen.has(receiptId)) return 'step-twice';
  if (index === last) return 'step-forked';
  if (index < last) return 'step-moved';
  if (index - 1n !== last) return 'step-missing';
  return place.prev === before.report.receiptId ? undefined : 'prev-mismatch';
}
