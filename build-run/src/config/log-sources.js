/** The name under which standard input is shown. */
export const standardInputName = 'standard input';
/**
 * Returns the source that an entry of `LOGS` names; null for a file. A file whose name looks like a source is named with
 * its directory: `./docker:web`.
 */
export function parseLogSource(log) {
  if (log === '-') return { type: 'standard-input', name: standardInputName };
  const [, kind, rest = ''] = /^(docker|journald):([^/]*)$/.exec(log) ?? [];
  if (kind === 'docker') return { type: 'docker', name: log, container: rest };
  return kind === 'journald' ? { type: 'journald', name: log, unit: rest } : null;
}
/** The name under which the log or glob of an entry of `LOGS` is shown. */
export const getLogName = (log) => parseLogSource(log)?.name ?? log;
/** Returns false for an entry of `LOGS` that can name no log, such as `docker:` without a container. */
export function isLogName(log) {
  const source = parseLogSource(log);
  if (source?.type === 'docker') return containerPattern.test(source.container);
  return source?.type === 'journald' ? unitPattern.test(source.unit) : true;
}
/** Splits the entries of `LOGS` into globs of files and sources. Each source is read once. */
export function splitLogs(logs) {
  const sources = new Map();
  const globs = [];
  for (const log of logs) {
    const source = parseLogSource(log);
    if (source === null) globs.push(log);
    else sources.set(source.name, source);
  }
  return { globs, sources: [...sources.values()] };
}
const containerPattern = /^[A-Za-z0-9][\w.-]{0,254}$/;
/** A unit, or a field of the journal with its value, such as `CONTAINER_NAME=web`. */
const unitPattern = /^(?:[A-Za-z0-9][\w.@:\\-]{0,254}|[A-Z_][A-Z0-9_]{0,63}=[\w.@:-]{1,254})$/;
