import { findPlaceInSecond } from './place-in-second.js';
/** The records of a log are further from the order of time than `reorder` can mend: the log has to be sorted. */
export class OutOfOrderError extends Error {
  name = 'OutOfOrderError';
  log;
  constructor(log) {
    super(`${log} is not in order of time`);
    this.log = log;
  }
}
/** Gateways write lines of one moment a little out of order; a log that is further off is sorted as a whole. */
const heldMs = 5_000;
const heldEventsMax = 4_000;
/**
 * Puts the events of one log in order of time, holding back the latest few; equal times keep their order where that may be
 * right. Throws `OutOfOrderError` at an event that is earlier than what has been passed on.
 */
export async function* reorder(stream, log) {
  let held = [];
  let passedAt = -Infinity;
  let isInOrder = true;
  for await (const events of stream) {
    const known = held.length === 0 ? events : [...held, ...events];
    const lateMs = measureDisorder(known);
    if (lateMs > heldMs) throw new OutOfOrderError(log);
    isInOrder &&= lateMs === 0;
    const sorted = isInOrder ? known : [...known].sort(compareTimes);
    const [first] = sorted;
    const last = sorted.at(-1);
    if (first === undefined || last === undefined) continue;
    if (getTime(first) < passedAt) throw new OutOfOrderError(log);
    const count = countPassed(sorted, getTime(last) - heldMs);
    const lastPassed = sorted[count - 1];
    held = sorted.slice(count);
    if (lastPassed === undefined) continue;
    passedAt = getTime(lastPassed);
    yield sorted.slice(0, count);
  }
  if (held.length > 0) yield held;
}
/** Number of events to pass on: those up to `until`, and more if too many would be held. */
function countPassed(sorted, until) {
  let count = Math.max(0, sorted.length - heldEventsMax);
  for (let event = sorted[count]; event !== undefined && getTime(event) <= until; event = sorted[count])
    count += 1;
  return count;
}
/** The longest time by which an event is earlier than one before it, ms. */
function measureDisorder(events) {
  let latestAt = -Infinity;
  let lateMs = 0;
  for (const event of events) {
    const at = getTime(event);
    if (at >= latestAt) latestAt = at;
    else if (latestAt - at > lateMs) lateMs = latestAt - at;
  }
  return lateMs;
}
const compareTimes = (a, b) => getTime(a) - getTime(b) || findPlaceInSecond(a) - findPlaceInSecond(b);
/** The parser gives every event a time. */
const getTime = ({ at }) => at ?? 0;
