// Section 9: what each operator of a Program becomes: values, bounds, columns, and steps (steps.js).
import { around, coordinates, numbersTo, P, product, sizeOf } from './numbers.js';
import { require } from './transcript.js';
import { interval, isInteger } from './file.js';
import { constantOf } from './core.js';
import * as steps from './steps.js';

const isConstant = x => x?.isConstant === true, isSingle = x => isConstant(x) && x.elements.length === 1;
const single = number => constantOf([], [BigInt(number)]);
const counted = (i, n) => (Number(i) < 0 ? Number(i) + n : Number(i));
const axisIn = (a, x, otherwise) => counted(a.axis ?? otherwise, x.axes.length);
const axesIn = (x, list) => (list ? integers(list).map(i => counted(i, x.axes.length)) : numbersTo(x.axes.length));
const listed = (a, name, otherwise) => (a[name] ? a[name].split(',').map(Number) : otherwise);
const flag = (a, name, otherwise) => (a[name] ?? otherwise) === '1';
const bitLength = x => Math.max(1, x.toString(2).length), whole = b => (b <= 48 ? Math.ceil(b / 16) * 16 : b);
const products = (a, b) => around(a.flatMap(x => b.map(y => x * y))), difference = (a, b) => [a[0] - b[1], a[1] - b[0]];
const ones = (x, over) => x.axes.map((d, i) => (over.includes(i) ? 1 : d));

/** A list of integers that is known before a run. */
function integers(x) {
  require(isConstant(x) && x.elements.length > 0, 'a list that only a run knows, or an empty one');
  return x.elements.map(Number);
}

export const broadcast = (...shapes) => shapes.reduce((a, b) => numbersTo(Math.max(a.length, b.length)).map(i => {
  const [x, y] = [a, b].map(axes => axes[i + Math.min(0, axes.length - Math.max(a.length, b.length))] ?? 1);
  require(x === y || x === 1 || y === 1, 'sizes that do not go together');
  return x === 1 ? y : x;
}));

/** The place of a cell, given by its last indices, in axes that are broadcast. */
const placeIn = (axes, index) =>
  axes.reduce((at, d, i) => at * d + (d > 1 ? index[index.length - axes.length + i] : 0), 0);

/** f cell by cell of known values. */
const computed = (axes, values, f) =>
  constantOf(axes, coordinates(axes).map(index => f(...values.map(x => x.elements[placeIn(x.axes, index)]))));

/** The interval of a value at a cell of an axis of what it is broadcast to. */
function boundsAt(x, rank, axis, cell) {
  const own = axis - rank + x.axes.length;
  if (own < 0 || x.axes[own] === 1) return x.bounds;
  if (isConstant(x) && x.elements.length === x.axes[own]) return [x.elements[cell], x.elements[cell]];
  return x.channels?.axis === own ? x.channels.intervals[cell] : x.bounds;
}

/** f of two intervals, for each cell of an axis unless it is -1. */
function combined(x, y, axes, axis, f) {
  if (axis < 0) return [f(x.bounds, y.bounds), null];
  const intervals = numbersTo(axes[axis]).map(i => f(...[x, y].map(value => boundsAt(value, axes.length, axis, i))));
  return [around(intervals.flat()), { axis, intervals }];
}

// What only moves cells. A map says for some axes of y which cell of some axes of x each of their cells is, or null.

function cells(core, x, axes, bounds = x.bounds) {
  require(product(axes) === product(x.axes), 'axes that do not have as many cells');
  if (isConstant(x)) return { ...x, axes };
  const step = steps.move([[x, (groups, c) => c.regroup(groups, x.axes)]], { counts: null });
  return Object.assign(core.value(step, axes, bounds), { same: x });
}

function transpose(core, x, perm) {
  const axes = perm.map(i => x.axes[i]), turned = list => perm.map((_, a) => list[perm.indexOf(a)]);
  const elementAt = index => x.elements[placeIn(x.axes, turned(index))];
  if (isConstant(x)) return constantOf(axes, coordinates(axes).map(elementAt));
  return core.value(steps.move([[x, turned]]), axes, x.bounds);
}

const sameCells = d => ({ axes: [d], cells: numbersTo(d) });

