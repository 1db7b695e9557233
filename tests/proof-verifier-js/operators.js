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
  const [low, high] = range(to);
  if (x.bounds[0] < low || x.bounds[1] > high) refuse();
  return Object.assign(core.value(new steps.Cells(x), x.axes, x.bounds, x.channels), { type: to });
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

export const OPERATORS = {
  Add: sum(1), Cast: cast, FixedConv: convolution, FixedLinear: linear, FixedScale: scale, Flatten: flatten, Max: minimumOrMaximum(true), MaxPool: maxPool, Min: minimumOrMaximum(false),
  ReduceMax: reduceExtreme(true), ReduceMin: reduceExtreme(false), Reshape: reshape, Squeeze: squeeze, Sub: sum(-1), Unsqueeze: unsqueeze,
};
