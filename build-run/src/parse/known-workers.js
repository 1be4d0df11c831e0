import { isErrorRecordStart, parseHeader } from './nginx-error/header.js';
/**
 * True if the record may be text within another one that was written just before it: no client can know the process that
 * serves it, nor how many connections nginx has counted.
 */
export function isHearsay(record, quoting, workers) {
  // Containers write both logs to one stream, and their runtime marks each line.
  if (!isErrorRecordStart(record.text)) return record.stampedAt === null && record.source === null;
  const { pid, connection } = parseHeader(record.text);
  const isKnown = pid !== null && workers.includes(pid);
  const counted = parseHeader(quoting.text).connection;
  if (connection === null || counted === null) return !isKnown;
  const isNear = Math.abs(connection - counted) <= nearConnectionsMax;
  return !isNear || !(isKnown || counted > guessedConnectionsMax);
}
/** Adds the process that wrote a record to those that are known. */
export function learnWorker(workers, record) {
  const { pid } = isErrorRecordStart(record) ? parseHeader(record) : { pid: null };
  return pid === null ? workers : addWorker(workers, pid);
}
/** The same with its number. */
export const addWorker = (workers, pid) =>
  workers.includes(pid) ? workers : [...workers.slice(1 - workersMax), pid];
const workersMax = 64;
/** Connections of one moment: keep-alive makes some older, traffic makes some newer. */
const nearConnectionsMax = 2_000;
/** Numbers up to here can be guessed. */
const guessedConnectionsMax = 100_000;
