import { z } from 'zod';
import { isTimezone } from '../base/calendar.js';
import { logFormatIds } from '../parse/event.js';

/** Any text: a cause that a later version no longer has matches nothing. */
const causeId = z.custom((value) => typeof value === 'string');
/** The stored form of a matcher. */
export const silenceMatcherSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('upstream'), upstream: z.string() }),
  z.object({ type: z.literal('cause'), cause: causeId }),
  z.object({ type: z.literal('route'), route: z.string() }),
  z.object({ type: z.literal('gateway'), gateway: z.enum(logFormatIds) }),
  z.object({ type: z.literal('all') }),
]);
const minutesOfDay = z.int().min(0).max(1_440);
/** The stored form of a recurrence. */
export const silenceRecurrenceSchema = z.object({
  weekdays: z.array(z.int().min(1).max(7)).min(1),
  fromMinutes: minutesOfDay,
  toMinutes: minutesOfDay,
  timezone: z.string().refine(isTimezone),
});
