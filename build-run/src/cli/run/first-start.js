import { hourMs } from '../../base/duration.js';
import { renderHistoryMessage } from '../../notify/history-message.js';
import { emptyParserState, flushParser, parseLines } from '../../parse/parse-lines.js';
/**
 * Remembers the first start, so that a later one goes on reading the history where this one stops. Logs that are read
 * from their beginning have no history, and a database that knows logs already has had its first start.
 */
export function beginFirstStart(store, startFrom, historyMs) {
  if (startFrom === 'beginning' || store.lastStoredAt() !== undefined) return;
  const now = Date.now();
  store.beginHistory(historyMs === null ? null : now - historyMs, now);
}
/** Start of the history that is being read; asks the store no more once it has been read. */
export function createHistorySince(store) {
  let since = store.historySince();
  return () => {
    if (since !== null) since = store.historySince();
    return since;
  };
}
/** The history for the tailer, which finds its beginning in each log. */
export const createLogHistory = (since, getDecoderOptions) =>
  since === null ? null : { since, readTime: (path, line) => readTime(path, line, getDecoderOptions(path)) };
function readTime(file, text, options) {
  const lines = [{ text, location: { file, byte: 0, line: 1 } }];
  const { state } = parseLines(emptyParserState, lines, options, unknownAt);
  return flushParser(state, options, unknownAt).state.latestAt || null;
}
/** The time of a line that has none. */
const unknownAt = 0;
/** Ends the first start once everything written so far has been read: says what would have been told, once. */
export function finishFirstStart(store, config, log) {
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
