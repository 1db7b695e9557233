// Section 9: what each operator of a Program becomes: values, columns, bounds, and steps (steps.js).
import { count } from './numbers.js';
import { require } from './transcript.js';
import { around, bitLength, constantOf, size, whole } from './core.js';
import { isInteger, range } from './file.js';
import * as steps from './steps.js';

const list = (text, length, otherwise) => (text === undefined || text === '' ? Array(length).fill(otherwise) : text.split(',').map(Number));

export const broadcast = (a, b) => {
  const n = Math.max(a.length, b.length), at = (axes, i) => axes[i - n + axes.length] ?? 1;
  return Array.from({ length: n }, (_, i) => {
    const [x, y] = [at(a, i), at(b, i)];
    require(x === y || x === 1 || y === 1, 'sizes that do not go together');
    return x === 1 ? y : x;
  });
};

const isConstant = value => value?.isConstant === true;

/** The same cells in other axes. */
export const cells = (core, x, axes, type = 'i64') => Object.assign(core.value(new steps.Cells(x), axes, x.bounds), { type });

/** Of a constant: an interval for each cell along the axis of the channels, or one for all. */
function constantAlong(c, axis, rank) {
  if (!isConstant(c) || axis === undefined) return null;
  const own = axis - rank + c.axes.length;
  return own >= 0 && c.elements.length === c.axes[own] && c.axes[own] > 1 ? c.elements.map(e => [e, e]) : null;
}

/** Intervals of f(x, c), by channel where x has one for each. */
function intervals(x, c, rank, f) {
  const { channels } = x;
  const alongC = channels && constantAlong(c, channels.axis, rank);
  const usable = channels && (alongC || (isConstant(c) && c.elements.length === 1));
  if (!usable) return { bounds: f(x.bounds, c.bounds), list: null };
  const each = channels.intervals.map((interval, i) => f(interval, alongC ? alongC[i] : c.bounds));
  return { bounds: around(each.flat()), channels: { axis: channels.axis, intervals: each } };
}

function extreme(core, x, c, isMax) {
  const rank = x.axes.length, pick = (a, b) => (isMax ? (a > b ? a : b) : (a < b ? a : b));
  const distance = intervals(x, c, rank, (i, j) => [i[0] - j[1], i[1] - j[0]]), result = intervals(x, c, rank, (i, j) => [pick(i[0], j[0]), pick(i[1], j[1])]);
  const b = whole(bitLength(size(distance.bounds)));
  require(b <= 61, 'a maximum has no bounds');
  return core.value(new steps.Extreme(x, c, core.limbs(x.axes, b), isMax), x.axes, result.bounds, result.channels);
}

function minimumOrMaximum(isMax) {
  return (core, [a, b], _, refuse) => {
    const [x, c] = isConstant(a) ? [b, a] : [a, b];
    if (isConstant(x) || (!isConstant(c) && String(c.axes) !== String(x.axes)) || String(broadcast(x.axes, c.axes)) !== String(x.axes)) refuse();
    return extreme(core, x, c, isMax);
  };
}

function linear(core, [x, W, b]) {
  const rows = core.rowsOf(W), each = weighed(x, rows, b);
  return core.value(new steps.Linear(x, core.weight(W), b), [...x.axes.slice(0, -1), W.axes[0]], around(each.flat()), { axis: x.axes.length - 1, intervals: each });
}

const weighed = (x, rows, b) => rows.map((A, i) => { const middle = b ? b.elements[i] : 0n; return [middle - size(x.bounds) * A, middle + size(x.bounds) * A]; });

function convolution(core, [x, W, b], a, refuse) {
  const n = x.axes.length - 2, groups = Number(a.group ?? 1), kernel = W.axes.slice(2);
  if ((a.auto_pad ?? 'explicit') !== 'explicit') refuse();
  const planes = windows(a, n, kernel, x.axes.slice(2));
  const each = weighed(x, core.rowsOf(W), b);
  return core.value(new steps.Convolution(x, core.weight(W), b, groups, planes), [x.axes[0], W.axes[0], ...planes.map(p => p.places)], around(each.flat()), { axis: 1, intervals: each });
}

function windows(a, n, kernel, sizes) {
  const [strides, dilations, pads] = [list(a.strides, n, 1), list(a.dilations, n, 1), list(a.pads, 2 * n, 0)];
  return sizes.map((d, i) => {
    const places = Math.floor((d + pads[i] + pads[i + n] - (kernel[i] - 1) * dilations[i] - 1) / strides[i]) + 1;
    const see = (p, t) => { const q = p * strides[i] + t * dilations[i] - pads[i]; return q >= 0 && q < d ? q : null; };
    return { places, taps: kernel[i], size: d, see };
  });
}

