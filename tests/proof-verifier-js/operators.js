// Section 9: what each operator of a Program becomes: values with their bounds, columns, and rules (steps.js).
import { around, coordinates, P, product, range, sizeOf } from './numbers.js';
import { require } from './transcript.js';
import { interval, isInteger } from './file.js';
import { constantOf } from './core.js';

const isConstant = x => x?.isConstant === true, isSingle = x => isConstant(x) && x.elements.length === 1;
const single = number => constantOf([], [BigInt(number)]);
const counted = (i, n) => (Number(i) < 0 ? Number(i) + n : Number(i));
const axesIn = (x, list) => (list ? integers(list).map(i => counted(i, x.axes.length)) : range(x.axes.length));
const axisIn = (a, x, otherwise) => counted(a.axis ?? otherwise, x.axes.length);
const bitLength = x => Math.max(1, x.toString(2).length), whole = b => (b <= 48 ? Math.ceil(b / 16) * 16 : b);
const products = (a, b) => around(a.flatMap(x => b.map(y => x * y))), difference = (a, b) => [a[0] - b[1], a[1] - b[0]];

/** A list of integers that is known before a run. */
function integers(x) {
  require(isConstant(x) && x.elements.length > 0, 'a list that only a run knows, or an empty one');
  return x.elements.map(Number);
}

export const broadcast = (...shapes) => shapes.reduce((a, b) => range(Math.max(a.length, b.length)).map(i => {
  const [x, y] = [a, b].map(axes => axes[i + Math.min(0, axes.length - Math.max(a.length, b.length))] ?? 1);
  require(x === y || x === 1 || y === 1, 'sizes that do not go together');
  return x === 1 ? y : x;
}));

/** The place of a cell, given by its last indices, in axes that are broadcast; f cell by cell of known values. */
const placeIn = (axes, index) => axes.reduce((at, d, i) => at * d + (d > 1 ? index[index.length - axes.length + i] : 0), 0);
const computed = (axes, values, f) => constantOf(axes, coordinates(axes).map(index => f(...values.map(x => x.elements[placeIn(x.axes, index)]))));

/** f of two intervals, for each cell of an axis that both are broadcast to, unless it is -1. */
function combined(x, y, axes, axis, f) {
  const at = ({ axes: own, bounds, channels, elements }, cell) => {
    const place = axis - axes.length + own.length;
    if (elements?.length > 1 && elements.length === own[place]) return [elements[cell], elements[cell]];
    return channels && channels.axis === place && own[place] > 1 ? channels.intervals[cell] : bounds;
  };
  const intervals = axis < 0 ? [] : range(axes[axis]).map(cell => f(at(x, cell), at(y, cell)));
  return axis < 0 ? [f(x.bounds, y.bounds), null] : [around(intervals.flat()), { axis, intervals }];
}

// What only moves cells. A map says for some axes of y which cell of some axes of x each of their cells is, if any.

function cells(core, x, axes, bounds = x.bounds) {
  require(product(axes) === product(x.axes), 'axes that do not have as many cells');
  if (isConstant(x)) return { ...x, axes };
  return Object.assign(core.value(['move', [[x, (groups, c) => c.regroup(groups, x.axes)]], { counts: null }], axes, bounds), { same: x });
}

const sameCells = d => ({ axes: [d], cells: range(d) });
const inside = (d, list) => ({ axes: [d], cells: list.map(q => (q >= 0 && q < d ? q : undefined)) });

