// Section 8: the core of a Program: its values with their bounds, its steps, and the columns of the witness.
import { product, range, require, sizeOf } from './numbers.js';
import { interval, isInteger, littleEndian, sha256 } from './file.js';
import { broadcast, constantOf, OPERATORS } from './operators.js';

/** A Program and its constants: weights, which are columns behind the root, and others, whose bytes it names. */
export function readSubject(bytes, given) {
  const program = JSON.parse(bytes), rest = [...given], weights = program.steps.map(({ operator, inputs: [x, W] }) => {
    const constant = i => i - program.inputs.length, isTable = ['i8', 'i16'].includes(program.constants[constant(x)]?.encoding);
    return ['FixedLinear', 'FixedConv'].includes(operator) ? constant(W) : operator === 'Gather' && isTable ? constant(x) : null;
  });
  const values = program.constants.map(({ encoding: type, shape, sha256: digest }, i) => {
    const axes = shape.map(Number), own = weights.includes(i) ? null : rest.shift();
    if (own === null) return { axes, type, kind: 'weight', bounds: interval(type) };
    require(sha256(own).toString('hex') === digest, `the bytes of constant ${i} are not those of the Program`);
    return { axes, type, ...(isInteger(type) && own.length > 0 ? constantOf(axes, littleEndian(own, type)) : {}) };
  });
  return require(rest.length === 0, 'there are more constants than the Program has') && { program, values };
}

/** An attribute is a list of numbers, a number, or a word. */
function attribute([name, text]) {
  if (['dilations', 'kernel_shape', 'pads', 'perm', 'strides'].includes(name)) return [name, text ? text.split(',').map(Number) : undefined];
  return [name, /^-?\d+$/.test(text) ? Number(text) : text];
}

const LONG = ['FixedLinear', 'FixedConv', 'FixedMatMul', 'FixedDiv', 'FixedSqrt', 'ArgMax', 'ArgMin', 'Shape'];
const TRUTH = ['Equal', 'Less', 'LessOrEqual', 'And', 'Or', 'Xor', 'Not'];

/** The type of what a step makes: exec-1 section 21. */
function typeOf(operator, inputs, { to }, output) {
  if (LONG.includes(operator) || (operator === 'TopK' && output === 1)) return 'i64';
  return operator === 'Cast' ? to : TRUTH.includes(operator) ? 'bool' : inputs[{ FixedScale: 2, Where: 1 }[operator] ?? 0]?.type ?? 'i64';
}

/** A value of floats: what lies behind it needs its axes, and the integers that a Clip leaves. */
function outside(operator, inputs, { low, high }) {
  const limits = [low, high].map(hex => (hex ? Buffer.from(hex.slice(2), 'hex').readFloatBE() : NaN));
  const axes = ['Clip', 'Mul', 'Round'].includes(operator) ? broadcast(...inputs.map(x => x.axes)) : null;
  return { axes, type: inputs[0].type, clip: operator === 'Clip' && limits.every(Number.isInteger) ? limits.map(BigInt) : null };
}

export class Core {
  steps = []; columns = []; lookups = []; tables = []; inputs = []; outputs = []; weights = [];

  constructor(program, constants, { inputSizes, rows, inputs: given }) {
    Object.assign(this, { rows: [...rows], given });
    require(program.profile === 'integer' && inputSizes.length === program.inputs.length, 'another profile, or other inputs');
    this.values = [...program.inputs.map((input, i) => this.#input(input, inputSizes[i])), ...constants];
    program.steps.forEach((step, i) => this.values.push(...this.#step(step, `the step ${i}, ${step.operator},`)));
    this.shown = program.outputs.map(output => this.values[output.value]);
    this.outputs.push(...new Set(this.shown.filter(y => y.kind && y.kind !== 'weight' && !this.outputs.includes(y))));
    require(this.outputs.length > 0 && this.rows.length === 0, 'nothing to prove, or too many rows of the key');
  }

  #input({ type, shape, name }, axes) {
    const isFit = axes.length === shape.length && shape.every((d, i) => !/^\d+$/.test(d) || Number(d) === axes[i]), half = 1n << 30n;
    require(isFit, `the input ${name} has other sizes`);
    return isInteger(type) ? this.border(axes, type, ['i32', 'i64'].includes(type) ? [-half, half - 1n] : interval(type)) : { axes, type };
  }

  border(axes, type, bounds) {
    const elements = this.given[this.inputs.length]?.elements ?? [];
    return this.inputs[this.inputs.push({ axes, bounds, type, kind: 'public', elements }) - 1];
  }

  /** The values that a step makes. */
  #step({ operator, inputs, outputs, attributes: texts = {}, bodies }, name) {
    const values = inputs.map(i => (i === '-' ? null : this.values[i])), known = values.filter(x => x), rule = OPERATORS[operator];
    const attributes = Object.fromEntries(Object.entries(texts).map(attribute)), isOfBoth = ['Cast', 'Shape'].includes(operator);
    if (attributes.axis < 0) attributes.axis += values[0].axes.length;
    require(!bodies && (outputs === '1' || ['Split', 'TopK'].includes(operator)), `${name} has bodies, or too many outputs`);
    if (known.length > 0 && !known.some(x => x.kind) && !isOfBoth) return [outside(operator, known, attributes)];
    require(rule && (isOfBoth || known.every(x => x.kind)), `${name} has no rule`);
    const made = [rule(this, values, attributes, Number(outputs))].flat();
    const origin = { operator, inputs: values, attributes };
    made.forEach((y, i) => Object.assign(y, { type: typeOf(operator, values, attributes, i), origin: y.origin ?? origin }));
    for (const y of made.filter(y => y.kind)) {
      const [low, high] = interval(y.type), cells = product(y.axes), isSmall = cells > 0 && cells <= 2 ** 26 && this.columns.length <= 2 ** 14;
      require(y.isConstant || (isSmall && sizeOf(y.bounds) < 1n << 62n), `${name} makes too much`);
      require(y.bounds[0] >= low && y.bounds[1] <= high, `${name} may leave its type, where a run wraps around`);
    }
    return made;
  }

  column(axes) { return this.columns[this.columns.push({ axes, vector: 'witness' }) - 1]; }

  /** Columns for a number of b bits, to which an offset was added. */
  limbs(axes, b, offset = 0n) {
    const columns = range(Math.ceil(b / 16)).map(() => this.column(axes)), factors = i => new Set([1, 2 ** Math.max(0, 16 * (i + 1) - b)]);
    columns.forEach((column, i) => factors(i).forEach(factor => this.lookups.push({ columns: [column], factor, offset: 0, table: 0 })));
    return { columns, offset };
  }

  /** A rule of steps.js; what it makes, whose claims gather here; a column that it pins. */
  add(rule, ...read) { return this.steps[this.steps.push({ rule, read }) - 1]; }

  value(rule, axes, bounds, channels = null, counts = axes.map(() => 1)) {
    return this.add(...rule).output = { kind: 'virtual', axes, bounds, channels, counts, claims: [] };
  }

  committed(axes, bounds, column = this.column(axes)) { return { kind: 'committed', axes, bounds, column }; }
  pinned(rule, value, ...read) { return this.add(rule, value, ...read).read[0]; }

  /** Behind the root, in the order of reading. */
  weight(value) { if (!value.column) this.weights.push(value.column = { axes: value.axes, vector: 'key' }); }

  /** The A of each row of a weight. */
  rowsOf(value) {
    this.weight(value);
    value.rows ??= this.rows.splice(0, value.axes[0]);
    return require(value.rows.length === value.axes[0], 'the key has too few rows') && value.rows;
  }
}
