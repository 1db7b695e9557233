// Section 9: what each operator of a Program becomes: values with their bounds, columns, and rules (steps.js).
import { around, coordinates, cut, P, product, range, require, sizeOf, total } from './numbers.js';
import { interval, isInteger, isOfType } from './file.js';

export const constantOf = (axes, elements) => ({ kind: 'public', axes, elements, bounds: around(elements), isConstant: true });

const isConstant = x => x?.isConstant === true, isSingle = x => isConstant(x) && x.elements.length === 1;
const single = number => constantOf([], [BigInt(number)]);
const counted = (i, n) => (Number(i) < 0 ? Number(i) + n : Number(i));
const integers = x => require(isConstant(x) && x.elements.length > 0, 'a list that only a run knows, or an empty one') && x.elements.map(Number);
const axesIn = (x, list) => (list ? integers(list).map(i => counted(i, x.axes.length)) : range(x.axes.length));
const bitLength = x => Math.max(1, x.toString(2).length), whole = b => (b <= 48 ? Math.ceil(b / 16) * 16 : b), asIs = b => b;
const products = (a, b) => around(a.flatMap(x => b.map(y => x * y))), added = (a, b) => [a[0] + b[0], a[1] + b[1]];
const difference = (a, b) => [a[0] - b[1], a[1] - b[0]];

export const broadcast = (...shapes) => range(Math.max(...shapes.map(axes => axes.length))).map((_, i, { length }) => {
  const sizes = shapes.map(axes => axes[i + axes.length - length] ?? 1).filter(d => d !== 1);
  return require(new Set(sizes).size < 2, 'sizes that do not go together') && (sizes[0] ?? 1);
});

/** The place of a cell, given by its last indices, in axes that are broadcast. */
const placeIn = (axes, index) => axes.reduce((at, d, i) => at * d + (d > 1 ? index[index.length - axes.length + i] : 0), 0);

/** f cell by cell where all values are known, otherwise what makes a step of it. */
const known = (f, make) => (core, values, bounds) => {
  const axes = broadcast(...values.map(x => x.axes)), at = index => values.map(x => x.elements[placeIn(x.axes, index)]);
  return values.every(isConstant) ? constantOf(axes, coordinates(axes).map(index => f(...at(index)))) : make(core, axes, values, bounds);
};

/** f of two intervals, for each cell of an axis that both are broadcast to, unless it is -1. */
function combined(x, y, axes, axis, f) {
  const at = ({ axes: own, bounds, channels, elements = [] }, cell, place = axis - axes.length + own.length) =>
    (elements.length > 1 && elements.length === own[place] ? [elements[cell], elements[cell]]
      : channels?.axis === place && own[place] > 1 ? channels.intervals[cell] : bounds);
  const intervals = range(axes[axis] ?? 0).map(cell => f(at(x, cell), at(y, cell)));
  return axis < 0 ? [f(x.bounds, y.bounds)] : [around(intervals.flat()), { axis, intervals }];
}

// What only moves cells. A map says for some axes of y which cell of some axes of x each of their cells is, if any.

const sameCells = d => ({ axes: [d], cells: range(d) });
const inside = (d, list) => ({ axes: [d], cells: list.map(q => (q >= 0 && q < d ? q : undefined)) });
const pulled = (x, maps, order) => [x, (groups, c) => c.pull(groups, maps, order)];

/** The same cells in other axes, of which one may be -1: as many as are left. */
function cells(core, x, given = x.axes, bounds = x.bounds) {
  const axes = given.map(d => (d < 0 ? product(x.axes) / -product(given) : d)), parts = [[x, (groups, c) => c.regroup(groups, x.axes)]];
  require(product(axes) === product(x.axes), 'axes that do not have as many cells');
  return isConstant(x) ? { ...x, axes } : Object.assign(core.value(['move', parts], axes, bounds, null, null), { same: x });
}

