import { dayMs, hourMs, minuteMs } from '../base/duration.js';
/** Converts wall-clock times in an IANA timezone to epoch ms. A time that occurs twice is the earlier one. */
export const createLocalTimeParser = (timezone) => {
  const clock = new Intl.DateTimeFormat('en-US', { ...clockParts, timeZone: timezone });
  const offsets = new Map();
  return (year, month, day, hour, minute, second) => {
    const wallTimeMs = Date.UTC(year, month - 1, day, hour, minute, second);
    const slot = Math.floor(wallTimeMs / slotMs);
    const known = offsets.get(slot);
    if (known !== undefined) return wallTimeMs - known;
    const offset = findOffsetAtWallTime(clock, wallTimeMs);
    if (offsets.size >= slotsMax) offsets.clear();
    offsets.set(slot, offset);
    return wallTimeMs - offset;
  };
};
/** Returns a function for the milliseconds until clocks in the timezone show the same time again; 0 if they do not go back. */
export const createRepeatedTimeLookup = (timezone) => {
  const clock = new Intl.DateTimeFormat('en-US', { ...clockParts, timeZone: timezone });
  const shifts = new Map();
  return (at) => {
    const slot = Math.floor(at / slotMs);
    const known = shifts.get(slot);
    if (known !== undefined) return known;
    const offset = findOffsetAt(clock, at);
    const shift = offset - findOffsetAt(clock, at + repeatMsMax);
    const repeats = shift > 0 && offset - findOffsetAt(clock, at + shift) === shift;
    if (shifts.size >= slotsMax) shifts.clear();
    shifts.set(slot, repeats ? shift : 0);
    return repeats ? shift : 0;
  };
};
/** No timezone sets its clocks back further. */
const repeatMsMax = 3 * hourMs;
/** Offsets change on quarter hours only, so one lookup is valid for the whole quarter. */
const slotMs = 15 * minuteMs;
const slotsMax = 512;
const clockParts = {
  calendar: 'gregory',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
};
/** When an hour repeats, the offset before the change is the larger one and gives the earlier instant. */
function findOffsetAtWallTime(clock, wallTimeMs) {
  const before = findOffsetAt(clock, wallTimeMs - dayMs);
  const after = findOffsetAt(clock, wallTimeMs + dayMs);
  const matching = [before, after].filter((offset) => findOffsetAt(clock, wallTimeMs - offset) === offset);
  return matching.length > 0 ? Math.max(...matching) : before;
}
function findOffsetAt(clock, at) {
  const parts = {};
  for (const { type, value } of clock.formatToParts(new Date(at))) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(at / 1000) * 1000;
}
