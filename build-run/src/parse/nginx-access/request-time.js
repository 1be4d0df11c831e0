import { minuteMs } from '../../base/duration.js';
/** End time of the request, epoch ms, from any of the time variables; null without one. */
export function parseEndTime(values) {
  const seconds = Number(values.get('msec') ?? Number.NaN);
  if (Number.isFinite(seconds)) return Math.round(seconds < msecMin ? seconds * 1000 : seconds);
  const timeText = values.get('time_local') ?? values.get('time_iso8601') ?? '';
  return parseLocalTime(timeText) ?? parseIsoTime(timeText);
}
/** True for a `$time_local`: `22/Nov/2026:09:23:04 +0000`. */
export const isLocalTime = (text) => localTimePattern.test(text);
/** True for a `$time_iso8601`: `2026-11-22T09:23:04+00:00`. */
export const isIsoTime = (text) => isoTimePattern.test(text);
/** Greater numbers are milliseconds: as seconds they would be after the year 5138. */
const msecMin = 100_000_000_000;
const localTimePattern = /^(\d\d)\/([A-Z][a-z]{2})\/(\d{4}):(\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
let latest = { text: '', at: null };
/** Many lines are of one second. */
function parseLocalTime(text) {
  if (text !== latest.text) latest = { text, at: computeLocalTime(text) };
  return latest.at;
}
function computeLocalTime(text) {
  const [, day, name = '', year, hour, minute, second, sign, zoneHours, zoneMinutes] =
    localTimePattern.exec(text) ?? [];
  const month = months.indexOf(name);
  if (month < 0) return null;
  const wallTimeMs = Date.UTC(Number(year), month, Number(day), Number(hour), Number(minute), Number(second));
  const offsetMs = (Number(zoneHours) * 60 + Number(zoneMinutes)) * minuteMs;
  return sign === '-' ? wallTimeMs + offsetMs : wallTimeMs - offsetMs;
}
/** A zone is required: without one, `Date.parse` would use the timezone of this machine. */
const isoTimePattern = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d{1,9})? ?(?:Z|[+-]\d\d:?\d\d)$/;
function parseIsoTime(text) {
  if (!isoTimePattern.test(text)) return null;
  const at = Date.parse(
    text
      .replace(' ', 'T')
      .replace(',', '.')
      .replace(/([+-]\d\d)(\d\d)$/, '$1:$2'),
  );
  return Number.isNaN(at) ? null : at;
}