/** parts: [x, a map for each group of axes, the order in which x has them]; groups: the axes of y in each. */
function placement(core, parts, fill = 0n, groups = parts[0][1].map(m => [m.cells.length]), isKnown = parts.every(([x]) => isConstant(x))) {
  const axes = groups.flat(), seen = total(parts.map(([, maps]) => product(maps.map(m => m.cells.filter(q => q !== undefined).length))));
  const placeOf = (maps, order, index) => order.reduce((at, g) => at * product(maps[g].axes) + maps[g].cells[index[g]], 0);
  const elements = index => parts.map(([x, maps, order = range(maps.length)]) => x.elements[placeOf(maps, order, index)]);
  if (isKnown) return constantOf(axes, coordinates(groups.map(product)).map(index => elements(index).find(e => e !== undefined) ?? fill));
  const bounds = around([...parts.flatMap(([x]) => x.bounds), ...(seen < product(axes) ? [fill] : [])]);
  return core.value(['move', parts.map(part => pulled(...part)), { fill }], axes, bounds, null, groups.map(g => g.length));
}

const transpose = (core, x, perm) => placement(core, [[x, perm.map(i => sameCells(x.axes[i])), range(perm.length).map(i => perm.indexOf(i))]]);

/** A placement of one value: for the i-th of some axes, of d cells, cellsOf(d, i); other axes as they are. */
const along = (core, x, axes, cellsOf, fill, isKnown) => placement(core, [[x, x.axes.map((d, i) =>
  (axes.includes(i) ? inside(d, cellsOf(d, axes.indexOf(i))) : sameCells(d)))]], fill, undefined, isKnown);

const axesWithin = (x, stretch, n) => x.axes.slice(...stretch.map(i => Math.max(0, i - n + x.axes.length)));

/** A placement of values that are broadcast to axes, which are cut into stretches; where a part has cells, `choose` says. */
function spread(core, axes, stretches, parts, fill) {
  const cellsOf = (own, stretch, choose) => coordinates(axes.slice(...stretch)).map(index => (choose(index) ? placeIn(own, index) : undefined));
  const map = (own, stretch, choose) => ({ axes: own, cells: cellsOf(own, stretch, choose) }), all = () => true;
  const maps = ([x, at, choose]) => [x, stretches.map((stretch, g) => map(axesWithin(x, stretch, axes.length), stretch, g === at ? choose : all))];
  return placement(core, parts.map(maps), fill, stretches.map(stretch => axes.slice(...stretch)));
}

/** Parts of an axis, one behind the other. */
const joined = (core, parts, axis, own = parts.map(x => x.axes[axis]), cells = range(total(own))) => placement(core, parts.map((x, k) =>
  [x, x.axes.map(sameCells).with(axis, inside(own[k], cells.map(i => i - total(own.slice(0, k)))))]));

const modulo = (i, n) => ((i % n) + n) % n, each = list => list.map((_, i) => [i, i + 1]);
const reflected = (i, n) => Math.min(modulo(i, n), n - modulo(i, n)), nearest = (i, d) => Math.min(d - 1, Math.max(0, i));
const PADS = { constant: i => i, edge: nearest, wrap: modulo, reflect: (i, d) => (d === 1 ? 0 : reflected(i, 2 * d - 2)) };