/** groups: the axes of y in each; parts: [x, a map for each group, the order in which x has them]. */
function placement(core, groups, parts, fill = 0n, isKnown = parts.every(([x]) => isConstant(x))) {
  const axes = groups.flat(), seen = parts.map(([, maps]) => product(maps.map(m => m.cells.filter(q => q !== undefined).length)));
  const elementAt = index => ([x, maps, order = range(maps.length)]) =>
    x.elements[order.reduce((at, g) => at * product(maps[g].axes) + maps[g].cells[index[g]], 0)];
  const element = index => parts.map(elementAt(index)).find(e => e !== undefined) ?? fill;
  if (isKnown) return constantOf(axes, coordinates(groups.map(product)).map(element));
  const isFull = seen.reduce((n, m) => n + m) === product(axes), pull = ([x, maps, order]) => [x, (w, c) => c.pull(w, maps, order)];
  const bounds = around([...parts.flatMap(([x]) => x.bounds), ...(isFull ? [] : [fill])]);
  return core.value(['move', parts.map(pull), { counts: groups.map(g => g.length), fill }], axes, bounds);
}

const transpose = (core, x, perm) =>
  placement(core, perm.map(i => [x.axes[i]]), [[x, perm.map(i => sameCells(x.axes[i])), range(perm.length).map(i => perm.indexOf(i))]]);

/** A placement of one value: lists of cells for some axes; the others as they are. */
function along(core, x, lists, fill, isKnown) {
  const maps = x.axes.map((d, i) => (lists[i] ? inside(d, lists[i]) : sameCells(d)));
  return placement(core, maps.map(m => [m.cells.length]), [[x, maps]], fill, isKnown);
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
  const own = parts.map(x => x.axes[axis]), begins = starts(own), d = begins.at(-1) + own.at(-1), axes = parts[0].axes.with(axis, d);
  const map = k => inside(own[k], range(d).map(i => i - begins[k]));
  return placement(core, axes.map(n => [n]), parts.map((x, k) => [x, axes.map(sameCells).with(axis, map(k))]));
}

const Concat = (core, parts, a) => joined(core, parts, axisIn(a, parts[0], 0));

function Split(core, [x, given], a, outputs) {
  const axis = axisIn(a, x, 0), d = x.axes[axis], each = Math.ceil(d / outputs);
  const sizes = given ? integers(given) : range(outputs).map(i => Math.max(0, Math.min(each, d - i * each))), begins = starts(sizes);
  require(sizes.length === outputs && begins.at(-1) + sizes.at(-1) === d, 'an axis that is not cut into as many parts');
  return sizes.map((n, k) => along(core, x, { [axis]: range(n).map(i => i + begins[k]) }));
}

function Slice(core, [x, from, to, axes, strides]) {
  const lists = {}, clamp = (i, least, most) => Math.min(most, Math.max(least, i));
  axesIn(x, axes).forEach((axis, i) => {
    const d = x.axes[axis], by = strides ? integers(strides)[i] : 1, [least, most] = by > 0 ? [0, d] : [-1, d - 1];
    const [first, end] = [[from, 0], [to, least]].map(([list, low]) => clamp(counted(integers(list)[i], d), low, most));
    lists[axis] = range(Math.max(0, Math.ceil((end - first) / by))).map(k => first + k * by);
  });
  return along(core, x, lists);
}

const modulo = (i, n) => ((i % n) + n) % n;

const PADS = {
  constant: i => i, edge: (i, d) => Math.min(d - 1, Math.max(0, i)), wrap: modulo,
  reflect: (i, d) => (d === 1 ? 0 : Math.min(modulo(i, 2 * d - 2), 2 * d - 2 - modulo(i, 2 * d - 2))),
};

function Pad(core, [x, pads, fill, axes], { mode = 'constant' }) {
  const list = integers(pads), named = axesIn(x, axes), n = named.length;
  const padded = (d, i) => range(d + list[i] + list[i + n]).map(p => PADS[mode](p - list[i], d));
  require(!fill || isConstant(fill), 'a number to pad with that only a run knows');
  return along(core, x, Object.fromEntries(named.map((axis, i) => [axis, padded(x.axes[axis], i)])), fill?.elements[0]);
}

const Tile = (core, [x, repeats]) => along(core, x, integers(repeats).map((n, i) => range(x.axes[i] * n).map(p => p % x.axes[i])));

const Transpose = (core, [x], { perm = range(x.axes.length).reverse() }) =>
  transpose(core, x, [perm].flat().map(i => counted(i, x.axes.length)));

