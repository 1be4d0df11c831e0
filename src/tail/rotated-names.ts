/** Name of the live log that a file of this name was rotated from; null for a name that no rotation produces. */
export const getLiveName = (name: string): string | null => parseRotatedName(name)?.live ?? null;

/** Rotation number in a file name, such as 2 for `access.log.2.gz`; null where the name has none. */
export const getRotationCount = (name: string): number | null => parseRotatedName(name)?.count ?? null;

/**
 * Groups rotated files by live log, oldest first, as logrotate and the kubelet name them: `access.log.1`,
 * `access.log-20260801.gz`, `access-20260801.log`, `0.log.20260801-101500`. A compressed file whose uncompressed
 * original still exists is left out.
 */
export function groupRotatedNames(names: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const presentNames = new Set(names);
  const rotatedNames = names
    .map(parseRotatedName)
    .filter((rotatedName) => rotatedName !== null)
    .filter(({ name, unpackedName }) => name === unpackedName || !presentNames.has(unpackedName))
    .sort((a, b) => a.order - b.order || (a.name < b.name ? -1 : 1));
  const namesByLive = new Map<string, string[]>();
  for (const { live, name } of rotatedNames) {
    const namesOfLog = namesByLive.get(live);
    if (namesOfLog === undefined) namesByLive.set(live, [name]);
    else namesOfLog.push(name);
  }
  return namesByLive;
}

type RotatedName = {
  readonly name: string;
  readonly live: string;
  readonly unpackedName: string;
  readonly order: number;
  readonly count: number | null;
};

function parseRotatedName(name: string): RotatedName | null {
  const unpackedName = name.replace(/\.(gz|zst|bz2|xz)$/, '');
  const { base, count, date, extension = '' } = rotationPattern.exec(unpackedName)?.groups ?? {};
  if (base === undefined) return null;
  const rotationCount = count === undefined ? null : Number(count);
  return {
    name,
    live: base + extension,
    unpackedName,
    order: getRotationOrder(count, date),
    count: rotationCount,
  };
}

/** A number (`.1`) or a date (`-20260801`, `-20260801-101500`, `-2026-08-01`, Unix seconds), optionally before an extension. */
const rotationPattern =
  /^(?<base>.+)(?:\.(?<count>\d{1,4})|[-._](?<date>\d{8}(?:[-_T]?\d{2,6})?|\d{4}-\d\d-\d\d|\d{9,10}))(?<extension>\.[A-Za-z]{1,8})?$/;

/** Sort key, oldest first: higher numbers are older, and all dates of one log have the same format. */
function getRotationOrder(count: string | undefined, date: string | undefined): number {
  if (count !== undefined) return -Number(count);
  return Number((date ?? '').replace(/\D/g, '').padEnd(14, '0')) - 1e15;
}