const MOVES = {
  Concat: (core, parts, { axis = 0 }) => joined(core, parts, axis),
  Expand: (core, [x, shape], a, n, axes = broadcast(x.axes, integers(shape))) => spread(core, axes, each(axes), [[x]]),
  Tile: (core, [x, repeats]) => along(core, x, range(x.axes.length), (d, i) => range(d * integers(repeats)[i]).map(p => p % d)),
  Transpose: (core, [x], { perm }) => transpose(core, x, perm?.map(i => counted(i, x.axes.length)) ?? range(x.axes.length).reverse()),

  Split(core, [x, given], { axis = 0 }, outputs) {
    const d = x.axes[axis], most = Math.ceil(d / outputs), evenly = i => Math.max(0, Math.min(most, d - i * most));
    const sizes = given ? integers(given) : range(outputs).map(evenly);
    require(sizes.length === outputs && total(sizes) === d, 'an axis that is not cut into as many parts');
    return cut(range(d), sizes).map(list => along(core, x, [axis], () => list));
  },

  Slice: (core, [x, from, to, axes, strides]) => along(core, x, axesIn(x, axes), (d, i) => {
    const by = strides ? integers(strides)[i] : 1, [least, most] = by > 0 ? [0, d] : [-1, d - 1];
    const [first, end] = [from, to].map(list => Math.min(most, Math.max(least, counted(integers(list)[i], d))));
    return range(Math.ceil((end - first) / by)).map(k => first + k * by);
  }),

  Pad(core, [x, pads, fill, axes], { mode = 'constant' }) {
    const list = integers(pads), named = axesIn(x, axes), padded = (d, from, end) => range(d + from + end).map(p => PADS[mode](p - from, d));
    require(!fill || isConstant(fill), 'a number to pad with that only a run knows');
    return along(core, x, named, (d, i) => padded(d, list[i], list[i + named.length]), fill?.elements[0]);
  },
};

/** The axes that the same cells get. */
const SHAPES = {
  Flatten: ([x], { axis = 1 }) => [x.axes.slice(0, axis), x.axes.slice(axis)].map(product),
  Squeeze: ([x, list]) => x.axes.filter((d, i) => (list ? !axesIn(x, list).includes(i) : d !== 1)),
  Reshape: ([x, shape], { allowzero }) => integers(shape).map((d, i) => (d === 0 && !allowzero ? x.axes[i] : d)),
  Unsqueeze: ([x, list]) => integers(list).map((i, _, { length }) => counted(i, x.axes.length + length)).sort((p, q) => p - q)
    .reduce((axes, i) => axes.toSpliced(i, 0, 1), x.axes),
};

/** The same cells in more axes, in another order, in the axes of y. */
const BLOCKS = {
  DepthToSpace: ([n, c, h, w], b, mode) => (mode === 'crd' ? [[n, c / b ** 2, b, b, h, w], [0, 1, 4, 2, 5, 3], [n, c / b ** 2, h * b, w * b]]
    : [[n, b, b, c / b ** 2, h, w], [0, 3, 4, 1, 5, 2], [n, c / b ** 2, h * b, w * b]]),
  SpaceToDepth: ([n, c, h, w], b) => [[n, c, h / b, b, w / b, b], [0, 3, 5, 1, 2, 4], [n, c * b ** 2, h / b, w / b]],
};

const inBlocks = (core, x, [axes, perm, result]) => cells(core, transpose(core, cells(core, x, axes), perm), result);

const Shape = (core, [x], { start, end }) => constantOf([x.axes.slice(start, end).length], x.axes.slice(start, end).map(BigInt));

function Cast(core, [x], { to }) {
  if (x.kind && to === 'f32') core.outputs.push(x);
  if (!isInteger(to)) return { axes: x.axes };
  if (!x.kind) return core.border(x.axes, to, x.clip ?? interval(to));
  if (isOfType(to, x.bounds)) return cells(core, x);
  return require(to === 'bool', 'a cast to a type that does not hold every value') && not(core, isZero(core, [x]));
}

// Sums and products.

const sum = sign => known((a, b) => a + sign * b, (core, axes, pair) => {
  const own = ({ channels: c, axes: of }) => (c && of[c.axis] > 1 ? c.axis + axes.length - of.length : -1), axis = Math.max(...pair.map(own));
  const parts = pair.map(x => [x, (groups, c) => c.broadcast(groups, x.axes)]), f = sign > 0n ? added : difference;
  return core.value(['move', parts, { label: 0x49, divisor: sign }], axes, ...combined(...pair, axes, axis, f));
});
const add = sum(1n), sub = sum(-1n);

/** What moves x to x M: M is a single number if the axis is -1, otherwise it has one for each cell of that axis. */
const scaled = (c, { axes, w }, { elements }) => ({ axes, w: w.map((weight, i) => c.E.scale(weight, elements[i])) });
const factor = (x, M, axis) => [[[x, (groups, c) => c.broadcast(groups.map((g, i) => (i === axis ? scaled(c, g, M) : g)), x.axes)]],
  { divisor: axis < 0 ? M.elements[0] : 1n }];

