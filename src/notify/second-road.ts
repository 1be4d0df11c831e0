import { minuteMs } from '../base/duration.js';
import type { MaybeAsync, OutboxMessage } from './outbox.js';

/** Incidents whose message the channel has not taken. Implemented by `storage/`. */
export type OverdueReader = {
  /**
   * The oldest message of an incident that was created before `createdBefore`, is not delivered, and says something that
   * was not told on the second road: its first words, an escalation, that it ended or began again.
   */
  nextOverdueMessage(createdBefore: number): Pick<OutboxMessage, 'id' | 'content'> | undefined;
};

export type OverdueWriter = {
  /** Records that what the message says now was told on the second road. */
  markToldElsewhere(id: number): void;
};

/** Time that the channel has before an incident is told on the second road. */
export const overdueMs = 2 * minuteMs;

/**
 * Tells overdue incidents on the second road, each once for each change of its state: rather twice than never if a call
 * was taken and its answer lost. Throws what `send` throws; the next call goes on where this one failed.
 */
export async function tellOverdue(
  outbox: OverdueReader & MaybeAsync<OverdueWriter>,
  send: (text: string) => Promise<void>,
  clock: () => number,
): Promise<void> {
  for (;;) {
    const message = outbox.nextOverdueMessage(clock() - overdueMs);
    if (message === undefined) return;
    await send(message.content.text);
    await outbox.markToldElsewhere(message.id);
  }
}
