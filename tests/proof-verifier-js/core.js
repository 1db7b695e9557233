// Section 8: the core of a Program: its values with their bounds, its steps, and the columns of the witness.
import { around, product, range, sizeOf } from './numbers.js';
import { require } from './transcript.js';
import { interval, isInteger, littleEndian, sha256 } from './file.js';
import { broadcast, OPERATORS } from './operators.js';
import * as steps from './steps.js';

/** The constants of a Program: weights, which are columns behind the root, and others, whose bytes it names. */
export function readConstants({ constants, inputs, steps: list }, given) {
  const rest = [...given], weights = new Set(list.flatMap(({ operator, inputs: read }) => {
    const place = read[operator === 'Gather' ? 0 : 1] - inputs.length;
    const isTable = operator === 'Gather' && ['i8', 'i16'].includes(constants[place]?.encoding);
    return isTable || ['FixedLinear', 'FixedConv'].includes(operator) ? [place] : [];
  }));
  const values = constants.map(({ encoding: type, shape, sha256: digest }, i) => {
    const axes = shape.map(Number), own = weights.has(i) ? null : rest.shift();
    if (!own) return { axes, type, kind: 'weight', bounds: interval(type) };
    require(sha256(own).toString('hex') === digest, `the bytes of constant ${i} are not those of the Program`);
    return { axes, type, ...(isInteger(type) && own.length > 0 ? constantOf(axes, littleEndian(own, type)) : {}) };
  });
  const isAll = rest.length === 0 && values.filter(x => x.kind === 'weight').length === weights.size;
  require(isAll, 'there are more or fewer constants than the Program has');
  return values;
}

export const constantOf = (axes, elements) =>
  ({ kind: 'public', axes, elements, bounds: elements.length ? around(elements) : [0n, 0n], isConstant: true });

export class Core {
  steps = []; columns = []; lookups = []; tables = []; inputs = []; outputs = []; weights = [];

