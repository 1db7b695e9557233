// Section 8: the core of a Program, with bounds; its steps are the rules of section 9 (rules.js).
import { count } from './numbers.js';
import { require } from './transcript.js';
import { isInteger, littleEndian, range, sha256 } from './file.js';
import { OPERATORS } from './operators.js';

const LIMIT = 1n << 62n;

/** The least interval around the numbers. */
export const around = numbers => numbers.reduce(([low, high], x) => [x < low ? x : low, x > high ? x : high], [numbers[0], numbers[0]]);

export const size = ([low, high]) => (-low > high ? -low : high);

export const bitLength = x => (x === 0n ? 0 : x.toString(2).length);

/** The bits of a number as limbs: a multiple of 16 if it is at most 48. */
export const whole = b => (b <= 48 ? Math.ceil(b / 16) * 16 : b);

export class Core {
  constructor(program, constants, inputSizes, rows) {
    Object.assign(this, { program, steps: [], columns: [], lookups: [], tables: [], inputs: [], outputs: [], weights: [], rows, rowsTaken: 0 });
    require(program.semantics === 'exec-1' && program.profile === 'integer', 'the Program is not of the integer profile');
    this.values = [...program.inputs.map((input, i) => this.#input(input, inputSizes[i])), ...this.#constants(constants)];
    program.steps.forEach((step, i) => this.#step(step, i));
    for (const output of program.outputs) this.#output(this.values[Number(output.value)]);
    this.outputs.push(...this.borderTail);
  }

  borderTail = [];

  #input(input, axes) {
    require(axes && axes.length === input.shape.length && input.shape.every((d, i) => !/^\d+$/.test(d) || Number(d) === axes[i]), `the input ${input.name} has other sizes`);
    const value = { type: input.type, axes, isInput: true };
    if (!isInteger(input.type)) return value;
    const bounds = ['i32', 'i64'].includes(input.type) ? [-(1n << 30n), (1n << 30n) - 1n] : range(input.type);
    return this.#border(value, bounds);
  }

  #border(value, bounds) {
    Object.assign(value, { kind: 'public', bounds, border: this.inputs.length });
    this.inputs.push(value);
    return value;
  }

  #constants(given) {
    const weights = new Set(this.program.steps.filter(s => ['FixedLinear', 'FixedConv'].includes(s.operator)).map(s => s.inputs[1]));
    for (const s of this.program.steps) {
      const table = s.operator === 'Gather' && this.program.constants[Number(s.inputs[0]) - this.program.inputs.length];
      if (table && ['i8', 'i16'].includes(table.encoding)) weights.add(s.inputs[0]);
    }
    const rest = [...given], list = this.program.constants.map((constant, i) => {
      const value = { type: constant.encoding, axes: constant.shape.map(Number) };
      if (weights.has(String(this.program.inputs.length + i))) return { ...value, kind: 'weight', bounds: range(constant.encoding) };
      const bytes = rest.shift();
      require(bytes && sha256(bytes).toString('hex') === constant.sha256, `the bytes of constant ${i} are not those of the Program`);
      if (!isInteger(constant.encoding)) return { ...value, bytes };
      return constantOf(value, littleEndian(bytes, constant.encoding));
    });
    require(rest.length === 0, 'there are more constants than the Program has');
    return list;
  }

  #step(step, index) {
    const inputs = step.inputs.map(i => (i === '-' ? null : this.values[Number(i)])), a = step.attributes ?? {};
    const refuse = () => require(false, `the step ${index}, ${step.operator}, is not covered by this verifier`);
    require(step.outputs === '1' && !step.bodies, `the step ${index}, ${step.operator}, has several outputs or bodies: not covered by this verifier`);
    const [x] = inputs;
    if (['f32', 'f64'].includes(x.type)) return this.values.push(this.#floats(step.operator, inputs, a, refuse));
    if (step.operator === 'Cast' && ['f32', 'f64'].includes(a.to)) {
      this.outputs.push(x);
      return this.values.push({ type: a.to, axes: x.axes, after: true });
    }
    if (step.operator === 'Shape') return this.values.push(constantOf({ type: 'i64', axes: [x.axes.length] }, x.axes.map(BigInt)));
    if (inputs.every(value => !value || value.isConstant)) refuse();
    const rule = OPERATORS[step.operator] ?? refuse;
    const y = rule(this, inputs, a, refuse);
    require(count(y.axes) > 0 && size(y.bounds) < LIMIT, `the step ${index}, ${step.operator}, has no bounds`);
    y.origin ??= { operator: step.operator, inputs, a };
    return this.values.push(y);
  }

  /** What lies outside: only which integers begin, and within which bounds. */
  #floats(operator, inputs, a, refuse) {
    const [x] = inputs;
    if (operator === 'Clip') return { type: x.type, axes: x.axes, after: x.after, clip: [number(a.low, -Infinity), number(a.high, Infinity)] };
    if (operator !== 'Cast' || ['f32', 'f64'].includes(a.to)) return { type: operator === 'Cast' ? a.to : x.type, axes: x.axes, after: x.after };
    if (x.after || !isInteger(a.to)) refuse();
    const [low, high] = range(a.to), clip = x.clip ?? [-Infinity, Infinity];
    const within = (limit, other) => (Number.isFinite(limit) ? BigInt(Math.trunc(limit)) : other);
    const least = within(clip[0], low), most = within(clip[1], high);
    return this.#border({ type: a.to, axes: x.axes }, [least > low ? least : low, most < high ? most : high]);
  }

  #output(value) { if (value.kind) this.borderTail.push(value); }

  /** A column of the witness. */
  column(axes) {
    const column = { axes, vector: 'witness' };
    this.columns.push(column);
    return column;
  }

  limbs(axes, b) {
    return Array.from({ length: Math.ceil(b / 16) }, (_, i) => {
      const column = this.column(axes), factor = i === Math.ceil(b / 16) - 1 ? 1n << BigInt(16 * (i + 1) - b) : 1n;
      this.lookups.push({ limb: column, factor: 1n });
      if (factor > 1n) this.lookups.push({ limb: column, factor });
      return column;
    });
  }

  /** The value that a rule makes; its claims gather here. */
  value(step, axes, bounds, channels = null) {
    const value = { kind: 'virtual', type: 'i64', axes, bounds, channels, step, claims: [] };
    step.output = value;
    this.steps.push(step);
    return value;
  }

  weight(value) {
    if (value.column) return value.column;
    value.column = { axes: value.axes, vector: 'key',  };
    this.weights.push(value);
    return value.column;
  }

  /** The A of each row of a weight. */
  rowsOf(value) {
    this.weight(value);
    if (!value.rows) {
      value.rows = this.rows.slice(this.rowsTaken, this.rowsTaken += value.axes[0]);
      require(value.rows.length === value.axes[0], 'the key has too few rows');
    }
    return value.rows;
  }
}

const number = (hex, otherwise) => (hex === undefined ? otherwise : Buffer.from(hex.slice(2), 'hex').readFloatBE());

export const constantOf = (value, elements) => {
  require(elements.length === count(value.axes), 'a constant has another number of elements');
  return { ...value, kind: 'public', elements, bounds: elements.length ? around(elements) : [0n, 0n], isConstant: true };
};
