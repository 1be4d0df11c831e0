import { parseStampedName } from './stamped-name.js';
/** Name of the live log that a file of this name was rotated from; null for a name that no rotation produces. */
export const getLiveName = (name) => parseRotatedName(name)?.live ?? null;
/** Rotation number in a file name, such as 2 for `access.log.2.gz`; null where the name has none. */
export const getRotationCount = (name) => parseRotatedName(name)?.count ?? null;
/**
 * Groups rotated files by live log, oldest first, as logrotate, the kubelet and multilog name them: `access.log.1`,
 * `access.log-20260801.gz`, `access-20260801.log`, `0.log.20260801-101500`. A compressed file whose uncompressed
 * original still exists is left out.
 */
export function groupRotatedNames(names) {
  const presentNames = new Set(names);
  const namesByLive = new Map();
  for (const name of names) {
    const rotatedName = parseRotatedName(name);
    if (rotatedName === null) continue;
    const { live, unpackedName } = rotatedName;
    if (name !== unpackedName && presentNames.has(unpackedName)) continue;
    const namesOfLog = namesByLive.get(live);
    if (namesOfLog === undefined) namesByLive.set(live, [rotatedName]);
    else namesOfLog.push(rotatedName);
  }
  return new Map([...namesByLive].map(([live, rotatedNames]) => [live, orderNames(rotatedNames)]));
}
/** Returns true for a name that compressing a file produces. */
export const isArchiveName = (name) => archiveExtension.test(name);
const archiveExtension = /\.(?:gz|zst|bz2|xz)$/;
function parseRotatedName(name) {
  const unpackedName = name.replace(archiveExtension, '');
  const stamped = parseStampedName(unpackedName);
  if (stamped !== null) return { name, unpackedName, count: null, ...stamped };
  const { base, count, extension = '' } = numberPattern.exec(unpackedName)?.groups ?? {};
  if (base === undefined) return null;
  return { name, unpackedName, live: base + extension, count: Number(count), scheme: 'number' };
}
/** A number (`.1`), optionally before an extension. */
const numberPattern = /^(?<base>.+)\.(?<count>\d{1,4})(?<extension>\.[A-Za-z]{1,8})?$/;
/** Higher numbers are older; dates of one format sort like text. */
function orderNames(rotatedNames) {
  const schemes = new Set(rotatedNames.map(({ scheme }) => scheme));
  const getOrder = ({ count }) => -(count ?? 10_000);
  const ordered = [...rotatedNames].sort((a, b) => getOrder(a) - getOrder(b) || (a.name < b.name ? -1 : 1));
  return { names: ordered.map(({ name }) => name), areOrdered: schemes.size === 1 && !schemes.has(null) };
}