  constructor(program, constants, { inputSizes, rows, inputs: given }) {
    Object.assign(this, { rows: [...rows], given });
    require(program.profile === 'integer' && inputSizes.length === program.inputs.length, 'another profile, or other inputs');
    this.values = [...program.inputs.map((input, i) => this.#input(input, inputSizes[i])), ...constants];
    program.steps.forEach((step, i) => this.values.push(...this.#step(step, `the step ${i}, ${step.operator},`)));
    this.shown = program.outputs.map(output => this.values[output.value]);
    const isNew = (y, i) => !this.outputs.includes(y) && this.shown.indexOf(y) === i;
    this.outputs.push(...this.shown.filter((y, i) => y.kind && y.kind !== 'weight' && isNew(y, i)));
    require(this.outputs.length > 0 && this.rows.length === 0, 'nothing to prove, or too many rows of the key');
  }

  #input({ type, shape, name }, axes) {
    const fits = axes.length === shape.length && shape.every((d, i) => !/^\d+$/.test(d) || Number(d) === axes[i]);
    require(fits, `the input ${name} has other sizes`);
    if (!isInteger(type)) return { axes, type };
    return this.border(axes, ['i32', 'i64'].includes(type) ? [-(1n << 30n), (1n << 30n) - 1n] : interval(type), type);
  }

  border(axes, bounds, type) {
    const elements = this.given[this.inputs.length]?.elements ?? [];
    this.inputs.push({ axes, bounds, type, kind: 'public', elements });
    return this.inputs.at(-1);
  }

  /** The values that a step makes. */
  #step({ operator, inputs, outputs, attributes: texts = {}, bodies }, name) {
    const values = inputs.map(i => (i === '-' ? null : this.values[i])), known = values.filter(x => x), rule = OPERATORS[operator];
    const attributes = Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, attribute(text)]));
    require(!bodies && (outputs === '1' || ['Split', 'TopK'].includes(operator)), `${name} has bodies, or too many outputs`);
    const isFloat = known.length > 0 && !known.some(x => x.kind) && operator !== 'Cast' && operator !== 'Shape';
    if (isFloat) return [outside(operator, known, attributes)];
    require(rule && (['Cast', 'Shape'].includes(operator) || known.every(x => x.kind)), `${name} has no rule`);
    const made = [rule(this, values, attributes, Number(outputs))].flat();
    made.forEach((y, i) => {
      y.type = typeOf(operator, values, attributes, i);
      y.origin ??= { operator, inputs: values, attributes };
      if (!y.kind) return;
      const [low, high] = interval(y.type), cells = product(y.axes);
      const isSmall = cells > 0 && cells <= 2 ** 26 && this.columns.length <= 2 ** 14;
      require(y.isConstant || (isSmall && sizeOf(y.bounds) < 1n << 62n), `${name} makes too much`);
      require(y.bounds[0] >= low && y.bounds[1] <= high, `${name} may leave its type, where a run wraps around`);
    });
    return made;
  }

  column(axes) {
    this.columns.push({ axes, vector: 'witness' });
    return this.columns.at(-1);
  }

  /** Columns for a number of b bits, to which an offset was added. */
  limbs(axes, b, offset = 0n) {
    const columns = range(Math.ceil(b / 16)).map(i => {
      const column = this.column(axes), factor = 2 ** Math.max(0, 16 * (i + 1) - b);
      this.lookups.push(...[...new Set([1, factor])].map(f => ({ columns: [column], factor: f, offset: 0, table: 0 })));
      return column;
    });
    return { columns, offset };
  }

  /** A rule of steps.js; what it makes, whose claims gather here; and a column that one pins. */
  add(kind, ...read) {
    this.steps.push({ kind, ...steps[kind](...read) });
    return this.steps.at(-1);
  }

  value(rule, axes, bounds, channels = null) {
    const step = this.add(...rule);
    return step.output = { kind: 'virtual', axes, bounds, channels, step, claims: [] };
  }

  committed(axes, bounds, column = this.column(axes)) { return { kind: 'committed', axes, bounds, column }; }

  /** Behind the root, in the order of reading. */
  weight(value) {
    if (!value.column) this.weights.push(value.column = { axes: value.axes, vector: 'key' });
    return value;
  }

  /** The A of each row of a weight. */
  rowsOf(value) {
    value.rows ??= this.rows.splice(0, this.weight(value).axes[0]);
    require(value.rows.length === value.axes[0], 'the key has too few rows');
    return value.rows;
  }
}

/** A list of numbers, a number, or a word. */
function attribute(text) {
  if (!/^-?\d+(,-?\d+)*$/.test(text)) return text;
  return text.includes(',') ? text.split(',').map(Number) : Number(text);
}

const TYPES = {
  i64: ['FixedLinear', 'FixedConv', 'FixedMatMul', 'FixedDiv', 'FixedSqrt', 'ArgMax', 'ArgMin', 'Shape'],
  bool: ['Equal', 'Less', 'LessOrEqual', 'And', 'Or', 'Xor', 'Not'],
};

/** The type of what a step makes: exec-1 section 21. */
function typeOf(operator, inputs, { to }, output) {
  const named = Object.keys(TYPES).find(type => TYPES[type].includes(operator)), from = { FixedScale: 2, Where: 1 }[operator] ?? 0;
  return operator === 'Cast' ? to : operator === 'TopK' && output ? 'i64' : named ?? inputs[from]?.type ?? 'i64';
}

/** A value of floats: what lies behind it needs its axes, and the integers that a Clip leaves. */
function outside(operator, inputs, { low, high }) {
  const limits = [low, high].map(hex => (hex ? Buffer.from(hex.slice(2), 'hex').readFloatBE() : NaN));
  const axes = ['Clip', 'Mul', 'Round'].includes(operator) ? broadcast(...inputs.map(x => x.axes)) : null;
  return { axes, type: inputs[0].type, clip: operator === 'Clip' && limits.every(Number.isInteger) ? limits.map(BigInt) : null };
}
