import { dayMs, floorToHour, hourMs } from '../base/duration.js';
/** At most this much of a silence is judged. */
export const judgedSilenceMsMax = 12 * hourMs;
/** Ages of the days to compare with: yesterday, and the same weekday a week ago. */
export const comparableDaysMs = [dayMs, 7 * dayMs];
/** Spans of hours that the checks use: the latest, and those around the same hours of the comparable days. */
export const listRelevantHours = (now) =>
  [0, ...comparableDaysMs].map((agoMs) => ({
    from: floorToHour(now - agoMs - judgedSilenceMsMax) - 2 * hourMs,
    to: floorToHour(now - agoMs) + 2 * hourMs,
  }));