/** groups: the axes of y in each; parts: [x, a map for each group]. */
function placement(core, groups, parts, fill = 0n, isKnown = parts.every(([x]) => isConstant(x))) {
  const axes = groups.flat(), flat = (maps, from) => maps.reduce((at, m, g) => at * product(m.axes) + from[g], 0);
  if (isKnown) return constantOf(axes, coordinates(groups.map(product)).map(index => {
    const from = ([x, maps]) => [x, maps, maps.map((m, g) => m.cells[index[g]])];
    const own = parts.map(from).find(([, , places]) => !places.includes(null));
    return own ? own[0].elements[flat(own[1], own[2])] : fill;
  }));
  const seen = parts.reduce((n, [, maps]) => n + product(maps.map(m => m.cells.filter(q => q !== null).length)), 0);
  const bounds = around([...parts.flatMap(([x]) => x.bounds), ...(seen < product(axes) ? [fill] : [])]);
  const pull = maps => (w, c) => maps.map((m, g) => ({ axes: m.axes, w: c.pull(w[g].w, m.cells, product(m.axes)) }));
  const options = { counts: groups.map(g => g.length), fill };
  return core.value(steps.move(parts.map(([x, maps]) => [x, pull(maps)]), options), axes, bounds);
}

/** A placement of one value: lists of cells for some axes, where what is outside is nothing; the others as they are. */
function along(core, x, lists, fill, isKnown) {
  const inside = (list, d) => ({ axes: [d], cells: list.map(q => (q >= 0 && q < d ? q : null)) });
  const maps = x.axes.map((d, i) => (lists[i] ? inside(lists[i], d) : sameCells(d)));
  if (maps.length === 0) maps.push({ axes: [], cells: [0] });
  return placement(core, maps.map(m => (m.axes.length ? [m.cells.length] : [])), [[x, maps]], fill, isKnown);
}

/** The map for some neighbouring axes of what x is broadcast to. */
function spread(x, axes, first, end) {
  const from = i => Math.max(0, i - axes.length + x.axes.length), own = x.axes.slice(from(first), from(end));
  return { axes: own, cells: coordinates(axes.slice(first, end)).map(index => placeIn(own, index)) };
}

function Expand(core, [x, shape]) {
  const axes = broadcast(x.axes, integers(shape));
  return placement(core, axes.map(d => [d]), [[x, axes.map((_, i) => spread(x, axes, i, i + 1))]]);
}

/** Where each of some stretches begins. */
const starts = sizes => sizes.map((_, i) => sizes.slice(0, i).reduce((n, d) => n + d, 0));

function joined(core, parts, axis) {
  const own = parts.map(x => x.axes[axis]), begins = starts(own), d = begins.at(-1) + own.at(-1);
  const axes = parts[0].axes.with(axis, d), stretch = k => numbersTo(d).map(i => i - begins[k]);
  const map = k => ({ axes: [own[k]], cells: stretch(k).map(q => (q >= 0 && q < own[k] ? q : null)) });
  return placement(core, axes.map(n => [n]), parts.map((x, k) => [x, axes.map(sameCells).with(axis, map(k))]));
}

const Concat = (core, parts, a) => joined(core, parts, axisIn(a, parts[0], 0));

function Split(core, [x, given], a, outputs) {
  const axis = axisIn(a, x, 0), d = x.axes[axis], each = Math.ceil(d / outputs);
  const sizes = given ? integers(given) : numbersTo(outputs).map(i => Math.max(0, Math.min(each, d - i * each)));
  const begins = starts(sizes), isCut = sizes.length === outputs && begins.at(-1) + sizes.at(-1) === d;
  require(isCut, 'an axis that is not cut into as many parts');
  return sizes.map((n, k) => along(core, x, { [axis]: numbersTo(n).map(i => i + begins[k]) }));
}

function Slice(core, [x, from, to, axes, strides]) {
  const lists = {}, clamp = (i, least, most) => Math.min(most, Math.max(least, i));
  axesIn(x, axes).forEach((axis, i) => {
    const d = x.axes[axis], by = strides ? integers(strides)[i] : 1, [least, most] = by > 0 ? [0, d] : [-1, d - 1];
    const [first, end] = [[from, 0], [to, least]].map(([list, low]) => clamp(counted(integers(list)[i], d), low, most));
    lists[axis] = numbersTo(Math.max(0, Math.ceil((end - first) / by))).map(k => first + k * by);
  });
  return along(core, x, lists);
}

const modulo = (i, n) => ((i % n) + n) % n;

const PADS = {
  constant: i => i, edge: (i, d) => Math.min(d - 1, Math.max(0, i)), wrap: modulo,
  reflect: (i, d) => (d === 1 ? 0 : Math.min(modulo(i, 2 * d - 2), 2 * d - 2 - modulo(i, 2 * d - 2))),
};

