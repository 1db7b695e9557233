// Forms: what a member of a document must look like. A form is a function (value, where) -> the value in plain shape, or throws
// FormError, which names the member. Documents come in as `readJson` makes them.

import { parseCount } from '../primitives/integer.js';

/** A member is missing, of the wrong type or of the wrong form. */
export class FormError extends Error {
  constructor(where, why) {
    super(`${where === '' ? 'JSON text' : where} ${why}`);
  }
}

/** Any string. */
export const text = (value, where) => {
  if (typeof value !== 'string') throw new FormError(where, value === undefined ? 'is missing' : 'is not a string');
  return value;
};

/** A string that passes a test. */
export const textWhere = (test, why) => (value, where) => {
  if (!test(text(value, where))) throw new FormError(where, why);
  return value;
};

/** A string that a regular expression matches. */
export const matching = (pattern, why) => textWhere((value) => pattern.test(value), why);

/** 64 lower-case hexadecimal digits. */
export const digest = matching(/^[0-9a-f]{64}$/, 'is not 64 lower-case hexadecimal digits');

/** A decimal string without leading zeros, below 2^63. */
export const count = textWhere((value) => parseCount(value) !== undefined, 'is not an integer in decimal, without leading zeros');

/** A setting as the client sent it, at most 32 characters. */
export const number = matching(/^(?=.{1,32}$)-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$/, 'is not a decimal number');

/** A name that is printed as it is; it cannot change the sentence or the terminal around it. */
export const label = matching(/^[A-Za-z0-9._:/@+-]{1,128}$/, 'is not a label');

/** Bytes in lower-case hexadecimal. */
export const hex = (minimumBytes, maximumBytes) => matching(
  new RegExp(`^([0-9a-f]{2}){${minimumBytes},${maximumBytes}}$`),
  `is not ${minimumBytes === maximumBytes ? '' : `${minimumBytes} to `}${maximumBytes} bytes in hexadecimal`,
);

/** One of a few strings. */
export const oneOf = (...choices) => textWhere((value) => choices.includes(value), `is not one of: ${choices.join(', ')}`);

/** A list, every item of one form. */
export const list = (item) => (value, where) => {
  if (!Array.isArray(value)) throw new FormError(where, value === undefined ? 'is missing' : 'is not an array');
  return value.map((element, index) => item(element, `${where}[${index}]`));
};

/** A list of some length. */
export const listOf = (least, most, item) => (value, where) => {
  const items = list(item)(value, where);
  if (items.length < least || items.length > most) throw new FormError(where, `has not ${least} to ${most} items`);
  return items;
};

/** An object with these members and no others. */
export const closedRecord = (forms) => (value, where) => {
  const shape = record(forms)(value, where);
  const unknown = [...value.keys()].find((name) => !Object.hasOwn(forms, name));
  if (unknown !== undefined) throw new FormError(where, `has an unknown member ${JSON.stringify(unknown)}`);
  return shape;
};

/** An object with at least these members; others are ignored. */
export const record = (forms) => (value, where) => {
  if (!(value instanceof Map)) throw new FormError(where, value === undefined ? 'is missing' : 'is not an object');
  const shape = Object.create(null);
  for (const [name, form] of Object.entries(forms)) shape[name] = form(value.get(name), where === '' ? name : `${where}.${name}`);
  return shape;
};

/** A member that may be absent. */
export const optional = (form) => (value, where) => (value === undefined ? undefined : form(value, where));

/** The value in plain shape, or the reason why it has not got the form. */
export function tryForm(form, value) {
  try {
    return { value: form(value, '') };
  } catch (error) {
    if (!(error instanceof FormError)) throw error;
    return { reason: error.message };
  }
}
