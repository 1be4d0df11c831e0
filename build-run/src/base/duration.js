/** Lengths of time in milliseconds. A day here is always 24 hours; for days of the calendar see `calendar.ts`. */
export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;
/** Start of the minute, epoch ms. */
export const floorToMinute = (at) => Math.floor(at / minuteMs) * minuteMs;
/** Start of the hour by UTC, epoch ms. */
export const floorToHour = (at) => Math.floor(at / hourMs) * hourMs;