const isVector = c => isConstant(c) && c.axes.filter(d => d > 1).length <= 1;
const times = known((a, b) => a * b, (core, axes, [x, y], bounds) => {
  const [c, other] = isVector(y) ? [y, x] : [x, y], own = c.axes.findIndex(d => d > 1), axis = own < 0 ? -1 : own + axes.length - c.axes.length;
  return core.value(isVector(c) ? ['move', ...factor(other, c, axis)] : ['cellProduct', x, y, axes], axes, bounds);
});

const ofProduct = (x, y) => products(x.bounds, y.bounds).map(e => (x === y && e < 0n ? 0n : e));
const Mul = (core, [x, y]) => times(core, [x, y], byLength(x, y) ?? byLength(y, x) ?? ofProduct(x, y));

/** What a value was made of, if by that operator; and its shift. */
const partsOf = (x, operator) => (x?.origin?.operator === operator ? x.origin.inputs : []), shiftOf = x => x.origin.attributes.shift ?? 0;

/** Whether a value is the sum of another along axes that it keeps. */
const isSumOf = (y, x) => x && partsOf(y, 'ReduceSum')[0] === x && (y.origin.attributes.keepdims ?? 1) === 1;

/** The bound of x times a number over the length of x. */
function byLength(x, y) {
  const [c, root] = partsOf(y, 'FixedDiv'), [given] = partsOf(root, 'FixedSqrt'), [sums, bias] = partsOf(given, 'Add');
  const q = isConstant(bias) && bias.bounds[0] >= 0n ? sums : given, [square] = partsOf(q, 'ReduceSum'), factors = partsOf(square, 'Mul');
  const isLength = factors[0] === x && factors[1] === x && isSumOf(q, square) && shiftOf(root) % 2 === 0 && c.bounds[0] >= 0n;
  if (!isLength || String(broadcast(x.axes, y.axes)) !== String(x.axes)) return null;
  return [-1n, 1n].map(sign => sign * ((c.bounds[1] << BigInt(shiftOf(y)) >> BigInt(shiftOf(root) / 2)) + sizeOf(x.bounds) + 1n));
}

function FixedMatMul(core, [a, b]) {
  const [left, right] = [a, b].map((x, at) => (x.axes.length > 1 ? x : cells(core, x, x.axes.toSpliced(at, 0, 1))));
  const batch = broadcast(left.axes.slice(0, -2), right.axes.slice(0, -2)), [i, d] = left.axes.slice(-2), [e, j] = right.axes.slice(-2);
  const bounds = require(d === e, 'matrices that do not fit each other') && products(a.bounds, b.bounds).map(limit => limit * BigInt(d));
  const y = core.value(['matMul', left, right, batch], [...batch, i, j], bounds);
  return left === a && right === b ? y : cells(core, y, [...batch, ...(left === a ? [i] : []), ...(right === b ? [j] : [])]);
}

function weighted(core, [x, W, b], m, window, places) {
  const most = core.rowsOf(W).map(A => A * sizeOf(x.bounds)), intervals = most.map((e, i) => [-e, e].map(limit => limit + (b?.elements[i] ?? 0n)));
  const axes = [...x.axes.slice(0, m), W.axes[0], ...places], rule = ['weighted', { x, W, b, m, ...window }];
  return core.value(rule, axes, around(intervals.flat()), { axis: m, intervals });
}

/** For each axis of a plane: for each tap which cell each place of the window sees. */
function windows({ strides = [], dilations = [], pads = [], auto_pad: auto = 'explicit', ceil_mode: up }, kernel, sizes) {
  require(auto === 'explicit' && !up, 'automatic padding, or windows that are rounded up');
  const tapsOf = (d, size, by = 1, apart = 1, before = 0, behind = 0) => range(size).map(t =>
    range(Math.floor((d + before + behind - (size - 1) * apart - 1) / by) + 1).map(p => p * by + t * apart - before));
  return sizes.map((d, i) => tapsOf(d, kernel[i], strides[i], dilations[i], pads[i], pads[i + sizes.length]));
}

