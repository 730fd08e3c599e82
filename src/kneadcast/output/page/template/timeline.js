// Time: clock words, and what of a list has begun at a moment.
const clock = (ms) => {
  const s = Math.max(0, Math.floor(ms / 1000)), two = (n) => String(n).padStart(2, "0");
  return s >= 3600 ? `${Math.floor(s / 3600)}:${two(Math.floor(s / 60) % 60)}:${two(s % 60)}` : `${Math.floor(s / 60)}:${two(s % 60)}`;
};
// The index of the last row that has begun, or -1; rows are in order of time.
const lastStartedBy = (rows, ms) => {
  let low = 0, high = rows.length;
  while (low < high) { const middle = (low + high) >> 1; if (rows[middle].at_ms <= ms) low = middle + 1; else high = middle; }
  return low - 1;
};
// The moment of an address such as `#t=90` or `#t=1:30`, in milliseconds, or null.
const momentOf = (hash) => {
  const found = /[#&]t=(?:(?:(\d+):)?(\d+):)?(\d+(?:\.\d+)?)/.exec(hash);
  return found ? ((Number(found[1] || 0) * 60 + Number(found[2] || 0)) * 60 + Number(found[3])) * 1000 : null;
};