function Pad(core, [x, pads, fill, axes], { mode = 'constant' }) {
  const list = integers(pads), lists = {}, named = axesIn(x, axes), n = named.length;
  named.forEach((axis, i) => {
    lists[axis] = numbersTo(x.axes[axis] + list[i] + list[i + n]).map(p => PADS[mode](p - list[i], x.axes[axis]));
  });
  require(!fill || isConstant(fill), 'a number to pad with that only a run knows');
  return along(core, x, lists, fill?.elements[0]);
}

const Tile = (core, [x, repeats]) =>
  along(core, x, integers(repeats).map((n, i) => numbersTo(x.axes[i] * n).map(p => p % x.axes[i])));

/** Cells in other axes, in another order, in other axes again: mode is [axes, order, axes] of sizes and the block's. */
const blocks = forms => (core, [x], { blocksize, mode = 'dcr' }) => {
  const [axes, perm, result] = forms[mode](...x.axes, Number(blocksize));
  return cells(core, transpose(core, cells(core, x, axes), perm), result);
};

const DepthToSpace = blocks({
  dcr: (n, c, h, w, b) => [[n, b, b, c / b ** 2, h, w], [0, 3, 4, 1, 5, 2], [n, c / b ** 2, h * b, w * b]],
  crd: (n, c, h, w, b) => [[n, c / b ** 2, b, b, h, w], [0, 1, 4, 2, 5, 3], [n, c / b ** 2, h * b, w * b]],
}), SpaceToDepth = blocks({
  dcr: (n, c, h, w, b) => [[n, c, h / b, b, w / b, b], [0, 3, 5, 1, 2, 4], [n, c * b ** 2, h / b, w / b]],
});

function Transpose(core, [x], a) {
  const perm = listed(a, 'perm', numbersTo(x.axes.length).reverse());
  return transpose(core, x, perm.map(i => counted(i, x.axes.length)));
}

function Reshape(core, [x, shape], a) {
  const axes = integers(shape).map((d, i) => (d === 0 && !flag(a, 'allowzero') ? x.axes[i] : d));
  const rest = axes.indexOf(-1);
  return cells(core, x, rest < 0 ? axes : axes.with(rest, product(x.axes) / -product(axes)));
}

function Flatten(core, [x], a) {
  const axis = axisIn(a, x, 1);
  return cells(core, x, [product(x.axes.slice(0, axis)), product(x.axes.slice(axis))]);
}

function Squeeze(core, [x, list]) {
  const gone = list ? axesIn(x, list) : numbersTo(x.axes.length).filter(i => x.axes[i] === 1);
  return cells(core, x, x.axes.filter((_, i) => !gone.includes(i)));
}

function Unsqueeze(core, [x, list]) {
  const n = x.axes.length + integers(list).length, added = integers(list).map(i => counted(i, n)), rest = [...x.axes];
  return cells(core, x, numbersTo(n).map(i => (added.includes(i) ? 1 : rest.shift())));
}

function Shape(core, [x], a) {
  const sizes = x.axes.slice(a.start ?? 0, a.end).map(BigInt);
  return constantOf([sizes.length], sizes);
}

function Cast(core, [x], { to }) {
  if (x.kind && to === 'f32') core.outputs.push(x);
  if (!isInteger(to)) return { axes: x.axes };
  if (!x.kind) return core.border(x.axes, x.clip ?? interval(to), to);
  const [low, high] = interval(to), isHeld = x.bounds[0] >= low && x.bounds[1] <= high;
  require(isHeld || to === 'bool', 'a cast to a type that does not hold every value');
  return isHeld ? cells(core, x, x.axes) : Not(core, [isZero(core, x)]);
}

// Sums and products.

const sum = sign => (core, [x, y]) => {
  const axes = broadcast(x.axes, y.axes), f = (a, b) => (sign > 0n ? [a[0] + b[0], a[1] + b[1]] : difference(a, b));
  if (isConstant(x) && isConstant(y)) return computed(axes, [x, y], (a, b) => a + sign * b);
  const own = ({ channels: c, axes: of }) => (c && of[c.axis] > 1 ? c.axis + axes.length - of.length : -1);
  const parts = [x, y].map(value => [value, (groups, c) => c.broadcast(groups, value.axes)]);
  const step = steps.move(parts, { label: 0x49, divisor: sign });
  return core.value(step, axes, ...combined(x, y, axes, Math.max(own(x), own(y)), f));
};