const FixedLinear = (core, values) => weighted(core, values, values[0].axes.length - 1, { G: 1, planes: [], label: 0x41 }, []);

function FixedConv(core, values, a) {
  const sizes = values[0].axes.slice(2), taps = windows(a, values[1].axes.slice(2), sizes), planes = sizes.map((d, i) => inside(d, taps[i].flat()));
  return weighted(core, values, 1, { G: a.group ?? 1, planes, label: 0x48 }, taps.map(lists => lists[0].length));
}

/** The axes that a reduction goes over, in order; and its result, whose cells are those of y. */
const reduced = (x, list, a) => require(list || !a.noop_with_empty_axes, 'a reduction of no axis')
  && (list ? axesIn(x, list).sort((p, q) => p - q) : range(x.axes.length).filter(i => i >= (a.first_axis ?? 0)));
const kept = (core, y, over, { keepdims = 1 }) => cells(core, y, keepdims ? y.axes : y.axes.filter((_, i) => !over.includes(i)));

/** Along some axes, for each cell of y the cells of x that it is the sum of. */
const sums = (core, x, over, lists, bounds, maps = x.axes.map((d, i) => (over.includes(i) ? { axes: [d], cells: lists(d) } : sameCells(d)))) =>
  core.value(['move', [pulled(x, maps)]], maps.map(m => m.cells.length), bounds);

function ReduceSum(core, [x, list], a) {
  const over = reduced(x, list, a), n = BigInt(product(over.map(i => x.axes[i]))), y = sums(core, x, over, d => [range(d)], x.bounds.map(e => e * n));
  return a.keepdims ?? 1 ? y : kept(core, y, over, a);
}

// What is rounded, limited and divided.

function FixedScale(core, [x, M, T], a) {
  const shift = BigInt(a.shift ?? 32), half = 1n << shift - 1n, axis = M.elements.length > 1 ? a.axis ?? x.axes.length - 1 : -1;
  const factors = constantOf(x.axes.map((_, i) => (i === axis ? M.elements.length : 1)), M.elements);
  const [most] = combined(x, factors, x.axes, axis, (e, m) => products(e, m).map(limit => limit + half));
  const q = most.map(e => e >> shift), b = whole(bitLength(sizeOf(q)) + 1), limbs = (...form) => core.limbs(x.axes, ...form);
  const pinned = number => core.pinned('scaled', x.axes, number, limbs(Number(shift)), factor(x, M, axis), shift);
  require(sizeOf(most) < 1n << 62n && (T || BigInt(b) + shift <= 64n), 'a scaled number of too many bits');
  if (!T) return core.inLimbs(x.axes, q, [pinned(limbs(b, 1n << BigInt(b - 1)))]);
  require(q[0] >= -32768n && q[1] <= 32767n && T.elements.length === 65536, 'a number leaves its table');
  const columns = [core.column(x.axes), core.column(x.axes)], table = core.tables.indexOf(T) + 1 || core.tables.push(T);
  core.lookups.push({ columns, factor: 1, offset: 32768, table });
  pinned({ columns: columns.slice(0, 1), offset: 0n });
  return core.committed(x.axes, around(T.elements), columns[1]);
}

/** Limbs of what lies in size within an interval. */
const distance = (core, axes, bounds, rule = asIs, b = bitLength(sizeOf(bounds))) =>
  require(b <= 61, 'a difference has no bounds') && core.limbs(axes, rule(b));

const limits = isMax => (a, b) => a.map((e, i) => (isMax === e > b[i] ? e : b[i]));
const extreme = (core, x, other, isMax) => core.value(['extreme', x, other, distance(core, x.axes, difference(x.bounds, other.bounds), whole), isMax],
  x.axes, ...combined(x, other, x.axes, x.channels?.axis ?? -1, limits(isMax)));