/** The axes that the same cells get. */
const SHAPES = {
  Flatten: ([x], { axis = 1 }) => [x.axes.slice(0, axis), x.axes.slice(axis)].map(product),
  Squeeze: ([x, list]) => x.axes.filter((d, i) => (list ? !axesIn(x, list).includes(i) : d !== 1)),
  Reshape([x, shape], { allowzero }) {
    const axes = integers(shape).map((d, i) => (d === 0 && !allowzero ? x.axes[i] : d));
    return axes.map(d => (d < 0 ? product(x.axes) / -product(axes) : d));
  },
  Unsqueeze([x, list]) {
    const n = x.axes.length + integers(list).length, added = integers(list).map(i => counted(i, n)), rest = [...x.axes];
    return range(n).map(i => (added.includes(i) ? 1 : rest.shift()));
  },
};

/** The same cells in more axes, in another order, in the axes of y. */
const BLOCKS = {
  DepthToSpace([n, c, h, w], b, mode) {
    const depth = c / b ** 2, result = [n, depth, h * b, w * b];
    return mode === 'crd' ? [[n, depth, b, b, h, w], [0, 1, 4, 2, 5, 3], result] : [[n, b, b, depth, h, w], [0, 3, 4, 1, 5, 2], result];
  },
  SpaceToDepth: ([n, c, h, w], b) => [[n, c, h / b, b, w / b, b], [0, 3, 5, 1, 2, 4], [n, c * b ** 2, h / b, w / b]],
};

const moved = rule => (core, [x], { blocksize, mode }) => {
  const [axes, perm, result] = rule(x.axes, blocksize, mode);
  return cells(core, transpose(core, cells(core, x, axes), perm), result);
};

const Shape = (core, [x], a) => constantOf([x.axes.slice(a.start, a.end).length], x.axes.slice(a.start, a.end).map(BigInt));

function Cast(core, [x], { to }) {
  if (x.kind && to === 'f32') core.outputs.push(x);
  if (!isInteger(to)) return { axes: x.axes };
  if (!x.kind) return core.border(x.axes, x.clip ?? interval(to), to);
  const isHeld = x.bounds[0] >= interval(to)[0] && x.bounds[1] <= interval(to)[1];
  require(isHeld || to === 'bool', 'a cast to a type that does not hold every value');
  return isHeld ? cells(core, x, x.axes) : Not(core, [isZero(core, x)]);
}

// Sums and products.

const sum = sign => (core, [x, y]) => {
  const axes = broadcast(x.axes, y.axes), f = (a, b) => (sign > 0n ? [a[0] + b[0], a[1] + b[1]] : difference(a, b));
  if (isConstant(x) && isConstant(y)) return computed(axes, [x, y], (a, b) => a + sign * b);
  const own = ({ channels: c, axes: of }) => (c && of[c.axis] > 1 ? c.axis + axes.length - of.length : -1);
  const parts = [x, y].map(value => [value, (groups, c) => c.broadcast(groups, value.axes)]);
  return core.value(['move', parts, { label: 0x49, divisor: sign }], axes, ...combined(x, y, axes, Math.max(own(x), own(y)), f));
};

const Add = sum(1n), Sub = sum(-1n);

function times(core, x, y, bounds) {
  const axes = broadcast(x.axes, y.axes), isVector = c => isConstant(c) && c.axes.filter(d => d > 1).length <= 1;
  if (isConstant(x) && isConstant(y)) return computed(axes, [x, y], (a, b) => a * b);
  if (!isVector(x) && !isVector(y)) return core.value(['cellProduct', x, y], axes, bounds);
  const [c, other] = isVector(y) ? [y, x] : [x, y], own = c.axes.findIndex(d => d > 1);
  return core.value(['factor', other, c, own < 0 ? -1 : own + axes.length - c.axes.length], axes, bounds);
}

