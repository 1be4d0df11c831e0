/** The pattern of a date: `06/Feb/2009:12:14:14.655` in the clock of the machine; with a zone in httplog clf. */
export const logTime = String.raw`\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d(?:\.\d{3})?(?: [+-]\d{4})?`;
/** Epoch ms of a date; null for other text. */
export function parseLogTime(text, toEpochMs) {
  const [, day, monthName = '', year, hour, minute, second, ms = '0', sign, zoneHours, zoneMinutes] =
    timeParts.exec(text) ?? [];
  const month = monthNames.indexOf(monthName) + 1;
  if (month === 0) return null;
  // Six numbers, as the pattern has them.
  const parts = [year, month, day, hour, minute, second].map(Number);
  if (sign === undefined) return toEpochMs(...parts) + Number(ms);
  const [years, months, ...rest] = parts;
  const offsetMs = (sign === '-' ? -1 : 1) * (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60_000;
  return Date.UTC(years, months - 1, ...rest) + Number(ms) - offsetMs;
}
const timeParts =
  /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d)(?:\.(\d{3}))?(?: ([+-])(\d\d)(\d\d))?$/;
const monthNames = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
