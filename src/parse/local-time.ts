import type { Dialect } from './decoder.js';

/** Turns wall-clock times of an IANA zone into epoch ms. Of the two instants of a repeated hour it gives the earlier. */
export const localTimeIn = (zone: string): Dialect['localTime'] => {
  const clock = new Intl.DateTimeFormat('en-US', { ...clockParts, timeZone: zone });
  const offsets = new Map<number, number>();

  return (year, month, day, hour, minute, second) => {
    const wall = Date.UTC(year, month - 1, day, hour, minute, second);
    const slot = Math.floor(wall / slotMs);
    const known = offsets.get(slot);
    if (known !== undefined) return wall - known;
    const offset = offsetAtWall(clock, wall);
    if (offsets.size >= slotsMax) offsets.clear();
    offsets.set(slot, offset);
    return wall - offset;
  };
};

/** How long after an instant the clocks of the zone show the same time once more: they go back by so much in between. */
export const repetitionIn = (zone: string): NonNullable<Dialect['repeatedAfterMs']> => {
  const clock = new Intl.DateTimeFormat('en-US', { ...clockParts, timeZone: zone });
  const shifts = new Map<number, number>();

  return (at) => {
    const slot = Math.floor(at / slotMs);
    const known = shifts.get(slot);
    if (known !== undefined) return known;
    const offset = offsetAt(clock, at);
    const shift = offset - offsetAt(clock, at + longestRepeatMs);
    const repeats = shift > 0 && offset - offsetAt(clock, at + shift) === shift;
    if (shifts.size >= slotsMax) shifts.clear();
    shifts.set(slot, repeats ? shift : 0);
    return repeats ? shift : 0;
  };
};

/** No clock goes back further. */
const longestRepeatMs = 3 * 3_600_000;
/** Zones change their offset on quarters of an hour only, so one offset holds for a whole quarter. */
const slotMs = 15 * 60_000;
const slotsMax = 512;
const dayMs = 86_400_000;

const clockParts = {
  calendar: 'gregory',
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const;

/** The offset before a change is the larger one where an hour repeats, and so gives the earlier instant. */
function offsetAtWall(clock: Intl.DateTimeFormat, wall: number): number {
  const before = offsetAt(clock, wall - dayMs);
  const after = offsetAt(clock, wall + dayMs);
  const fitting = [before, after].filter((offset) => offsetAt(clock, wall - offset) === offset);
  return fitting.length > 0 ? Math.max(...fitting) : before;
}

function offsetAt(clock: Intl.DateTimeFormat, instant: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of clock.formatToParts(new Date(instant))) part[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}