function Mul(core, [x, y]) {
  const least = x.bounds[0] > 0n || x.bounds[1] < 0n ? around(products(x.bounds, x.bounds))[0] : 0n, square = [least, sizeOf(x.bounds) ** 2n];
  return times(core, x, y, byLength(x, y) ?? byLength(y, x) ?? (x === y ? square : products(x.bounds, y.bounds)));
}

const Neg = (core, [x]) => times(core, x, single(-1), [-x.bounds[1], -x.bounds[0]]);

const madeBy = (x, operator) => (x?.origin?.operator === operator ? x.origin : null);

/** Whether a value is the sum of another along axes that it keeps. */
const isSumOf = (y, x) => madeBy(y, 'ReduceSum')?.inputs[0] === x && (y.origin.attributes.keepdims ?? 1) === 1;

/** The bound of x times a number over the length of x. */
function byLength(x, y) {
  const quotient = madeBy(y, 'FixedDiv'), [c, divisor] = quotient?.inputs ?? [], root = madeBy(divisor, 'FixedSqrt');
  const [given] = root?.inputs ?? [], [sums, bias] = madeBy(given, 'Add')?.inputs ?? [], t = root?.attributes.shift ?? 0;
  const q = isConstant(bias) && bias.bounds[0] >= 0n ? sums : given, square = madeBy(q, 'ReduceSum')?.inputs[0];
  const isLength = madeBy(square, 'Mul')?.inputs.every(v => v === x) && isSumOf(q, square) && t % 2 === 0 && c.bounds[0] >= 0n;
  if (!isLength || String(broadcast(x.axes, y.axes)) !== String(x.axes)) return null;
  const most = (c.bounds[1] << BigInt(quotient.attributes.shift ?? 0) >> BigInt(t / 2)) + sizeOf(x.bounds) + 1n;
  return [-most, most];
}

function FixedMatMul(core, [a, b]) {
  const [isRow, isColumn] = [a, b].map(x => x.axes.length === 1);
  const left = isRow ? cells(core, a, [1, ...a.axes]) : a, right = isColumn ? cells(core, b, [...b.axes, 1]) : b;
  const batch = broadcast(left.axes.slice(0, -2), right.axes.slice(0, -2)), [i, d] = left.axes.slice(-2), [e, j] = right.axes.slice(-2);
  require(d === e, 'matrices that do not fit each other');
  const y = core.value(['matMul', left, right], [...batch, i, j], products(a.bounds, b.bounds).map(limit => limit * BigInt(d)));
  return isRow || isColumn ? cells(core, y, [...batch, ...(isRow ? [] : [i]), ...(isColumn ? [] : [j])]) : y;
}

function weighted(core, [x, W, b], m, details, places) {
  const A = core.rowsOf(W), middle = i => (b ? b.elements[i] : 0n);
  const intervals = A.map((sums, i) => [-1n, 1n].map(sign => middle(i) + sign * sizeOf(x.bounds) * sums));
  const axes = [...x.axes.slice(0, m), A.length, ...places];
  return core.value(['weighted', { x, W, b, m, ...details }], axes, around(intervals.flat()), { axis: m, intervals });
}

const FixedLinear = (core, values) => weighted(core, values, values[0].axes.length - 1, { G: 1, planes: [], label: 0x41 }, []);

/** For each axis of a plane: for each tap which cell each place of the window sees. */
function windows(a, kernel, sizes) {
  const ones = sizes.map(() => 1), [strides, dilations] = [a.strides ?? ones, a.dilations ?? ones].map(list => [list].flat());
  const pads = a.pads ?? [...ones, ...ones].fill(0);
  require((a.auto_pad ?? 'explicit') === 'explicit' && !a.ceil_mode, 'automatic padding, or windows that are rounded up');
  return sizes.map((d, i) => {
    const room = d + pads[i] + pads[i + sizes.length] - (kernel[i] - 1) * dilations[i] - 1;
    return range(kernel[i]).map(t => range(Math.floor(room / strides[i]) + 1).map(p => p * strides[i] + t * dilations[i] - pads[i]));
  });
}

