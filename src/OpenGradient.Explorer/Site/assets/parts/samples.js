// Inputs to try a model with, made here: a walk of prices, a digit drawn in the browser, or small noise for any other tensor.

import { formatFloat32 } from './format.js';

/**
 * A sample for every input of a model.
 * @param {{ name: string, datatype: string, shape: (number | string)[] }[]} inputs as Open Inference Protocol metadata has them
 */
export const sampleInputs = (inputs) => inputs.map(({ name, datatype, shape }) => {
  const dimensions = shape.map((dimension) => (Number(dimension) > 0 ? Number(dimension) : 1));
  return { name: String(name), datatype: String(datatype), shape: dimensions, data: sampleData(dimensions, String(datatype)) };
});

/** The Open Inference Protocol's names of element types, and the Program's. */
const elementTypes = {
  BOOL: 'bool', INT8: 'i8', INT16: 'i16', INT32: 'i32', INT64: 'i64', UINT8: 'u8', UINT16: 'u16', UINT32: 'u32', UINT64: 'u64',
  FP16: 'f16', BF16: 'bf16', FP32: 'f32', FP64: 'f64',
};

/** A tensor of a request or an answer as the tensor view takes it. */
export const asTensor = ({ datatype, shape, data }) => ({
  type: elementTypes[datatype] ?? String(datatype), shape, elementCount: data.length, at: (index) => data[index],
});

function sampleData(shape, datatype) {
  const count = shape.reduce((product, dimension) => product * dimension, 1);
  const [rows, columns] = [shape.at(-2) ?? 1, shape.at(-1) ?? 1];
  if (datatype !== 'FP32') return Array.from({ length: count }, () => 0);
  if (columns === 5 && rows * 5 === count) return candles(rows);
  if (rows === columns && rows >= 8 && rows * columns === count) return digit(rows);
  return Array.from({ length: count }, () => float32(Math.random() - 0.5));
}

/** binary32, in few digits, so that the request stays readable. */
const float32 = (value) => Number(formatFloat32(Math.fround(Number(value.toPrecision(6)))));

/** One-minute candles of a random walk: open, high, low, close, volume. */
function candles(rows) {
  const volatility = 0.0004 + 0.0012 * Math.random();
  let price = 1500 + 500 * Math.random();
  return Array.from({ length: rows }, () => {
    const ticks = [price];
    for (let tick = 0; tick < 12; tick++) ticks.push(ticks.at(-1) * (1 + volatility * (Math.random() - 0.5)));
    price = ticks.at(-1);
    return [ticks[0], Math.max(...ticks), Math.min(...ticks), price, 80 + 160 * Math.random()].map(float32);
  }).flat();
}

/** A digit in a random face, as grey values from 0 (paper) to 1 (ink). */
function digit(size) {
  const canvas = document.createElement('canvas');
  canvas.width = size;
  canvas.height = size;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  const face = ['sans-serif', 'serif', 'monospace'][Math.floor(3 * Math.random())];
  context.font = `${Math.round(size * 0.78)}px ${face}`;
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(String(Math.floor(10 * Math.random())), size / 2, size * 0.54);
  const { data } = context.getImageData(0, 0, size, size);
  return Array.from({ length: size * size }, (_, index) => float32(data[4 * index + 3] / 255));
}
