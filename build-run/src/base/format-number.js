/** `12,345`: rounded, with thousands separators. */
export function formatCount(count) {
  return String(Math.round(count)).replace(/\B(?=(\d{3})+$)/g, ',');
}
/** `1 request`, `12,345 requests`. */
export function pluralize(count, singular, plural = `${singular}s`) {
  return `${formatCount(count)} ${count === 1 ? singular : plural}`;
}
/** `4.1 %`. Never rounds to 0 % or 100 %: the limits are `< 0.01 %` and `99.99 %`. */
export function formatPercent(count, total) {
  if (total <= 0 || count <= 0) return '0 %';
  const share = (count / total) * 100;
  if (count >= total) return '100 %';
  if (share < 0.01) return '< 0.01 %';
  if (share >= 99) return `${(Math.floor(share * 100) / 100).toFixed(2)} %`;
  return `${share.toFixed(share < 1 ? 2 : share < 10 ? 1 : 0)} %`;
}
/** `45 s`, `12 min`, `1 h 5 min`, `3 d 4 h`: the two largest units. */
export function formatDuration(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  return hours < 24
    ? joinUnits(hours, 'h', minutes % 60, 'min')
    : joinUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}
/** Compares a number with an earlier one: `2.5 times as many`, `33 % fewer`, `as many`, `none`. */
export function formatChange(previous, current) {
  if (previous === current) return 'as many';
  if (previous === 0) return 'none';
  const ratio = current / previous;
  if (ratio >= 2)
    return `${ratio >= 10 ? formatCount(ratio) : ratio.toFixed(1).replace('.0', '')} times as many`;
  return ratio > 1
    ? `${formatPercent(current - previous, previous)} more`
    : `${formatPercent(previous - current, previous)} fewer`;
}
const joinUnits = (major, majorUnit, minor, minorUnit) =>
  minor === 0 ? `${major} ${majorUnit}` : `${major} ${majorUnit} ${minor} ${minorUnit}`;
export const sumNumbers = (counts) => counts.reduce((sum, count) => sum + count, 0);
/** `a`, `a and b`, `a, b and c`. */
export const joinWithAnd = (names) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