function FixedConv(core, values, a) {
  const [x, W] = values, sizes = x.axes.slice(2), taps = windows(a, W.axes.slice(2), sizes);
  const planes = sizes.map((d, i) => inside(d, taps[i].flat())), places = taps.map(lists => lists[0].length);
  return weighted(core, values, 1, { G: a.group ?? 1, planes, label: 0x48 }, places);
}

/** The axes that a reduction goes over, in order. */
function reduced(x, list, a) {
  require(list || !a.noop_with_empty_axes, 'a reduction of no axis');
  return list ? axesIn(x, list).sort((p, q) => p - q) : range(x.axes.length).filter(i => i >= (a.first_axis ?? 0));
}

/** What has one cell along some axes, in the axes of a result. */
const keptOrNot = (core, y, over, a) => (a.keepdims ?? 1 ? y : cells(core, y, y.axes.filter((_, i) => !over.includes(i))));

/** The sums along some axes, which have one cell then. */
function total(core, x, over, bounds) {
  const maps = x.axes.map((d, i) => (over.includes(i) ? { axes: [d], cells: [range(d)] } : sameCells(d)));
  return core.value(['move', [[x, (groups, c) => c.pull(groups, maps)]]], maps.map(m => m.cells.length), bounds);
}

function ReduceSum(core, [x, list], a) {
  const over = reduced(x, list, a), n = BigInt(product(over.map(i => x.axes[i])));
  return keptOrNot(core, total(core, x, over, x.bounds.map(e => e * n)), over, a);
}

// What is rounded, limited and divided.

function FixedScale(core, [x, M, T], a) {
  const shift = BigInt(a.shift ?? 32), half = 1n << shift - 1n, axis = M.elements.length > 1 ? axisIn(a, x, -1) : -1;
  const ofAxis = constantOf(axis < 0 ? [] : x.axes.map((d, i) => (i === axis ? d : 1)), M.elements);
  const [scaled] = combined(x, ofAxis, x.axes, axis, (e, m) => products(e, m).map(product => product + half));
  const q = scaled.map(e => e >> shift), b = whole(bitLength(sizeOf(q)) + 1), rule = ['scaled', x, M, axis, shift];
  require(sizeOf(scaled) < 1n << 62n && (T || BigInt(b) + shift <= 64n), 'a scaled number of too many bits');
  const limbs = (bits, offset) => core.limbs(x.axes, bits, offset);
  if (!T) return core.value([...rule, limbs(b, 1n << BigInt(b - 1)), limbs(Number(shift))], x.axes, q);
  require(q[0] >= -32768n && q[1] <= 32767n && T.elements.length === 65536, 'a number leaves its table');
  if (!core.tables.includes(T)) core.tables.push(T);
  const columns = [core.column(x.axes), core.column(x.axes)];
  core.lookups.push({ columns, factor: 1, offset: 32768, table: core.tables.indexOf(T) + 1 });
  core.add(...rule, { columns: columns.slice(0, 1), offset: 0n }, limbs(Number(shift)));
  return core.committed(x.axes, around(T.elements), columns[1]);
}

function extreme(core, x, other, isMax) {
  const f = (a, b) => a.map((e, i) => (isMax === e > b[i] ? e : b[i])), b = bitLength(sizeOf(difference(x.bounds, other.bounds)));
  require(b <= 61, 'a maximum has no bounds');
  const rule = ['extreme', x, other, core.limbs(x.axes, whole(b)), isMax];
  return core.value(rule, x.axes, ...combined(x, other, x.axes, x.channels?.axis ?? -1, f));
}

const limit = isMax => (core, [a, b]) => {
  const [x, c] = isConstant(a) ? [b, a] : [a, b], axes = isConstant(c) ? broadcast(x.axes, c.axes) : c.axes;
  require(String(axes) === String(x.axes), 'a limit that is not broadcast to its input');
  return extreme(core, x, c, isMax);
};