const Add = sum(1n), Sub = sum(-1n);

function times(core, x, y, bounds) {
  const axes = broadcast(x.axes, y.axes), isVector = c => isConstant(c) && c.axes.filter(d => d > 1).length <= 1;
  if (isConstant(x) && isConstant(y)) return computed(axes, [x, y], (a, b) => a * b);
  if (!isVector(x) && !isVector(y)) return core.value(steps.cellProduct(x, y), axes, bounds);
  const [c, other] = isVector(y) ? [y, x] : [x, y], own = c.axes.findIndex(d => d > 1);
  return core.value(steps.factor(other, c, own < 0 ? -1 : own + axes.length - c.axes.length), axes, bounds);
}

function Mul(core, [x, y]) {
  const [low, high] = x.bounds, least = low > 0n ? low : high < 0n ? high : 0n;
  const squares = [least ** 2n, sizeOf(x.bounds) ** 2n];
  return times(core, x, y, byLength(x, y) ?? byLength(y, x) ?? (x === y ? squares : products(x.bounds, y.bounds)));
}

const Neg = (core, [x]) => times(core, x, single(-1), [-x.bounds[1], -x.bounds[0]]);

const madeBy = (x, operator) => (x?.origin?.operator === operator ? x.origin : null);

/** Whether a value is the sum of another along axes that it keeps. */
const isSumOf = (y, x) => madeBy(y, 'ReduceSum')?.inputs[0] === x && flag(y.origin.attributes, 'keepdims', '1');

/** The bound of x times a number over the length of x. */
function byLength(x, y) {
  const quotient = madeBy(y, 'FixedDiv'), [c, divisor] = quotient?.inputs ?? [], root = madeBy(divisor, 'FixedSqrt');
  const [given] = root?.inputs ?? [], [sums, bias] = madeBy(given, 'Add')?.inputs ?? [];
  const q = isConstant(bias) && bias.bounds[0] >= 0n ? sums : given, square = madeBy(q, 'ReduceSum')?.inputs[0];
  const isSquare = madeBy(square, 'Mul')?.inputs.every(v => v === x) && isSumOf(q, square);
  const t = Number(root?.attributes.shift ?? 0);
  if (!isSquare || t % 2 || c.bounds[0] < 0n || String(broadcast(x.axes, y.axes)) !== String(x.axes)) return null;
  const most = (c.bounds[1] << BigInt(quotient.attributes.shift ?? 0) >> BigInt(t / 2)) + sizeOf(x.bounds) + 1n;
  return [-most, most];
}

function FixedMatMul(core, [a, b]) {
  const [isRow, isColumn] = [a, b].map(x => x.axes.length === 1);
  const left = isRow ? cells(core, a, [1, ...a.axes]) : a, right = isColumn ? cells(core, b, [...b.axes, 1]) : b;
  const batch = broadcast(left.axes.slice(0, -2), right.axes.slice(0, -2)), [i, d] = left.axes.slice(-2);
  const [e, j] = right.axes.slice(-2), bounds = products(a.bounds, b.bounds).map(limit => limit * BigInt(d));
  require(d === e, 'matrices that do not fit each other');
  const y = core.value(steps.matMul(left, right), [...batch, i, j], bounds);
  return isRow || isColumn ? cells(core, y, [...batch, ...(isRow ? [] : [i]), ...(isColumn ? [] : [j])]) : y;
}

function weighted(core, [x, W, b], m, details, places) {
  const A = core.rowsOf(W), middle = i => (b ? b.elements[i] : 0n);
  const intervals = A.map((sums, i) => [-1n, 1n].map(sign => middle(i) + sign * sizeOf(x.bounds) * sums));
  const step = steps.weighted({ x, W, b, m, ...details }), axes = [...x.axes.slice(0, m), A.length, ...places];
  return core.value(step, axes, around(intervals.flat()), { axis: m, intervals });
}

const FixedLinear = (core, values) =>
  weighted(core, values, values[0].axes.length - 1, { G: 1, planes: [], label: 0x41 }, []);

