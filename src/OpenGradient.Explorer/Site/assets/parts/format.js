// Numbers, times and ids in the form that people read.

/** `12.3 kB`. */
export function formatBytes(count) {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  let value = count;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${unit === 0 || value >= 100 ? Math.round(value) : value.toFixed(1)} ${units[unit]}`;
}

/** The first digits of an id. */
export const shortId = (id) => `${id.slice(0, 8)}…`;

/** `2026-09-21 14:13:20 UTC`. */
export function formatTime(seconds) {
  const date = new Date(Number(seconds) * 1000);
  return Number.isNaN(date.getTime()) ? String(seconds) : date.toISOString().replace('T', ' ').replace('.000Z', ' UTC');
}

/** `12 s ago`. */
export function formatAge(seconds, now = Date.now() / 1000) {
  const age = Math.max(0, Math.round(now - Number(seconds)));
  if (age < 60) return `${age} s ago`;
  if (age < 3600) return `${Math.floor(age / 60)} min ago`;
  return age < 86_400 ? `${Math.floor(age / 3600)} h ago` : `${Math.floor(age / 86_400)} d ago`;
}

/** The shortest decimal that reads back as the same binary32. */
export function formatFloat32(value) {
  for (let digits = 1; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(value);
}

/** Bytes in hexadecimal. */
export const hexOf = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
