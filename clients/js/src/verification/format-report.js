// A report as plain text: the table, what it establishes, what it does not, and the outcome.

/** One sentence for the outcome; never a bare "verified". */
export function outcomeSentence({ exitCode, evidence }) {
  if (exitCode === 0) return 'Accepted: the policy is met.';
  const culprits = evidence.filter(({ verdict }) => verdict === (exitCode === 2 ? 'invalid' : 'unverifiable'));
  const named = culprits.map(({ kind, code }) => `${kind} (${code})`).join(', ');
  if (exitCode === 2) return `Not accepted: invalid evidence: ${named}.`;
  return `Not accepted: what the policy requires could not be checked${named === '' ? '' : `: ${named}`}.`;
}

/** The whole report, for a terminal. Text that came with the bundle cannot move the cursor. */
export function formatReport(report) {
  const { receiptId, evidence, establishes, doesNotEstablish } = report;
  const head = [['evidence', 'verdict', 'code', 'reason']];
  const cells = [...head, ...evidence.map(({ kind, verdict, code, reason }) => [kind, verdict, code, reason])];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((line) => printable(line[column]).length)));
  const table = cells.map((line) => line.map((cell, column) => printable(cell).padEnd(widths[column] ?? 0)).join('  ').trimEnd());
  return [
    ...(receiptId === null ? [] : [`receipt ${receiptId}`, '']),
    ...table,
    ...section('Establishes', establishes),
    ...section('Does not establish', doesNotEstablish),
    '',
    outcomeSentence(report),
  ].join('\n');
}

const section = (title, sentences) => (sentences.length === 0 ? [] : ['', title, ...sentences.map((sentence) => `  - ${printable(sentence)}`)]);

const printable = (text) => text.replace(/\p{C}/gu, '\ufffd');