/** For each axis of a plane: how many places a window has, and which cell the tap t of the place p sees. */
function windows(a, kernel, sizes) {
  const n = sizes.length, [strides, dilations] = ['strides', 'dilations'].map(s => listed(a, s, Array(n).fill(1)));
  const pads = listed(a, 'pads', Array(2 * n).fill(0));
  const isPlain = (a.auto_pad ?? 'explicit') === 'explicit' && !flag(a, 'ceil_mode');
  require(isPlain, 'automatic padding, or windows that are rounded up');
  const room = (d, i) => d + pads[i] + pads[i + n] - (kernel[i] - 1) * dilations[i] - 1;
  const cell = i => (p, t) => p * strides[i] + t * dilations[i] - pads[i];
  return sizes.map((d, i) => ({ places: Math.floor(room(d, i) / strides[i]) + 1, cell: cell(i) }));
}

function FixedConv(core, values, a) {
  const [x, W] = values, sizes = x.axes.slice(2), kernel = W.axes.slice(2), axes = windows(a, kernel, sizes);
  const seen = i => ([t, p]) => [axes[i].cell(p, t)].map(q => (q >= 0 && q < sizes[i] ? q : null))[0];
  const planes = sizes.map((size, i) => ({ size, cells: coordinates([kernel[i], axes[i].places]).map(seen(i)) }));
  return weighted(core, values, 1, { G: Number(a.group ?? 1), planes, label: 0x48 }, axes.map(w => w.places));
}

/** The axes that a reduction goes over, and those of its result. */
function reduced(x, list, a) {
  const behind = i => i >= (a.first_axis ?? 0);
  const over = list ? axesIn(x, list).sort((p, q) => p - q) : numbersTo(x.axes.length).filter(behind);
  require(list || !flag(a, 'noop_with_empty_axes'), 'a reduction of no axis');
  return [over, ones(x, over).filter((_, i) => flag(a, 'keepdims', '1') || !over.includes(i))];
}

/** The sums along some axes, which have one cell then. */
function total(core, x, over, bounds) {
  const wide = (g, i) => (over.includes(i) ? { axes: [x.axes[i]], w: Array(x.axes[i]).fill(g.w[0]) } : g);
  return core.value(steps.move([[x, groups => groups.map(wide)]]), ones(x, over), bounds);
}

function ReduceSum(core, [x, list], a) {
  const [over, axes] = reduced(x, list, a), n = BigInt(product(over.map(i => x.axes[i])));
  const y = total(core, x, over, x.bounds.map(e => e * n));
  return flag(a, 'keepdims', '1') ? y : cells(core, y, axes);
}

// What is rounded, limited and divided.

function FixedScale(core, [x, M, T], a) {
  const shift = BigInt(a.shift ?? 32), axis = M.elements.length > 1 ? axisIn(a, x, -1) : -1, half = 1n << shift - 1n;
  const scaled = around(M.elements.flatMap((m, i) => boundsAt(x, x.axes.length, axis, i).map(e => e * m + half)));
  const q = scaled.map(e => e >> shift), b = whole(bitLength(sizeOf(q)) + 1);
  const step = (...limbs) => steps.scaled(x, M, axis, shift, ...limbs);
  require(sizeOf(scaled) < 1n << 62n && (T || BigInt(b) + shift <= 64n), 'a scaled number of too many bits');
  const limbs = (bits, offset) => core.limbs(x.axes, bits, offset);
  if (!T) return core.value(step(limbs(b, 1n << BigInt(b - 1)), limbs(Number(shift))), x.axes, q);
  require(q[0] >= -32768n && q[1] <= 32767n && T.elements.length === 65536, 'a number leaves its table');
  if (!core.tables.includes(T)) core.tables.push(T);
  const columns = [core.column(x.axes), core.column(x.axes)];
  core.lookups.push({ columns, factor: 1, offset: 32768, table: core.tables.indexOf(T) + 1 });
  core.steps.push(step({ columns: columns.slice(0, 1), offset: 0n }, limbs(Number(shift))));
  return core.committed(x.axes, around(T.elements), columns[1]);
}

function extreme(core, x, other, isMax) {
  const f = (a, b) => a.map((e, i) => (isMax === e > b[i] ? e : b[i]));
  const b = bitLength(sizeOf(difference(x.bounds, other.bounds)));
  require(b <= 61, 'a maximum has no bounds');
  const step = steps.extreme(x, other, core.limbs(x.axes, whole(b)), isMax);
  return core.value(step, x.axes, ...combined(x, other, x.axes, x.channels?.axis ?? -1, f));
}

const limit = isMax => (core, [a, b]) => {
  const [x, c] = isConstant(a) ? [b, a] : [a, b], axes = isConstant(c) ? broadcast(x.axes, c.axes) : c.axes;
  require(String(axes) === String(x.axes), 'a limit that is not broadcast to its input');
  return extreme(core, x, c, isMax);
}, Max = limit(true), Min = limit(false);

