// Asks a model of a node, and prints an answer only if it is verified: node ask.mjs NODE QUESTION
import { fetchVerified } from '../clients/js/src/index.js';

const [node, question] = process.argv.slice(2);
if (!question) throw new Error('usage: node ask.mjs NODE QUESTION');
const { text, report } = await fetchVerified(node, { model: 'tinychat', messages: [{ role: 'user', content: question }] });
console.log(text);
for (const sentence of report.establishes) console.log(`- ${sentence}`);
