/** A decimal without leading zeros, below 2^63; undefined for any other text. */
export function parseCount(text) {
  if (!/^(0|[1-9][0-9]{0,18})$/.test(text)) return undefined;
  const count = BigInt(text);
  return count < 2n ** 63n ? count : undefined;
}