const limited = (core, x, c, isMax) => require(String(isConstant(c) ? broadcast(x.axes, c.axes) : c.axes) === String(x.axes),
  'a limit that is not broadcast to its input') && extreme(core, x, c, isMax);

/** The largest of some values, two by two; and of what some lists see of an axis. */
const largestOf = (core, [x, y, ...others], isMax) => (y ? largestOf(core, [...others, extreme(core, x, y, isMax)], isMax) : x);
const largest = (core, x, axis, lists, fill, isMax) => largestOf(core, lists.map(list => along(core, x, [axis], () => list, fill, false)), isMax);

const MaxPool = (core, [x], a) =>
  cells(core, windows(a, a.kernel_shape, x.axes.slice(2)).reduce((y, taps, i) => largest(core, y, i + 2, taps, y.bounds[0], true), x));

const halves = d => [0, Math.floor(d / 2)].map(from => range(Math.ceil(d / 2)).map(p => p + from));
const halved = (core, z, axis, isMax) => (z.axes[axis] > 1 ? halved(core, largest(core, z, axis, halves(z.axes[axis]), 0n, isMax), axis, isMax) : z);
const reduceExtreme = isMax => (core, [x, list], a, n, over = reduced(x, list, a)) =>
  kept(core, over.reduce((z, axis) => halved(core, z, axis, isMax), x), over, a);

const atLeast = (core, x, least) => (x.bounds[0] < least ? extreme(core, x, single(least), true) : x);

/** Limbs of an interval: their bits, and what is added so that they begin at 0. */
const form = ([low, high], rule = asIs, b = rule(bitLength(sizeOf([low, high])) + (low < 0n ? 1 : 0))) => [b, low < 0n ? 1n << BigInt(b - 1) : 0n];

const floor = (n, d) => (n >= 0n ? n / d : -((d - 1n - n) / d));

/** The largest quotient of x and its own sum, or of a multiple of what is summed; 0 if it is none. */
const multipleOf = (divisor, [p, c]) => (isSingle(c) && c.elements[0] >= 1n && isSumOf(divisor, p) ? c.elements[0] : 0n);
const shareOfSum = (x, divisor) => (x.bounds[0] < 0n ? 0n : isSumOf(divisor, x) ? 1n : multipleOf(divisor, partsOf(x, 'Mul')));

function FixedDiv(core, [x, divisor], { shift = 0 }) {
  const s = BigInt(shift), d = atLeast(core, divisor, 1n), D = d.bounds[1], axes = broadcast(x.axes, d.axes), share = shareOfSum(x, divisor);
  const [low, high] = around(x.bounds.flatMap(e => d.bounds.map(f => floor((e << s + 1n) + f, 2n * f))));
  const bounds = share ? [0n, high < share << s ? high : share << s] : [low, high], limbs = ([n, from]) => core.limbs(axes, n, from);
  const b = whole(bitLength(2n * D - 1n)), R = 1n << BigInt(b), N = (sizeOf(x.bounds) << s + 1n) + D, [yBits, offset] = form(bounds, whole);
  const isWhole = N + 2n * D * (1n << BigInt(yBits - (offset ? 1 : 0))) + R < P, m = isWhole ? 0n : BigInt(60 - bitLength(D));
  const U = (N + (1n << 61n) + R) >> m + 1n, upper = bounds.map(e => e >> m), [H, V] = [sizeOf(upper), U].map(e => 1n << BigInt(bitLength(e)));
  require(isWhole || (m >= 1n && N + (V << m + 1n) + (1n << 61n) + R < P && H * D + V < P), 'a quotient of too many bits');
  const parts = isWhole ? [[yBits, offset], [0, 0n], [0, 0n]] : [[Number(m), 0n], form(upper), form([bounds[0] < 0n ? -U : 0n, U])];
  const [l, h, product, r, t] = [...parts, [b, 0n], [b, 0n]].map(limbs);
  return core.inLimbs(axes, bounds, [core.pinned('divide', axes, l, { x, d, s, m, h, product, r, t }), h], m);
}

