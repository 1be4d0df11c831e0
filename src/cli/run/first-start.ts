import { hourMs } from '../../base/duration.js';
import type { Config } from '../../config/settings.js';
import { renderHistoryMessage } from '../../notify/history-message.js';
import type { DecoderOptions } from '../../parse/decoder.js';
import { emptyParserState, flushParser, parseLines } from '../../parse/parse-lines.js';
import type { Store } from '../../storage/store.js';
import type { LogHistory } from '../../tail/history.js';
import type { ProgramLog } from '../log.js';
import type { WorkerOptions } from './worker-protocol.js';

/**
 * Remembers the first start, so that a later one goes on reading the history where this one stops. Logs that are read
 * from their beginning have no history, and a database that knows logs already has had its first start.
 */
export function beginFirstStart(
  store: Store,
  startFrom: WorkerOptions['startFrom'],
  historyMs: Config['historyMs'],
): void {
  if (startFrom === 'beginning' || store.lastStoredAt() !== undefined) return;
  const now = Date.now();
  store.beginHistory(historyMs === null ? null : now - historyMs, now);
}

/** Start of the history that is being read; asks the store no more once it has been read. */
export function createHistorySince(store: Store): () => number | null {
  let since = store.historySince();
  return () => {
    if (since !== null) since = store.historySince();
    return since;
  };
}

/** The history for the tailer, which finds its beginning in each log. */
export const createLogHistory = (
  since: number | null,
  getDecoderOptions: (path: string) => DecoderOptions,
): LogHistory | null =>
  since === null ? null : { since, readTime: (path, line) => readTime(path, line, getDecoderOptions(path)) };

function readTime(file: string, text: string, options: DecoderOptions): number | null {
  const lines = [{ text, location: { file, byte: 0, line: 1 } }];
  const { state } = parseLines(emptyParserState, lines, options, unknownAt);
  return flushParser(state, options, unknownAt).state.latestAt || null;
}

/** The time of a line that has none. */
const unknownAt = 0;

/** Ends the first start once everything written so far has been read: says what would have been told, once. */
export function finishFirstStart(store: Store, config: Config, log: ProgramLog): void {
  const since = store.historySince();
  if (since === null) return;
  const now = Date.now();
  const { timezone, slackCommand: command } = config;
  const content = renderHistoryMessage(store.incidents({ from: since, to: now + 1 }), {
    since,
    now,
    timezone,
    command,
  });
  store.finishHistory(
    content === undefined ? null : { kind: { type: 'report', day: 'first-start' }, content },
    now,
  );
  const hours = Math.round((now - since) / hourMs);
  log.info(`Read the last ${hours} h of the logs${content === undefined ? ': no incident is over' : ''}.`);
}