function scale(core, [x, M, T], a) {
  const shift = BigInt(a.shift ?? 32), axis = (Number(a.axis ?? -1) + x.axes.length) % x.axes.length, half = 1n << shift - 1n;
  const along = M.elements.length > 1 ? x.channels?.axis === axis && x.channels.intervals : null;
  const products = M.elements.flatMap((m, i) => (along ? along[i] : x.bounds).map(e => e * m));
  const q = around(products.map(e => (e + half) >> shift));
  require(size(around(products)) + half < 1n << 62n, 'a scaled number has no bounds');
  if (!T) {
    const b = whole(bitLength(size(q)) + 1);
    require(BigInt(b) + shift <= 64n, 'a scaled number has too many bits');
    const y = core.limbs(x.axes, b), r = core.limbs(x.axes, Number(shift));
    return core.value(new steps.Scale(x, M, axis, shift, y, r, b), x.axes, q);
  }
  require(q[0] >= -32768n && q[1] <= 32767n, 'a number leaves its table');
  if (!core.tables.includes(T)) core.tables.push(T);
  const columns = [core.column(x.axes), core.column(x.axes)];
  core.lookups.push({ row: columns, table: core.tables.indexOf(T) + 1 });
  core.steps.push(new steps.TableScale(x, M, axis, shift, columns[0], core.limbs(x.axes, Number(shift))));
  return { kind: 'committed', type: T.type, axes: x.axes, column: columns[1], bounds: around(T.elements.slice(Number(q[0]) + 32768, Number(q[1]) + 32769)) };
}

function cast(core, [x], { to }, refuse) {
  if (!isInteger(to)) refuse();
  if (to === 'bool' && (x.bounds[0] < 0n || x.bounds[1] > 1n)) return not(core, zero(core, x));
  const [low, high] = range(to);
  if (x.bounds[0] < low || x.bounds[1] > high) refuse();
  return Object.assign(core.value(new steps.Cells(x), x.axes, x.bounds), { type: to });
}

function reshape(core, [x, shape], a, refuse) {
  if (!isConstant(shape) || Number(a.allowzero ?? 0)) refuse();
  const axes = shape.elements.map((d, i) => (d === 0n ? x.axes[i] : Number(d))), rest = axes.indexOf(-1);
  if (rest >= 0) axes[rest] = count(x.axes) / -count(axes);
  return cells(core, x, axes, x.type);
}

function flatten(core, [x], a) {
  const axis = (Number(a.axis ?? 1) + x.axes.length) % (x.axes.length + 1);
  return cells(core, x, [count(x.axes.slice(0, axis)), count(x.axes.slice(axis))], x.type);
}

function squeeze(core, [x, axes], _, refuse) {
  if (axes && !isConstant(axes)) refuse();
  const gone = axes ? axes.elements.map(i => (Number(i) + x.axes.length) % x.axes.length) : x.axes.map((d, i) => (d === 1 ? i : -1));
  return cells(core, x, x.axes.filter((_d, i) => !gone.includes(i)), x.type);
}

function unsqueeze(core, [x, axes], _, refuse) {
  if (!isConstant(axes)) refuse();
  const n = x.axes.length + axes.elements.length, ones = axes.elements.map(i => (Number(i) + n) % n), rest = [...x.axes];
  return cells(core, x, Array.from({ length: n }, (_d, i) => (ones.includes(i) ? 1 : rest.shift())), x.type);
}

function sum(sign) {
  return (core, [x, y]) => {
    const axes = broadcast(x.axes, y.axes), f = (i, j) => (sign > 0 ? [i[0] + j[0], i[1] + j[1]] : [i[0] - j[1], i[1] - j[0]]);
    const swap = isConstant(x) && !isConstant(y), result = swap ? intervals(y, x, axes.length, (i, j) => f(j, i)) : intervals(x, y, axes.length, f);
    return core.value(new steps.Sum(x, y, sign), axes, result.bounds, String(axes) === String((swap ? y : x).axes) ? result.channels : null);
  };
}

function gather(core, [x, indices], a, refuse) {
  const axis = (Number(a.axis ?? 0) + x.axes.length) % x.axes.length, d = BigInt(x.axes[axis]);
  if (indices.kind !== 'public') refuse();
  if (!isConstant(indices)) indices.bounds = [indices.bounds[0] > -d ? indices.bounds[0] : -d, indices.bounds[1] < d - 1n ? indices.bounds[1] : d - 1n];
  if (indices.bounds[0] < -d || indices.bounds[1] >= d) refuse();
  if (x.kind === 'weight') core.weight(x);
  return Object.assign(core.value(new steps.Pick(x, axis, indices), x.axes.toSpliced(axis, 1, ...indices.axes), x.bounds), { type: x.type });
}