const integerRoot = (x, y = 0n, bit = 1n << 31n) => (bit ? integerRoot(x, (y + bit) ** 2n <= x ? y + bit : y, bit >> 1n) : y);

function FixedSqrt(core, [given], { shift = 0 }) {
  const s = BigInt(shift), x = atLeast(core, given, 0n), bounds = x.bounds.map(e => integerRoot(e << s)), most = bounds[1];
  const numbers = [most, 2n * most, 2n * most].map(e => core.limbs(x.axes, bitLength(e))), y = core.pinned('squareRoot', x.axes, ...numbers, x, s);
  return require(x.bounds[1] << s < 1n << 62n, 'a root has no bounds') && core.inLimbs(x.axes, bounds, [y]);
}

// Bits, comparisons and choices.

const BIT = [0n, 1n], bounded = (x, bounds) => (isConstant(x) ? x : Object.assign(x, { bounds, channels: null }));
const isPositive = known(e => BigInt(e > 0n), (core, axes, [D]) => core.pinned('positive', axes, core.bits(axes), D, distance(core, axes, D.bounds)));
const isZero = known(e => BigInt(e === 0n), (core, axes, [D]) => core.pinned('zero', axes, core.bits(axes), D, core.committed(axes)));
const not = (core, x) => bounded(sub(core, [single(1), x]), BIT);
const requireBits = list => require(list.every(x => x.bounds[0] >= 0n && x.bounds[1] <= 1n), 'an input that is more than bits');

/** And, Or or Xor: x y; x + y less that, or less twice that. */
const logic = n => (core, pair, a, outputs, both = requireBits(pair) && times(core, pair, BIT)) =>
  (n === 0 ? both : cells(core, range(n).reduce(rest => sub(core, [rest, both]), add(core, pair)), both.axes, BIT));

function Where(core, [c, x, y]) {
  const chosen = () => times(core, [c, sub(core, [x, y])], around([...difference(x.bounds, y.bounds), 0n]));
  if (!isConstant(c)) return requireBits([c]) && bounded(add(core, [chosen(), y]), around([...x.bounds, ...y.bounds]));
  const axes = broadcast(c.axes, x.axes, y.axes), lacking = axes.length - c.axes.length, wide = each(axes).filter(([i]) => c.axes[i - lacking] > 1);
  const first = wide[0]?.[0] ?? 0, end = wide.at(-1)?.[1] ?? 0, own = axesWithin(c, [first, end], axes.length);
  const stretches = each(axes).filter(([i]) => i < first || i >= end).toSpliced(first, 0, [first, end]), fill = [y, x].find(isSingle);
  const parts = [[x, first, index => c.elements[placeIn(own, index)] !== 0n], [y, first, index => c.elements[placeIn(own, index)] === 0n]];
  return spread(core, axes, stretches, parts.filter(([value]) => value !== fill), fill?.elements[0]);
}

/** What is chosen from, a choice of the largest or smallest cell of each row, that cell, and its index. */
function best(core, x, axis, bounds, isMax, isLast) {
  const d = x.axes[axis], H = core.pinned('choice', x.axes, core.bits(x.axes), axis), places = range(d), all = () => [places];
  const m = sums(core, times(core, [H, x], around([...x.bounds, 0n])), [axis], all, bounds);
  const S = sums(core, H, [axis], () => places.map(r => places.filter(s => (isLast ? s < r : s > r))), BIT);
  const left = sub(core, [sub(core, isMax ? [m, x] : [x, m]), S]), numbers = constantOf([d, ...x.axes.slice(axis + 1).fill(1)], places.map(BigInt));
  core.pinned('notNegative', x.axes, left, core.limbs(x.axes, bitLength(x.bounds[1] - x.bounds[0])));
  return [x, H, m, sums(core, times(core, [H, numbers], numbers.bounds), [axis], all, numbers.bounds)];
}

