// A tensor for people: drawn where its shape suggests how, and always readable as numbers.

import { barChart, candleChart, image, lineChart } from './charts.js';
import { element } from './dom.js';
import { formatFloat32 } from './format.js';

const mostValuesDrawn = 4096;
const mostValuesListed = 256;

/**
 * @param {{ type: string, shape: number[], elementCount: number, at: (index: number) => number | bigint | boolean }} tensor
 * @param {string} name
 */
export function tensorView(tensor, name) {
  const caption = `${name} · ${tensor.type} [${tensor.shape.join(' × ')}]`;
  const texts = Array.from({ length: Math.min(tensor.elementCount, mostValuesListed) }, (_, index) => textOf(tensor, index));
  if (tensor.elementCount === 1) {
    return element('figure', { class: 'part' }, element('figcaption', null, caption), element('p', { class: 'big-number' }, texts[0]));
  }
  const rest = tensor.elementCount - texts.length;
  const list = element('details', null, element('summary', null, `${tensor.elementCount} values`),
    element('p', { class: 'mono wrap-anywhere' }, texts.join('  '), rest > 0 && `  … and ${rest} more`));
  return element('figure', { class: 'part' }, element('figcaption', null, caption), drawingOf(tensor), list);
}

function textOf(tensor, index) {
  const value = tensor.at(index);
  return tensor.type === 'f32' ? formatFloat32(value) : String(value);
}

function drawingOf(tensor) {
  if (tensor.elementCount < 2 || tensor.elementCount > mostValuesDrawn || tensor.type === 'bool') return undefined;
  const values = Array.from({ length: tensor.elementCount }, (_, index) => Number(tensor.at(index)));
  if (!values.some(Number.isFinite)) return undefined;
  const [rows, columns] = [tensor.shape.at(-2) ?? 1, tensor.shape.at(-1)];
  if (rows * columns !== values.length) return undefined;
  if (columns === 5 && rows >= 8) return candleChart(Array.from({ length: rows }, (_, row) => values.slice(row * 5, row * 5 + 5)));
  if (rows >= 8 && columns >= 8) return image(values, rows, columns);
  if (rows === 1 && values.length <= 32) return barChart(values);
  return rows === 1 || columns === 1 ? lineChart(values) : undefined;
}