/** The largest of several, two by two. */
function largest(core, queue, isMax) {
  while (queue.length > 1) queue.push(extreme(core, queue.shift(), queue.shift(), isMax));
  return queue[0];
}

/** That of what some lists see of an axis. */
const largestOf = (core, x, axis, lists, fill, isMax) =>
  largest(core, lists.map(list => along(core, x, { [axis]: list }, fill, false)), isMax);

function MaxPool(core, [x], a) {
  const [low] = x.bounds, taps = windows(a, [a.kernel_shape].flat(), x.axes.slice(2));
  const y = taps.reduce((value, lists, i) => largestOf(core, value, i + 2, lists, value.bounds[0], true), x);
  return cells(core, y, y.axes);
}

const reduceExtreme = isMax => (core, [x, list], a) => {
  const over = reduced(x, list, a), halved = (value, axis) => {
    const d = value.axes[axis], half = Math.ceil(d / 2), lists = [0, d - half].map(from => range(half).map(p => p + from));
    return d > 1 ? halved(largestOf(core, value, axis, lists, 0n, isMax), axis) : value;
  };
  const y = over.reduce(halved, x);
  return cells(core, y, a.keepdims ?? 1 ? y.axes : y.axes.filter((_, i) => !over.includes(i)));
};

const atLeast = (core, x, least) => (x.bounds[0] < least ? extreme(core, x, single(least), true) : x);

/** Limbs of an interval: their bits, and what is added so that they begin at 0. */
function form([low, high], rule = b => b) {
  const b = rule(low >= 0n ? bitLength(high) : bitLength(sizeOf([low, high])) + 1);
  return [b, low >= 0n ? 0n : 1n << BigInt(b - 1)];
}

const floor = (n, d) => (n >= 0n ? n / d : -((d - 1n - n) / d));

function FixedDiv(core, [x, divisor], a) {
  const s = BigInt(a.shift ?? 0), d = atLeast(core, divisor, 1n), D = d.bounds[1], axes = broadcast(x.axes, d.axes);
  const all = around(x.bounds.flatMap(e => d.bounds.map(f => floor((e << s + 1n) + f, 2n * f)))), share = shareOfSum(x, divisor);
  const bounds = share ? [0n, all[1] < share << s ? all[1] : share << s] : all;
  const limbs = ([n, from]) => core.limbs(axes, n, from), none = { columns: [], offset: 0n }, parts = { m: 0n, h: none, product: none };
  const b = whole(bitLength(2n * D - 1n)), R = 1n << BigInt(b), N = (sizeOf(x.bounds) << s + 1n) + D, [yBits, offset] = form(bounds, whole);
  if (N + 2n * D * (1n << BigInt(yBits - (offset ? 1 : 0))) + R < P) parts.l = limbs([yBits, offset]);
  else {
    const m = BigInt(60 - bitLength(D)), U = (N + (1n << 61n) + R) >> m + 1n, high = bounds.map(e => e >> m);
    const [H, V] = [sizeOf(high), U].map(e => 1n << BigInt(bitLength(e))), right = (V << m + 1n) + (1n << 61n) + R;
    require(m >= 1n && N + right < P && H * D + V < P, 'a quotient of too many bits');
    Object.assign(parts, { m, l: limbs([Number(m), 0n]), h: limbs(form(high)), product: limbs(form([bounds[0] < 0n ? -U : 0n, U])) });
  }
  return core.value(['divide', { x, d, s, axes, ...parts, r: limbs([b, 0n]), t: limbs([b, 0n]) }], axes, bounds);
}

/** The largest quotient of x and its own sum, or of a multiple. */
function shareOfSum(x, divisor) {
  const [p, c] = madeBy(x, 'Mul')?.inputs ?? [], isOne = isSingle(c) && c.elements[0] >= 1n;
  return x.bounds[0] < 0n ? null : isSumOf(divisor, x) ? 1n : isOne && isSumOf(divisor, p) ? c.elements[0] : null;
}

