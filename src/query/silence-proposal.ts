import { z } from 'zod';
import type { Silence } from '../notify/silence.js';
import { silenceMatcherSchema, silenceRecurrenceSchema } from '../notify/silence-schema.js';

/** Slack's `action_id` of the button that sets a proposed silence. Frozen: messages that were posted keep it. */
export const confirmSilenceName = 'confirm-silence';

/** A silence as it was repeated to the person who asked for it. */
type ProposedSilence = Omit<Silence, 'id' | 'by' | 'createdAt'>;

/**
 * Encodes a proposed silence as the value of its button, so that exactly what was read is set: its words, read again at the
 * press, could mean another day. Fits into the 2,000 characters that Slack allows, as a question has 500 at most.
 */
export const encodeSilence = ({ by: _, createdAt: __, ...silence }: Omit<Silence, 'id'>): string =>
  JSON.stringify(silence);

/** Decodes the value of the button; undefined unless `encodeSilence` made it and the silence is not over yet. */
export function decodeSilence(value: string, user: string, now: number): Omit<Silence, 'id'> | undefined {
  const result = proposedSilenceSchema.safeParse(parseJson(value));
  if (!result.success) return undefined;
  const { endsAt } = result.data;
  return endsAt !== null && endsAt <= now ? undefined : { ...result.data, by: user, createdAt: now };
}

const proposedSilenceSchema: z.ZodType<ProposedSilence> = z.object({
  matcher: silenceMatcherSchema,
  startsAt: z.int(),
  endsAt: z.int().nullable(),
  recurrence: silenceRecurrenceSchema.nullable(),
  endsWithDeploy: z.boolean(),
  reason: z.string(),
});

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