function maxPool(core, [x], a, refuse) {
  const n = x.axes.length - 2;
  if (Number(a.ceil_mode ?? 0) || (a.auto_pad ?? 'explicit') !== 'explicit') refuse();
  windows(a, n, list(a.kernel_shape, n, 1), x.axes.slice(2)).forEach((plane, i) => {
    const queue = Array.from({ length: plane.taps }, (_, t) => tap(core, x, i + 2, plane.places, p => plane.see(p, t), x.bounds[0]));
    x = largest(core, queue, true);
  });
  return x;
}

function largest(core, queue, isMax) {
  while (queue.length > 1) queue.push(extreme(core, queue.shift(), queue.shift(), isMax));
  return queue[0];
}

function tap(core, x, axis, places, map, fill) {
  return core.value(new steps.Tap(x, axis, map, fill), x.axes.map((d, i) => (i === axis ? places : d)), x.bounds);
}

/** The axes that a reduction goes over, and those of its result. */
function reduced(x, axes, a, refuse) {
  if (axes && !isConstant(axes)) refuse();
  const from = Number(a.first_axis ?? 0), all = x.axes.map((_, i) => i).filter(i => i >= from);
  const over = axes && axes.elements.length ? axes.elements.map(i => (Number(i) + x.axes.length) % x.axes.length).sort((p, q) => p - q) : Number(a.noop_with_empty_axes ?? 0) ? [] : all;
  return [over, Number(a.keepdims ?? 1) ? x.axes.map((d, i) => (over.includes(i) ? 1 : d)) : x.axes.filter((_, i) => !over.includes(i))];
}

function reduceExtreme(isMax) {
  return (core, [x, given], a, refuse) => {
    const [over, axes] = reduced(x, given, a, refuse);
    for (const axis of over)
      while (x.axes[axis] > 1) {
        const d = x.axes[axis], half = Math.ceil(d / 2);
        x = largest(core, [0, d - half].map(start => tap(core, x, axis, half, p => p + start, 0n)), isMax);
      }
    return cells(core, x, axes);
  };
}

function transpose(core, [x], a) {
  const perm = a.perm ? list(a.perm) : x.axes.map((_, i) => x.axes.length - 1 - i);
  return Object.assign(core.value(new steps.Transpose(x, perm), perm.map(i => x.axes[i]), x.bounds), { type: x.type });
}

const products = (a, b) => around(a.flatMap(x => b.map(y => x * y)));

const squares = ([low, high]) => [low > 0n ? low * low : high < 0n ? high * high : 0n, size([low, high]) ** 2n];

function multiply(core, [x, y]) {
  const axes = broadcast(x.axes, y.axes), isVector = c => isConstant(c) && c.axes.filter(d => d > 1).length <= 1;
  const [c, other] = isVector(y) ? [y, x] : isVector(x) ? [x, y] : [];
  if (c) return core.value(new steps.Factor(other, c), axes, products(x.bounds, y.bounds));
  const bounds = dividedByLength(x, y) ?? dividedByLength(y, x) ?? (x === y ? squares(x.bounds) : products(x.bounds, y.bounds));
  return core.value(new steps.Product(x, y), axes, bounds);
}

/** The bound of x times a number over the length of x. */
function dividedByLength(x, y) {
  const { operator, inputs: [c, root] = [], a } = y.origin ?? {}, q = root?.origin?.inputs[0], t = Number(root?.origin?.a.shift ?? 0);
  if (operator !== 'FixedDiv' || root.origin?.operator !== 'FixedSqrt' || c.bounds[0] < 0n || t % 2 || String(broadcast(x.axes, y.axes)) !== String(x.axes)) return null;
  const sums = q.origin?.operator === 'Add' && q.origin.inputs.some(v => isConstant(v) && v.bounds[0] >= 0n) ? q.origin.inputs.filter(v => !isConstant(v)) : [q];
  const { operator: reduction, inputs: [square] = [], a: how } = sums[0]?.origin ?? {};
  if (reduction !== 'ReduceSum' || how.keepdims === '0' || square.origin?.operator !== 'Mul' || square.origin.inputs.some(v => v !== x)) return null;
  const bound = ((c.bounds[1] << BigInt(a.shift ?? 0)) >> BigInt(t / 2)) + size(x.bounds) + 1n;
  return [-bound, bound];
}

