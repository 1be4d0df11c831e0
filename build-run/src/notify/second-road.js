import { minuteMs } from '../base/duration.js';
/** Time that the channel has before an incident is told on the second road. */
export const overdueMs = 2 * minuteMs;
/**
 * Tells overdue incidents on the second road, each once for each change of its state: rather twice than never if a call
 * was taken and its answer lost. Throws what `send` throws; the next call goes on where this one failed.
 */
export async function tellOverdue(outbox, send, clock) {
  for (;;) {
    const message = outbox.nextOverdueMessage(clock() - overdueMs);
    if (message === undefined) return;
    await send(message.content.text);
    await outbox.markToldElsewhere(message.id);
  }
}