const integerRoot = (x, y = 0n, bit = 1n << 31n) => (bit ? integerRoot(x, (y + bit) ** 2n <= x ? y + bit : y, bit >> 1n) : y);

function FixedSqrt(core, [given], a) {
  const s = BigInt(a.shift ?? 0), x = atLeast(core, given, 0n), bounds = x.bounds.map(e => integerRoot(e << s));
  require(x.bounds[1] << s < 1n << 62n, 'a root has no bounds');
  const limbs = [bounds[1], 2n * bounds[1], 2n * bounds[1]].map(most => core.limbs(x.axes, bitLength(most)));
  return core.value(['squareRoot', x, s, ...limbs], x.axes, bounds);
}

// Bits, comparisons and choices.

const BIT = [0n, 1n], bounded = (x, bounds) => (isConstant(x) ? x : Object.assign(x, { bounds, channels: null }));

function isPositive(core, D) {
  if (isConstant(D)) return computed(D.axes, [D], e => (e > 0n ? 1n : 0n));
  const y = core.committed(D.axes, BIT), b = bitLength(sizeOf(D.bounds));
  require(b <= 61, 'a comparison has no bounds');
  core.add('positive', D, y, core.limbs(D.axes, b));
  return y;
}

function isZero(core, D) {
  if (isConstant(D)) return computed(D.axes, [D], e => (e === 0n ? 1n : 0n));
  const [y, h] = [core.committed(D.axes, BIT), core.committed(D.axes)];
  core.add('zero', D, y, h);
  return y;
}

const Less = (core, [x, y]) => isPositive(core, Sub(core, [y, x]));
const Equal = (core, pair) => isZero(core, Sub(core, pair));
const Not = (core, [x]) => bounded(Sub(core, [single(1), x]), BIT);
const LessOrEqual = (core, pair) => Not(core, [isPositive(core, Sub(core, pair))]);

const requireBits = list => require(list.every(x => x.bounds[0] >= 0n && x.bounds[1] <= 1n), 'an input that is more than bits');

/** And, Or or Xor: x y; x + y less that, or less twice that. */
const logic = subtractions => (core, pair) => {
  requireBits(pair);
  const both = times(core, ...pair, BIT), less = () => range(subtractions).reduce(x => Sub(core, [x, both]), Add(core, pair));
  return subtractions === 0 ? both : cells(core, less(), both.axes, BIT);
};

function Where(core, [c, x, y]) {
  if (!isConstant(c)) {
    requireBits([c]);
    const part = times(core, c, Sub(core, [x, y]), around([...difference(x.bounds, y.bounds), 0n]));
    return bounded(Add(core, [part, y]), around([...x.bounds, ...y.bounds]));
  }
  const axes = broadcast(c.axes, x.axes, y.axes), wide = c.axes.flatMap((d, i) => (d > 1 ? [i + axes.length - c.axes.length] : []));
  const first = wide[0] ?? 0, end = (wide.at(-1) ?? -1) + 1, isTrue = spread(c, axes, first, end).cells.map(q => c.elements[q] !== 0n);
  const apart = range(axes.length).filter(i => i < first || i >= end).map(i => [i, i + 1]), ranges = apart.toSpliced(first, 0, [first, end]);
  const part = (value, wanted) => {
    const maps = ranges.map(stretch => spread(value, axes, ...stretch)), { axes: own, cells: all } = maps[first];
    return [value, maps.with(first, { axes: own, cells: all.map((q, i) => (isTrue[i] === wanted ? q : undefined)) })];
  };
  const fill = [y, x].find(isSingle), parts = [[x, true], [y, false]].filter(([value]) => value !== fill);
  return placement(core, ranges.map(stretch => axes.slice(...stretch)), parts.map(pair => part(...pair)), fill?.elements[0]);
}

function chosen(core, axes, axis, indices) {
  const H = core.committed(axes, BIT);
  core.add('choice', H, axis, indices);
  return H;
}