function negate(core, [x]) {
  return core.value(new steps.Factor(x, constantOf({ axes: [] }, [-1n])), x.axes, [-x.bounds[1], -x.bounds[0]]);
}

function matMul(core, [a, b]) {
  const [isRow, isColumn] = [a.axes.length === 1, b.axes.length === 1];
  if (isRow) a = cells(core, a, [1, ...a.axes]);
  if (isColumn) b = cells(core, b, [...b.axes, 1]);
  const batch = broadcast(a.axes.slice(0, -2), b.axes.slice(0, -2)), [i, d] = a.axes.slice(-2), j = b.axes.at(-1);
  const bounds = products(a.bounds, b.bounds).map(x => x * BigInt(d)), y = core.value(new steps.MatMul(a, b, batch), [...batch, i, j], bounds);
  return isRow || isColumn ? cells(core, y, [...batch, ...(isRow ? [] : [i]), ...(isColumn ? [] : [j])]) : y;
}

function reduceSum(core, [x, given], a, refuse) {
  const [over, axes] = reduced(x, given, a, refuse), kept = x.axes.map((d, i) => (over.includes(i) ? 1 : d));
  const y = core.value(new steps.Total(x, over), kept, x.bounds.map(e => e * BigInt(count(x.axes) / count(kept))));
  return String(kept) === String(axes) ? y : cells(core, y, axes);
}

const atLeast = (core, x, least) => (x.bounds[0] < least ? extreme(core, x, constantOf({ axes: [] }, [least]), true) : x);

/** How an interval stands in limbs: its bits, and what is added. */
function form([low, high], rule = b => b) {
  const b = rule(low >= 0n ? bitLength(high) : bitLength(size([low, high])) + 1);
  return { b, offset: low >= 0n ? 0n : 1n << BigInt(b - 1) };
}

function divide(core, [x, divisor], a, refuse) {
  const s = BigInt(a.shift ?? 0), d = atLeast(core, divisor, 1n), D = d.bounds[1], axes = broadcast(x.axes, d.axes);
  let bounds = around(x.bounds.flatMap(e => d.bounds.map(f => floorDivide((e << s + 1n) + f, 2n * f))));
  const most = quotientOfSum(x, divisor, s);
  if (most !== null) bounds = [bounds[0] > 0n ? bounds[0] : 0n, bounds[1] < most ? bounds[1] : most];
  const b = whole(bitLength(2n * D - 1n)), y = form(bounds, whole), sign = y.offset ? 1 : 0;
  const N = (size(x.bounds) << s + 1n) + D, R = 1n << BigInt(b), remainders = () => ({ r: core.limbs(axes, b), t: core.limbs(axes, b) });
  const part = how => ({ ...how, columns: core.limbs(axes, how.b) });
  if (N + 2n * D * (1n << BigInt(y.b - sign)) + R < steps.P) return core.value(new steps.Divide(x, d, s, axes, { l: part(y), ...remainders() }), axes, bounds);
  const m = Math.max(1, 60 - bitLength(D)), U = (N + (1n << 61n) + R) >> BigInt(m + 1), high = bounds.map(e => e >> BigInt(m));
  const [H, V] = [size(high), U].map(e => 1n << BigInt(bitLength(e)));
  if (N + (V << BigInt(m + 1)) + (1n << 61n) + R >= steps.P || H * D + V >= steps.P) refuse();
  const parts = { m, l: part({ b: m, offset: 0n }), h: part(form(high)), product: part(form([bounds[0] < 0n ? -U : 0n, U])), ...remainders() };
  return core.value(new steps.Divide(x, d, s, axes, parts), axes, bounds);
}

const floorDivide = (a, b) => (a >= 0n ? a / b : -((b - 1n - a) / b));

/** The largest quotient of x and its own sum, or of a multiple. */
function quotientOfSum(x, divisor, s) {
  const { operator, inputs: [p] = [], a } = divisor.origin ?? {};
  if (operator !== 'ReduceSum' || a.keepdims === '0' || p.bounds[0] < 0n) return null;
  if (p === x) return 1n << s;
  const factor = x.origin?.operator === 'Mul' && x.origin.inputs.includes(p) && x.origin.inputs.find(v => isConstant(v) && v.elements.length === 1 && v.elements[0] >= 1n);
  return factor ? factor.elements[0] << s : null;
}

function integerRoot(x) {
  let y = BigInt(Math.floor(Math.sqrt(Number(x))));
  while (y * y > x) y--;
  while ((y + 1n) ** 2n <= x) y++;
  return y;
}

