// Section 8: the core of a Program: its values with their bounds, its steps, and the columns of the witness.
import { product, put, range, require, sizeOf, total } from './numbers.js';
import { interval, isInteger, isOfType, littleEndian, sha256 } from './file.js';
import { broadcast, constantOf, OPERATORS } from './operators.js';

const WEIGHTS = { FixedLinear: 1, FixedConv: 1, Gather: 0 };

/** A Program and its constants: weights, which are columns behind the root, and others, whose bytes it names. */
export function readSubject(bytes, given) {
  const program = JSON.parse(bytes), rest = [...given], isWeight = (value, type) => program.steps.some(({ operator, inputs }) =>
    Number(inputs[WEIGHTS[operator]]) === value && (operator !== 'Gather' || ['i8', 'i16'].includes(type)));
  const values = program.constants.map(({ encoding: type, shape, sha256: digest }, i) => {
    const axes = shape.map(Number);
    if (isWeight(program.inputs.length + i, type)) return { axes, type, kind: 'weight', bounds: interval(type) };
    const own = rest.shift();
    require(sha256(own).toString('hex') === digest, `the bytes of constant ${i} are not those of the Program`);
    return { axes, type, ...(isInteger(type) && own.length > 0 ? constantOf(axes, littleEndian(own, type)) : {}) };
  });
  return require(rest.length === 0, 'there are more constants than the Program has') && { program, values };
}

/** An attribute is a list of numbers, a number, or a word. */
const isList = name => ['dilations', 'kernel_shape', 'pads', 'perm', 'strides'].includes(name), listOf = text => text.split(',').map(Number);
const attribute = ([name, text]) => [name, isList(name) ? (text ? listOf(text) : undefined) : /^-?\d+$/.test(text) ? Number(text) : text];

/** The type of what a step makes: exec-1 section 21. */
const LONG = ['FixedLinear', 'FixedConv', 'FixedMatMul', 'FixedDiv', 'FixedSqrt', 'ArgMax', 'ArgMin', 'Shape'];
const TRUTH = ['Equal', 'Less', 'LessOrEqual', 'And', 'Or', 'Xor', 'Not'], TYPED = { FixedScale: 2, Where: 1 };
const typeOf = (operator, inputs, { to }, output) => to ?? (LONG.includes(operator) || (operator === 'TopK' && output === 1) ? 'i64'
  : TRUTH.includes(operator) ? 'bool' : inputs[TYPED[operator] ?? 0]?.type ?? 'i64');

/** A value of floats: what lies behind it needs its axes, and the integers that a Clip leaves. */
const limitsOf = ({ low, high }) => [low, high].map(hex => (hex ? Buffer.from(hex.slice(2), 'hex').readFloatBE() : NaN));
const outside = (operator, inputs, limits) => ({
  axes: ['Clip', 'Mul', 'Round'].includes(operator) ? broadcast(...inputs.map(x => x.axes)) : null, type: inputs[0].type,
  clip: operator === 'Clip' && limits.every(Number.isInteger) ? limits.map(BigInt) : null });

export class Core {
  steps = []; columns = []; lookups = []; tables = []; inputs = []; outputs = []; weights = [];