/** A choice of the largest or smallest cell of each row, and that cell. */
function best(core, x, axis, bounds, isMax, isLast) {
  const H = chosen(core, x.axes, axis), m = total(core, times(core, H, x, around([...x.bounds, 0n])), [axis], bounds), d = x.axes[axis];
  const before = x.axes.map(sameCells).with(axis, { axes: [d], cells: range(d).map(r => range(d).filter(s => (isLast ? s < r : s > r))) });
  const S = core.value(['move', [[H, (groups, c) => c.pull(groups, before)]]], x.axes, BIT);
  const left = Sub(core, [Sub(core, isMax ? [m, x] : [x, m]), S]);
  core.add('notNegative', left, core.limbs(x.axes, bitLength(x.bounds[1] - x.bounds[0])));
  return [H, m];
}

function indexOf(core, H, axis) {
  const d = H.axes[axis], places = constantOf([d, ...H.axes.slice(axis + 1).fill(1)], range(d).map(BigInt)), bounds = [0n, BigInt(d - 1)];
  return total(core, times(core, H, places, bounds), [axis], bounds);
}

const argument = isMax => (core, [x], a) => {
  const axis = axisIn(a, x, 0), [H] = best(core, x, axis, x.bounds, isMax, a.select_last_index), y = indexOf(core, H, axis);
  return cells(core, y, a.keepdims ?? 1 ? y.axes : y.axes.toSpliced(axis, 1));
};

function TopK(core, [x, count], a, outputs) {
  const axis = axisIn(a, x, -1), isMax = (a.largest ?? 1) === 1, B = x.bounds[1] - x.bounds[0] + 1n, lists = [[], []];
  const [low, high] = x.bounds, longer = isMax ? [low - B, high] : [low, high + B];
  for (let rest = x, n = integers(count)[0]; n > 0; n--) {
    const [H, m] = best(core, rest, axis, x.bounds, isMax, false);
    lists[0].push(m);
    lists[1].push(indexOf(core, H, axis));
    if (n > 1) rest = cells(core, Add(core, [rest, times(core, H, single(isMax ? -B : B), [-B, B])]), x.axes, longer);
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
  return placement(core, x.axes.map(n => [n]).with(axis, t.axes), [[x, maps]], x.bounds[0], isConstant(x) && isConstant(source));
}

function gatherComputed(core, x, t, axis, d) {
  const isNegative = t.bounds[0] < 0n && isPositive(core, Sub(core, [single(0), t]));
  const index = isNegative ? Add(core, [t, times(core, isNegative, single(d), [0n, BigInt(d)])]) : t;
  const H = cells(core, chosen(core, [...t.axes, d], t.axes.length, index), [product(t.axes), d]);
  const others = range(x.axes.length).filter(i => i !== axis), rest = others.map(i => x.axes[i]), n = t.axes.length;
  const table = cells(core, transpose(core, x, [axis, ...others]), [d, product(rest)]);
  const rows = core.value(['matMul', H, table], [H.axes[0], table.axes[1]], table.bounds);
  return transpose(core, cells(core, rows, [...t.axes, ...rest]), rest.map((_, i) => i + n).toSpliced(axis, 0, ...range(n)));
}

const shaped = rule => (core, inputs, a) => cells(core, inputs[0], rule(inputs, a));
const each = (rules, make) => Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, make(rule)]));

export const OPERATORS = {
  Add, Cast, Concat, Equal, Expand, FixedConv, FixedDiv, FixedLinear, FixedMatMul, FixedScale, FixedSqrt, Gather, Less, LessOrEqual,
  MaxPool, Mul, Neg, Not, Pad, ReduceSum, Shape, Slice, Split, Sub, Tile, TopK, Transpose, Where, ...each(SHAPES, shaped), ...each(BLOCKS, moved),
  ...each({ And: 0, Or: 1, Xor: 2 }, logic), ...each({ ArgMax: true, ArgMin: false }, argument), ...each({ Max: true, Min: false }, limit),
  ...each({ ReduceMax: true, ReduceMin: false }, reduceExtreme),
};