const argument = isMax => (core, [x], { axis = 0, ...a }) => kept(core, best(core, x, axis, x.bounds, isMax, a.select_last_index)[3], [axis], a);

function TopK(core, [x, count], { axis = x.axes.length - 1, largest: isMax = 1 }, outputs) {
  const [low, high] = x.bounds, [k] = integers(count), B = high - low + 1n, wider = isMax ? [low - B, high] : [low, high + B];
  const without = (rest, H) => cells(core, add(core, [rest, times(core, [H, single(isMax ? -B : B)], [-B, B])]), x.axes, wider);
  const found = range(k).reduce(list => [...list, best(core, list.length > 0 ? without(...list.at(-1)) : x, axis, x.bounds, isMax === 1)], []);
  return range(outputs).map(i => joined(core, found.map(choice => choice[i + 2]), axis));
}

const sourceOf = x => (x.same ? sourceOf(x.same) : x);

function Gather(core, [x, t], { axis = 0 }) {
  const d = x.axes[axis], least = BigInt(-d), most = BigInt(d - 1), source = sourceOf(t);
  if (x.kind === 'weight') core.weight(x);
  if (source.kind !== 'public') return gatherComputed(core, x, t, axis, d);
  const [low, high] = source.bounds, cut = [low > least ? low : least, high < most ? high : most];
  require(!isConstant(source) || String(cut) === String(source.bounds), 'an index that is outside');
  source.bounds = cut;
  const maps = x.axes.map(sameCells).with(axis, { axes: [d], cells: source.elements.map(i => counted(i, d)) });
  return placement(core, [[x, maps]], x.bounds[0], x.axes.map(n => [n]).with(axis, t.axes), isConstant(x) && isConstant(source));
}

function gatherComputed(core, x, t, axis, d) {
  const isNegative = t.bounds[0] < 0n && isPositive(core, [sub(core, [single(0), t])]), n = t.axes.length;
  const index = isNegative ? add(core, [t, times(core, [isNegative, single(d)], [0n, BigInt(d)])]) : t;
  const own = [...t.axes, d], H = cells(core, core.pinned('choice', own, core.bits(own), n, index), [product(t.axes), d]);
  const others = range(x.axes.length).filter(i => i !== axis), rest = others.map(i => x.axes[i]);
  const table = cells(core, transpose(core, x, [axis, ...others]), [d, product(rest)]);
  const rows = core.value(['matMul', H, table, []], [H.axes[0], table.axes[1]], table.bounds);
  return transpose(core, cells(core, rows, [...t.axes, ...rest]), rest.map((_, i) => i + n).toSpliced(axis, 0, ...range(n)));
}

const all = (rules, make) => Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, make(rule)]));

export const OPERATORS = {
  Add: add, Sub: sub, Cast, FixedConv, FixedDiv, FixedLinear, FixedMatMul, FixedScale, FixedSqrt, Gather, MaxPool, Mul, ReduceSum, Shape, TopK, Where,
  Neg: (core, [x]) => times(core, [x, single(-1)], [-x.bounds[1], -x.bounds[0]]),
  Not: (core, [x]) => not(core, x),
  Less: (core, [x, y]) => isPositive(core, [sub(core, [y, x])]),
  LessOrEqual: (core, pair) => not(core, isPositive(core, [sub(core, pair)])),
  Equal: (core, pair) => isZero(core, [sub(core, pair)]),
  ...MOVES, ...all(SHAPES, rule => (core, inputs, a) => cells(core, inputs[0], rule(inputs, a))),
  ...all(BLOCKS, rule => (core, [x], { blocksize, mode }) => inBlocks(core, x, rule(x.axes, blocksize, mode))),
  ...all({ And: 0, Or: 1, Xor: 2 }, logic), ...all({ ArgMax: true, ArgMin: false }, argument),
  ...all({ Max: true, Min: false }, isMax => (core, [a, b]) => (isConstant(a) ? limited(core, b, a, isMax) : limited(core, a, b, isMax))),
  ...all({ ReduceMax: true, ReduceMin: false }, reduceExtreme),
};