/** The largest of several, two by two. */
function largest(core, queue, isMax) {
  while (queue.length > 1) queue.push(extreme(core, queue.shift(), queue.shift(), isMax));
  return queue[0];
}

function MaxPool(core, [x], a) {
  const kernel = listed(a, 'kernel_shape');
  windows(a, kernel, x.axes.slice(2)).forEach(({ places, cell }, i) => {
    const [low] = x.bounds, taps = numbersTo(kernel[i]).map(t => numbersTo(places).map(p => cell(p, t)));
    x = largest(core, taps.map(list => along(core, x, { [i + 2]: list }, low, false)), true);
  });
  return cells(core, x, x.axes);
}

const reduceExtreme = isMax => (core, [given, list], a) => {
  const [over, axes] = reduced(given, list, a);
  let x = given;
  for (const axis of over)
    for (let d = x.axes[axis], half; d > 1; d = half) {
      half = Math.ceil(d / 2);
      const part = from => along(core, x, { [axis]: numbersTo(half).map(p => p + from) }, 0n, false);
      x = largest(core, [part(0), part(d - half)], isMax);
    }
  return cells(core, x, axes);
}, ReduceMax = reduceExtreme(true), ReduceMin = reduceExtreme(false);

const atLeast = (core, x, least) => (x.bounds[0] < least ? extreme(core, x, single(least), true) : x);

/** Limbs of an interval: their bits, and what is added so that they begin at 0. */
function form([low, high], rule = b => b) {
  const b = rule(low >= 0n ? bitLength(high) : bitLength(sizeOf([low, high])) + 1);
  return [b, low >= 0n ? 0n : 1n << BigInt(b - 1)];
}

const floor = (n, d) => (n >= 0n ? n / d : -((d - 1n - n) / d));

function FixedDiv(core, [x, divisor], a) {
  const s = BigInt(a.shift ?? 0), d = atLeast(core, divisor, 1n), D = d.bounds[1], axes = broadcast(x.axes, d.axes);
  const share = shareOfSum(x, divisor), quotient = e => d.bounds.map(f => floor((e << s + 1n) + f, 2n * f));
  const all = around(x.bounds.flatMap(quotient));
  const bounds = share ? [0n, all[1] < share << s ? all[1] : share << s] : all;
  const limbs = ([n, from]) => core.limbs(axes, n, from), none = { columns: [], offset: 0n };
  const b = whole(bitLength(2n * D - 1n)), R = 1n << BigInt(b), N = (sizeOf(x.bounds) << s + 1n) + D;
  const [yBits, offset] = form(bounds, whole), parts = { m: 0n, h: none, product: none };
  if (N + 2n * D * (1n << BigInt(yBits - (offset ? 1 : 0))) + R < P) parts.l = limbs([yBits, offset]);
  else {
    const m = BigInt(60 - bitLength(D)), U = (N + (1n << 61n) + R) >> m + 1n, high = bounds.map(e => e >> m);
    const [H, V] = [sizeOf(high), U].map(e => 1n << BigInt(bitLength(e))), right = (V << m + 1n) + (1n << 61n) + R;
    require(m >= 1n && N + right < P && H * D + V < P, 'a quotient of too many bits');
    Object.assign(parts, { m, l: limbs([Number(m), 0n]), h: limbs(form(high)) });
    parts.product = limbs(form([bounds[0] < 0n ? -U : 0n, U]));
  }
  const [r, t] = [limbs([b, 0n]), limbs([b, 0n])];
  return core.value(steps.divide({ x, d, s, axes, ...parts, r, t }), axes, bounds);
}

/** The largest quotient of x and its own sum, or of a multiple. */
function shareOfSum(x, divisor) {
  const [p, c] = madeBy(x, 'Mul')?.inputs ?? [], isOne = isSingle(c) && c.elements[0] >= 1n;
  return x.bounds[0] < 0n ? null : isSumOf(divisor, x) ? 1n : isOne && isSumOf(divisor, p) ? c.elements[0] : null;
}

const integerRoot = x => {
  let y = 0n;
  for (let bit = 1n << 31n; bit > 0n; bit >>= 1n) if ((y + bit) ** 2n <= x) y += bit;
  return y;
};

