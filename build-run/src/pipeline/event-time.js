import { minuteMs } from '../base/duration.js';
/** Splits events in parts of a minute at most. An event that is out of order stays with those before it. */
export function splitByTime(events) {
  const parts = [];
  let startAt = -Infinity;
  for (const event of events) {
    const at = event.at ?? startAt;
    const part = parts.at(-1);
    if (part !== undefined && at - startAt <= minuteMs) part.push(event);
    else {
      parts.push([event]);
      startAt = at;
    }
  }
  return parts;
}
/** Replaces a time before 2000 or in the future by `now`: it comes from a wrong timezone or clock, or from damage. */
export const clampTimestamp = (event, now) =>
  event.at === null || (event.at >= earliestEventAt && event.at <= now + clockSkewMsMax)
    ? event
    : { ...event, at: now };
/** Clocks of different machines may differ by this much. */
const clockSkewMsMax = minuteMs;
/** No gateway logs are older. A machine whose clock was never set starts in 1970. */
const earliestEventAt = Date.UTC(2000);
