// Small drawings of tensors. Shapes and numbers come from bundles: what cannot be drawn is left to the table.

import { drawing, element } from './dom.js';

const width = 560;
const finite = (values) => values.filter(Number.isFinite);

/** Maps values onto a height, largest on top. */
function scale(values, top, bottom) {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  return (value) => (high === low ? (top + bottom) / 2 : bottom - ((value - low) / (high - low)) * (bottom - top));
}

const chart = (height, label, ...shapes) => drawing('svg', { class: 'chart', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': label }, ...shapes);

/**
 * Candles: rows of open, high, low, close and volume.
 * @param {number[][]} rows
 */
export function candleChart(rows) {
  const y = scale(finite(rows.flatMap((row) => row.slice(0, 4))), 8, 152);
  const volume = scale([0, ...finite(rows.map((row) => row[4]))], 166, 200);
  const step = width / rows.length;
  const shapes = rows.filter((row) => row.every(Number.isFinite)).map(([open, high, low, close, traded], index) => {
    const x = (index + 0.5) * step;
    const [top, bottom] = [y(Math.max(open, close)), y(Math.min(open, close))];
    const kind = close >= open ? 'rise' : 'fall';
    const body = { class: kind, x: x - step * 0.3, y: top, width: step * 0.6, height: Math.max(1, bottom - top) };
    const bar = { class: 'bar', x: x - step * 0.3, y: volume(traded), width: step * 0.6, height: 200 - volume(traded) };
    return [drawing('line', { class: kind, x1: x, x2: x, y1: y(high), y2: y(low) }), drawing('rect', body), drawing('rect', bar)];
  });
  return chart(200, `${rows.length} candles, with their volumes below`, ...shapes.flat());
}

/** A line through values. */
export function lineChart(values) {
  const y = scale(finite(values), 8, 112);
  const step = width / Math.max(1, values.length - 1);
  const points = values.map((value, index) => (Number.isFinite(value) ? `${(index * step).toFixed(1)},${y(value).toFixed(1)}` : undefined));
  return chart(120, `${values.length} values as a line`, drawing('polyline', { class: 'line', points: points.filter(Boolean).join(' ') }));
}

/** Bars for a few values, the largest marked: what a classifier says. */
export function barChart(values) {
  const height = scale([...finite(values)], 100, 4);
  const best = values.indexOf(Math.max(...finite(values)));
  const step = width / values.length;
  const shapes = values.map((value, index) => {
    const tall = Number.isFinite(value) ? Math.max(2, height(value)) : 0;
    const bar = { class: index === best ? 'bar most' : 'bar', x: index * step + 3, y: 104 - tall, width: step - 6, height: tall, rx: 2 };
    return [drawing('rect', bar), drawing('text', { x: (index + 0.5) * step, y: 118 }, String(index))];
  });
  return chart(124, `${values.length} bars; the largest is number ${best}`, ...shapes.flat());
}

/** Grey values as an image, darkest where the value is largest. */
export function image(values, rows, columns) {
  const canvas = element('canvas', { class: 'image', width: columns, height: rows, role: 'img', 'aria-label': `image of ${columns} by ${rows} values` });
  const context = canvas.getContext('2d');
  const pixels = context.createImageData(columns, rows);
  const level = scale(finite(values), 0, 255);
  values.forEach((value, index) => pixels.data.set([0, 1, 2].map(() => (Number.isFinite(value) ? level(value) : 128)).concat(255), 4 * index));
  context.putImageData(pixels, 0, 0);
  return canvas;
}
