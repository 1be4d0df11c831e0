import type { Line } from '../parse/line.js';
import type { Chunk, Gap, Position } from '../pipeline/checkpoint.js';
import type { Listings } from './directory-listing.js';
import type { Trouble } from './discover.js';
import { type LineCutter, type Mark, start } from './line-splitter.js';
import { type Identity, keyOf, type LogFile } from './log-file.js';

/** A generation of one log as this process follows it. Only `commit` moves its position. */
export type Generation = {
  position: Position;
  /** The file that holds it now, by `keyOf`; null while none is known. */
  file: string | null;
  /** That file, while it is kept open. */
  held: LogFile | null;
  /** The file's stamp when it was last read to its end, and when that was. */
  settled: string | null;
  settledAt: number;
  /** Kept only inside a line that is too long, so that it is not read from its beginning at each look. */
  cutter: LineCutter | null;
  grownAt: number;
  /** Since when no file is known to hold the rest; null while one is, or when there is no rest. */
  lostAt: number | null;
};

/** One pass over the files, and what came of it. */
export type Pass = {
  readonly digest: (chunk: Chunk) => void;
  readonly now: number;
  chunks: number;
  bytes: number;
  readonly troubles: Trouble[];
  readonly listings: Listings;
  /** Which live path has which file, by `keyOf`: a file that two paths lead to is read once. */
  readonly taken: Map<string, string>;
  readonly gaps: Gap[];
};

/** The caller would not take a chunk. Unlike an error of the file system, that ends the whole look. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
}

/** A generation that continues at a stored position, or begins at offset 0. */
export function generationAt(position: Position, now: number): Generation {
  return {
    position,
    file: null,
    held: null,
    settled: null,
    settledAt: now,
    cutter: null,
    grownAt: now,
    lostAt: null,
  };
}

/**
 * A new generation in a file. Its name must differ from those that the same inode held before a truncation, so it is
 * then born when the file last changed.
 */
export function generationIn(
  file: LogFile,
  path: string,
  known: readonly Generation[],
  now: number,
): Generation {
  const { dev, ino } = file.identity;
  const births = known.filter(({ position }) => livesIn(position, file.identity)).map(justAfter);
  const born = births.length === 0 ? file.identity.born : String(latest([...births, changeOf(file)]));
  const generation = generationAt({ path, dev, ino, born, ...start, state: 'live' }, now);
  generation.file = keyOf(file.identity);
  return generation;
}

/** Whether a position is of this very inode: born in it, and not in another that had its number before. */
export function livesIn(position: Position, { dev, ino, born }: Identity): boolean {
  return position.dev === dev && position.ino === ino && BigInt(position.born) >= BigInt(born);
}

/** Hands a chunk over. The position, and what is lost behind it, count only once the caller has taken it. */
export function commit(
  generation: Generation,
  mark: Mark,
  state: Position['state'],
  lines: readonly Line[],
  atEnd: boolean,
  pass: Pass,
  gap?: Gap,
): void {
  const position = { ...generation.position, ...mark, state };
  try {
    pass.digest({ position, lines, atEnd, ...(gap && { gap }) });
  } catch (error) {
    throw new Refusal('The chunk was not taken', { cause: error });
  }
  pass.chunks++;
  if (gap !== undefined) pass.gaps.push(gap);
  generation.position = position;
}

const justAfter = ({ position }: Generation) => BigInt(position.born) + 1n;
const changeOf = ({ stamp }: LogFile) => BigInt(stamp.slice(stamp.lastIndexOf(':') + 1));

function latest(times: readonly bigint[]): bigint {
  let found = 0n;
  for (const time of times) if (time > found) found = time;
  return found;
}
