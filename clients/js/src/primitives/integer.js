/** A decimal without leading zeros, below 2^63; undefined for any other text. */
export const parseCount = (text) => parseBelow(text, 2n ** 63n);

/** A decimal without leading zeros, below 2^64; undefined for any other text. */
export const parseUint64 = (text) => parseBelow(text, 2n ** 64n);

function parseBelow(text, limit) {
  if (!/^(0|[1-9][0-9]{0,19})$/.test(text)) return undefined;
  const value = BigInt(text);
  return value < limit ? value : undefined;
}