function FixedSqrt(core, [given], a) {
  const s = BigInt(a.shift ?? 0), x = atLeast(core, given, 0n), bounds = x.bounds.map(e => integerRoot(e << s));
  require(x.bounds[1] << s < 1n << 62n, 'a root has no bounds');
  const [y, r, t] = [bounds[1], 2n * bounds[1], 2n * bounds[1]].map(most => core.limbs(x.axes, bitLength(most)));
  return core.value(steps.squareRoot(x, s, y, r, t), x.axes, bounds);
}

// Bits, comparisons and choices.

const BIT = [0n, 1n], bounded = (x, bounds) => (isConstant(x) ? x : Object.assign(x, { bounds, channels: null }));

function isPositive(core, D) {
  if (isConstant(D)) return computed(D.axes, [D], e => (e > 0n ? 1n : 0n));
  const y = core.committed(D.axes, BIT), b = bitLength(sizeOf(D.bounds));
  require(b <= 61, 'a comparison has no bounds');
  core.steps.push(steps.positive(D, y, core.limbs(D.axes, b)));
  return y;
}

function isZero(core, D) {
  if (isConstant(D)) return computed(D.axes, [D], e => (e === 0n ? 1n : 0n));
  const [y, h] = [core.committed(D.axes, BIT), core.committed(D.axes)];
  core.steps.push(steps.zero(D, y, h));
  return y;
}

const Less = (core, [x, y]) => isPositive(core, Sub(core, [y, x]));
const Equal = (core, pair) => isZero(core, Sub(core, pair));
const Not = (core, [x]) => bounded(Sub(core, [single(1), x]), BIT);
const LessOrEqual = (core, pair) => Not(core, [isPositive(core, Sub(core, pair))]);

const requireBit = x => require(x.bounds[0] >= 0n && x.bounds[1] <= 1n, 'an input that is more than bits');

/** And, Or or Xor: x y; x + y less that, or less twice that. */
const logic = subtractions => (core, pair) => {
  pair.forEach(requireBit);
  const both = times(core, ...pair, BIT), s = subtractions > 0 ? Add(core, pair) : both;
  const y = numbersTo(subtractions).reduce(x => Sub(core, [x, both]), s);
  return subtractions > 0 ? cells(core, y, y.axes, BIT) : y;
}, And = logic(0), Or = logic(1), Xor = logic(2);

function Where(core, [c, x, y]) {
  if (!isConstant(c)) {
    requireBit(c);
    const part = times(core, c, Sub(core, [x, y]), around([...difference(x.bounds, y.bounds), 0n]));
    return bounded(Add(core, [part, y]), around([...x.bounds, ...y.bounds]));
  }
  const axes = broadcast(c.axes, x.axes, y.axes), lacking = axes.length - c.axes.length;
  const wide = c.axes.flatMap((d, i) => (d > 1 ? [i + lacking] : []));
  const first = wide[0] ?? 0, end = (wide.at(-1) ?? -1) + 1;
  const apart = numbersTo(axes.length).filter(i => i < first || i >= end).map(i => [i, i + 1]);
  const ranges = apart.toSpliced(first, 0, [first, end]), groups = ranges.map(range => axes.slice(...range));
  const isTrue = spread(c, axes, first, end).cells.map(q => c.elements[q] !== 0n);
  const part = (value, wanted) => [value, ranges.map(([from, to], g) => {
    const map = spread(value, axes, from, to);
    return g === first ? { ...map, cells: map.cells.map((q, i) => (isTrue[i] === wanted ? q : null)) } : map;
  })];
  if (isSingle(y)) return placement(core, groups, [part(x, true)], y.elements[0]);
  if (isSingle(x)) return placement(core, groups, [part(y, false)], x.elements[0]);
  return placement(core, groups, [part(x, true), part(y, false)]);
}

function chosen(core, axes, axis, indices) {
  const H = core.committed(axes, BIT);
  core.steps.push(steps.choice(H, axis, indices));
  return H;
}

/** A choice of the largest or smallest cell of each row, and that cell. */
function best(core, x, axis, bounds, isMax, isLast) {
  const H = chosen(core, x.axes, axis), m = total(core, times(core, H, x, around([...x.bounds, 0n])), [axis], bounds);
  const sums = (w, { E }) => w.map((_, s) => E.sum(isLast ? w.slice(s + 1) : w.slice(0, s)));
  const running = (groups, c) => groups.with(axis, { ...groups[axis], w: sums(groups[axis].w, c) });
  const S = core.value(steps.move([[H, running]]), x.axes, BIT);
  const left = Sub(core, [Sub(core, isMax ? [m, x] : [x, m]), S]);
  core.steps.push(steps.notNegative(left, core.limbs(x.axes, bitLength(x.bounds[1] - x.bounds[0]))));
  return [H, m];
}

