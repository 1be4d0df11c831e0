import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { ExportFormatError, ExportReader } from './export-reader.js';
import { JournalPlace } from './journal-place.js';
import { JournalError, runJournalctl, systemJournal } from './journal-process.js';
/**
 * Reads what a unit writes into the journal. Like the log of a container, it is first read to its present end, so that it
 * is known whether the entry that was read last is still there, and followed then.
 */
export function createJournaldReader(options) {
  const { unit, journal = systemJournal, retryMs = { initial: 1_000, max: 30_000 } } = options;
  return async (feed, { checkpoint, since }, signal) => {
    feed.setCatchingUp(true);
    const startedAt = Date.now();
    let position =
      checkpoint === null ? afterTime(since ?? 0) : positionSchema.parse(JSON.parse(checkpoint.position));
    let isNew = checkpoint === null;
    let delayMs = retryMs.initial;
    while (!signal.aborted) {
      try {
        await read(false);
        if (isNew) await put(feed, [], position);
        isNew = false;
        feed.setProblem(null);
        feed.setCatchingUp(false);
        delayMs = retryMs.initial;
        await read(true);
      } catch (error) {
        if (signal.aborted) return;
        // The others have read the history that this log could not be read with.
        if (isNew && since !== null) position = afterTime(startedAt);
        feed.setProblem(describeFailure(error));
        delayMs = Math.min(delayMs * 2, retryMs.max);
      }
      await sleep(delayMs, undefined, { signal }).catch(() => {});
    }
    async function read(follow) {
      const place = new JournalPlace(position);
      const reader = new ExportReader();
      const args = ['--output=export', '--no-pager', ...(follow ? ['--follow', '--no-tail'] : [])];
      const from = [...listStart(position), ...listMatch(unit)];
      for await (const bytes of runJournalctl(journal, [...args, ...from], signal)) {
        const lines = place.take(reader.push(bytes));
        if (place.hasMoved) await commit(place, lines);
      }
      if (!follow) {
        place.end();
        if (place.hasMoved) await commit(place, []);
      }
    }
    async function commit(place, lines) {
      position = place.position;
      isNew = false;
      await put(feed, lines, position, place.takeGap());
    }
  };
}
const put = (feed, lines, position, gap = null) =>
  feed.put({
    generation: 'journal',
    lines,
    position: JSON.stringify(position),
    ...(gap !== null && { gap }),
  });
/** Begins with the entry that was read last, and not after it: so it is seen whether it is still there. */
const listStart = (position) =>
  'cursor' in position
    ? [`--cursor=${position.cursor}`]
    : [`--since=@${Math.floor(position.after / 1_000_000)}`];
const listMatch = (unit) => (unit.includes('=') ? [unit] : [`--unit=${unit}`]);
const afterTime = (at) => ({ after: at * 1_000 });
const positionSchema = z.union([
  z.object({ cursor: z.string().min(1), at: z.int().nonnegative() }),
  z.object({ after: z.int().nonnegative() }),
]);
/** What journalctl and the journal do is a problem that may pass; anything else is a defect. */
function describeFailure(error) {
  if (error instanceof JournalError || error instanceof ExportFormatError) return error.message;
  throw error;
}