  constructor(program, constants, { inputSizes, rows, inputs: given }) {
    [this.rows, this.given] = [[...rows], given.map(input => input.elements)];
    require(program.profile === 'integer' && inputSizes.length === program.inputs.length, 'another profile, or other inputs');
    this.values = [...program.inputs.map((input, i) => this.#input(input, inputSizes[i])), ...constants];
    program.steps.forEach((step, i) => this.values.push(...this.#step(step, `the step ${i}, ${step.operator},`)));
    this.shown = program.outputs.map(output => this.values[output.value]);
    this.outputs.push(...new Set(this.shown.filter(y => y.kind && y.kind !== 'weight' && !this.outputs.includes(y))));
    require(this.outputs.length > 0 && this.rows.length === 0, 'nothing to prove, or too many rows of the key');
    const counts = Array(this.tables.length + 1).fill({ axes: [2 ** 16] }), ones = d => d.toString(2).replaceAll('0', '').length;
    const sum = (list, f) => total(list.map(x => product(x.axes.map(f)))), isFit = list => sum(list, ones) <= 2 ** 20 && sum(list, d => d) <= 2 ** 30;
    require([[...this.columns, ...counts], this.weights].every(isFit), 'too many pieces of columns, or numbers in them');
  }

  #input({ type, shape, name }, axes) {
    const isFit = (d, i) => !/^\d+$/.test(d) || Number(d) === axes[i], half = 1n << 30n;
    require(axes.length === shape.length && shape.every(isFit), `the input ${name} has other sizes`);
    return isInteger(type) ? this.border(axes, type, ['i32', 'i64'].includes(type) ? [-half, half - 1n] : interval(type)) : { axes, type };
  }

  border(axes, type, bounds, elements = this.given.shift() ?? []) { return put(this.inputs, { axes, bounds, type, kind: 'public', elements }); }

  /** The values that a step makes. */
  #step({ operator, inputs, outputs, attributes: texts = {}, bodies }, name) {
    const values = inputs.map(i => (i === '-' ? null : this.values[i])), known = values.filter(x => x), rule = OPERATORS[operator];
    const attributes = Object.fromEntries(Object.entries(texts).map(attribute)), isOfBoth = ['Cast', 'Shape'].includes(operator);
    if (attributes.axis < 0) attributes.axis += values[0].axes.length;
    require(!bodies && (outputs === '1' || ['Split', 'TopK'].includes(operator)), `${name} has bodies, or too many outputs`);
    if (known.length > 0 && !known.some(x => x.kind) && !isOfBoth) return [outside(operator, known, limitsOf(attributes))];
    require(rule && (isOfBoth || known.every(x => x.kind)), `${name} has no rule`);
    const made = [rule(this, values, attributes, Number(outputs))].flat(), origin = { operator, inputs: values, attributes };
    for (const [i, y] of made.entries()) {
      Object.assign(y, { type: typeOf(operator, values, attributes, i), origin: y.origin ?? origin });
      const isBounded = () => product(y.axes) > 0 && product(y.axes) <= 2 ** 26 && this.columns.length <= 2 ** 14 && sizeOf(y.bounds) < 1n << 62n;
      require(!y.kind || y.isConstant || isBounded(), `${name} makes too much`);
      require(!y.kind || isOfType(y.type, y.bounds), `${name} may leave its type, where a run wraps around`);
    }
    return made;
  }

  column(axes) { return put(this.columns, { axes, vector: 'witness' }); }

  /** Columns for a number of b bits, to which an offset was added. */
  limbs(axes, b, offset = 0n) {
    const columns = range(Math.ceil(b / 16)).map(() => this.column(axes)), factors = i => new Set([1, 2 ** Math.max(0, 16 * (i + 1) - b)]);
    columns.forEach((column, i) => factors(i).forEach(factor => this.lookups.push({ columns: [column], factor, offset: 0, table: 0 })));
    return { columns, offset };
  }

  /** A rule of steps.js; what it makes, whose claims gather here; a column that it pins. */
  add(rule, axes, ...read) { return put(this.steps, { rule, axes, read }); }

  value([rule, ...read], axes, bounds, channels = null, counts = axes.map(() => 1)) {
    return this.add(rule, axes, ...read).output = { kind: 'virtual', axes, bounds, channels, counts, claims: [] };
  }

  inLimbs(axes, bounds, parts, m) { return this.value(['limbs', parts, m], axes, bounds, null, null); }
  committed(axes, bounds, column = this.column(axes)) { return { kind: 'committed', axes, bounds, column }; }
  bits(axes) { return this.committed(axes, [0n, 1n]); }
  pinned(rule, axes, value, ...read) { return this.add(rule, axes, value, ...read).read[0]; }

  /** Behind the root, in the order of reading. */
  weight(value) { value.column ??= put(this.weights, { axes: value.axes, vector: 'key' }); }

  /** The A of each row of a weight. */
  rowsOf(value) {
    this.weight(value);
    value.rows ??= this.rows.splice(0, value.axes[0]);
    return require(value.rows.length === value.axes[0], 'the key has too few rows') && value.rows;
  }
}