function indexOf(core, H, axis) {
  const d = H.axes[axis], places = constantOf([d, ...H.axes.slice(axis + 1).fill(1)], numbersTo(d).map(BigInt));
  return total(core, times(core, H, places, [0n, BigInt(d - 1)]), [axis], [0n, BigInt(d - 1)]);
}

const argument = isMax => (core, [x], a) => {
  const axis = axisIn(a, x, 0), [H] = best(core, x, axis, x.bounds, isMax, flag(a, 'select_last_index'));
  const axes = flag(a, 'keepdims', '1') ? x.axes.with(axis, 1) : x.axes.toSpliced(axis, 1);
  return cells(core, indexOf(core, H, axis), axes);
}, ArgMax = argument(true), ArgMin = argument(false);

function TopK(core, [x, count], a, outputs) {
  const axis = axisIn(a, x, -1), isMax = flag(a, 'largest', '1'), B = x.bounds[1] - x.bounds[0] + 1n, lists = [[], []];
  const [low, high] = x.bounds, moved = isMax ? [low - B, high] : [low, high + B], behind = single(isMax ? -B : B);
  for (let rest = x, n = integers(count)[0]; n > 0; n--) {
    const [H, m] = best(core, rest, axis, x.bounds, isMax, false);
    lists[0].push(m);
    lists[1].push(indexOf(core, H, axis));
    if (n > 1) rest = cells(core, Add(core, [rest, times(core, H, behind, [-B, B])]), x.axes, moved);
  }
  return lists.slice(0, outputs).map(list => joined(core, list, axis));
}

function Gather(core, [x, t], a) {
  const axis = axisIn(a, x, 0), d = x.axes[axis], [least, most] = [BigInt(-d), BigInt(d - 1)];
  if (x.kind === 'weight') core.weight(x);
  let source = t;
  while (source.same) source = source.same;
  if (source.kind !== 'public') return gatherComputed(core, x, t, axis, d);
  const [low, high] = source.bounds, cut = [low > least ? low : least, high < most ? high : most];
  require(!isConstant(source) || String(cut) === String(source.bounds), 'an index that is outside');
  source.bounds = cut;
  const maps = x.axes.map(sameCells).with(axis, { axes: [d], cells: source.elements.map(i => counted(i, d)) });
  const isKnown = isConstant(x) && isConstant(source);
  return placement(core, x.axes.map(n => [n]).with(axis, t.axes), [[x, maps]], x.bounds[0], isKnown);
}

function gatherComputed(core, x, t, axis, d) {
  const isNegative = t.bounds[0] < 0n && isPositive(core, Sub(core, [single(0), t]));
  const index = isNegative ? Add(core, [t, times(core, isNegative, single(d), [0n, BigInt(d)])]) : t;
  const H = cells(core, chosen(core, [...t.axes, d], t.axes.length, index), [product(t.axes), d]);
  const others = numbersTo(x.axes.length).filter(i => i !== axis), rest = others.map(i => x.axes[i]);
  const table = cells(core, transpose(core, x, [axis, ...others]), [d, product(rest)]);
  const rows = core.value(steps.matMul(H, table), [H.axes[0], table.axes[1]], table.bounds);
  const own = numbersTo(rest.length).map(i => i + t.axes.length), between = numbersTo(t.axes.length);
  const order = [...own.slice(0, axis), ...between, ...own.slice(axis)];
  return transpose(core, cells(core, rows, [...t.axes, ...rest]), order);
}

/** Stand outside of the core, too. */
export const FLOATS = ['Add', 'Mul', 'Neg', 'ReduceSum', 'Sub'];

export const OPERATORS = {
  Add, And, ArgMax, ArgMin, Cast, Concat, DepthToSpace, Equal, Expand, FixedConv, FixedDiv, FixedLinear, FixedMatMul,
  FixedScale, FixedSqrt, Flatten, Gather, Less, LessOrEqual, Max, MaxPool, Min, Mul, Neg, Not, Or, Pad, ReduceMax,
  ReduceMin, ReduceSum, Reshape, Shape, Slice, SpaceToDepth, Split, Squeeze, Sub, Tile, TopK, Transpose, Unsqueeze,
  Where, Xor,
};