function squareRoot(core, [given], a, refuse) {
  const s = BigInt(a.shift ?? 0), x = atLeast(core, given, 0n), bounds = x.bounds.map(e => integerRoot(e << s)), b = bitLength(2n * bounds[1]);
  if (x.bounds[1] << s >= 1n << 62n) refuse();
  const step = new steps.SquareRoot(x, s, core.limbs(x.axes, bitLength(bounds[1])), core.limbs(x.axes, b), core.limbs(x.axes, b));
  return core.value(step, x.axes, bounds);
}

const committed = (axes, column, type = 'bool') => ({ kind: 'committed', type, axes, column, bounds: [0n, 1n] });

function positive(core, D) {
  const y = core.column(D.axes), b = bitLength(size(D.bounds));
  require(b <= 61, 'a comparison has no bounds');
  core.steps.push(new steps.Positive(D, y, core.limbs(D.axes, b)));
  return committed(D.axes, y);
}

function zero(core, D) {
  const [y, h] = [core.column(D.axes), core.column(D.axes)];
  core.steps.push(new steps.Zero(D, y, h));
  return committed(D.axes, y);
}

const [add, subtract] = [sum(1), sum(-1)];

const within = (value, bounds, type = value.type) => Object.assign(value, { bounds, type, channels: null });

const not = (core, x) => within(subtract(core, [constantOf({ axes: [] }, [1n]), x]), [0n, 1n], 'bool');

const bit = (core, x) => within(cells(core, x, x.axes, 'bool'), [0n, 1n]);

function either(isExclusive) {
  return (core, [x, y]) => {
    const p = multiply(core, [x, y]), s = add(core, [x, y]), t = subtract(core, [s, p]);
    return bit(core, isExclusive ? subtract(core, [t, p]) : t);
  };
}

function where(core, [c, x, y], _, refuse) {
  if (isConstant(c)) refuse();
  const D = subtract(core, [x, y]), P = within(multiply(core, [c, D]), around([...D.bounds, 0n]));
  return within(add(core, [P, y]), around([...x.bounds, ...y.bounds]), x.type);
}

/** The index of the largest or the smallest cell. */
function best(isMax) {
  return (core, [x], a) => {
    const axis = (Number(a.axis ?? 0) + x.axes.length) % x.axes.length, d = x.axes[axis], places = Array.from({ length: d }, (_, i) => BigInt(i));
    const H = committed(x.axes, core.column(x.axes)), along = x.axes.map((n, i) => (i === axis ? n : 1)), kept = x.axes.with(axis, 1);
    core.steps.push(new steps.Choice(H, axis));
    const total = (value, bounds) => core.value(new steps.Total(value, [axis]), kept, bounds), m = total(multiply(core, [H, x]), x.bounds);
    const S = core.value(new steps.RunningSum(H, axis, Number(a.select_last_index ?? 0) === 0), x.axes, [0n, 1n]), distance = subtract(core, isMax ? [m, x] : [x, m]), left = subtract(core, [distance, S]);
    core.steps.push(new steps.Range(left, core.limbs(x.axes, bitLength(x.bounds[1] - x.bounds[0]))));
    const index = total(multiply(core, [H, constantOf({ axes: along }, places)]), [0n, BigInt(d - 1)]);
    return cells(core, index, Number(a.keepdims ?? 1) ? kept : x.axes.toSpliced(axis, 1));
  };
}

export const OPERATORS = {
  Add: add, ArgMax: best(true), ArgMin: best(false), And: (core, pair) => within(multiply(core, pair), [0n, 1n], 'bool'), Cast: cast, Equal: (core, pair) => zero(core, subtract(core, pair)), FixedConv: convolution, FixedDiv: divide,
  FixedLinear: linear, FixedMatMul: matMul, FixedScale: scale, FixedSqrt: squareRoot, Flatten: flatten, Gather: gather, Less: (core, [x, y]) => positive(core, subtract(core, [y, x])),
  LessOrEqual: (core, pair) => not(core, positive(core, subtract(core, pair))), Max: minimumOrMaximum(true), MaxPool: maxPool, Min: minimumOrMaximum(false), Mul: multiply, Neg: negate,
  Not: (core, [x]) => not(core, x), Or: either(false), ReduceMax: reduceExtreme(true), ReduceMin: reduceExtreme(false), ReduceSum: reduceSum, Reshape: reshape, Squeeze: squeeze, Sub: subtract,
  Transpose: transpose, Unsqueeze: unsqueeze, Where: where, Xor: either(true),
};
