// The published statements (spec/proof-1/vectors/statements), and what becomes of one that is changed as refused.json says.
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../../spec/proof-1/vectors/', import.meta.url);

export const names = (kind = 'statements') => readdirSync(new URL(`${kind}/`, folder)).map(file => file.replace('.json', ''));
export const statement = (name, kind = 'statements') => readFileSync(new URL(`${kind}/${name}.json`, folder), 'utf8');
export const refusals = () => JSON.parse(readFileSync(new URL('refused.json', folder)));

/** An edit replaces a string of bytes in base64 from `at` on, or takes a field from another statement, or another value, or drops the last of a list. */
export function apply({ statement: name, edits }) {
  const json = JSON.parse(statement(name));
  for (const { path, at, remove, insert, from, value, pop } of edits) {
    const inside = root => path.slice(0, -1).reduce((object, key) => object[key], root), key = path.at(-1), holder = inside(json);
    if (from) holder[key] = inside(JSON.parse(statement(from)))[key];
    else if (pop) holder[key].pop();
    else if (value) holder[key] = value;
    else {
      const bytes = Buffer.from(holder[key], 'base64');
      holder[key] = Buffer.concat([bytes.subarray(0, at), Buffer.from(insert, 'hex'), bytes.subarray(at + remove)]).toString('base64');
    }
  }
  return JSON.stringify(json);
}
