import { z } from 'zod';
import { silenceMatcherSchema, silenceRecurrenceSchema } from '../notify/silence-schema.js';
/** Slack's `action_id` of the button that sets a proposed silence. Frozen: messages that were posted keep it. */
export const confirmSilenceName = 'confirm-silence';
/**
 * Encodes a proposed silence as the value of its button, so that exactly what was read is set: its words, read again at the
 * press, could mean another day. Fits into the 2,000 characters that Slack allows, as a question has 500 at most.
 */
export const encodeSilence = ({ by: _, createdAt: __, ...silence }) => JSON.stringify(silence);
/** Decodes the value of the button; undefined unless `encodeSilence` made it and the silence is not over yet. */
export function decodeSilence(value, user, now) {
  const result = proposedSilenceSchema.safeParse(parseJson(value));
  if (!result.success) return undefined;
  const { endsAt } = result.data;
  return endsAt !== null && endsAt <= now ? undefined : { ...result.data, by: user, createdAt: now };
}
const proposedSilenceSchema = z.object({
  matcher: silenceMatcherSchema,
  startsAt: z.int(),
  endsAt: z.int().nullable(),
  recurrence: silenceRecurrenceSchema.nullable(),
  endsWithDeploy: z.boolean(),
  reason: z.string(),
});
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
