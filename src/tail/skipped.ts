import { basename } from 'node:path';
import { commit, type Generation, type Pass } from './file-generation.js';
import type { Claim } from './file-match.js';
import type { LogFile } from './log-file.js';
import type { Stream } from './log-stream.js';
import { countOf } from './rotated-names.js';

/**
 * Tells of a generation that came and went between two looks, where the names show it: what was the log has the count
 * `.3` now, and there is no `.2`. Not so where something younger is known: then we had gone on from it before.
 */
export function tellSkipped(
  stream: Stream,
  claims: readonly Claim[],
  live: LogFile | null,
  pass: Pass,
): void {
  const at = claims.findLastIndex(
    ({ file, generation }) => file !== live && generation?.position.state === 'live',
  );
  const generation = claims[at]?.generation;
  const younger = claims.slice(at + 1);
  if (!generation || stream.generations.some((other) => isYounger(other, generation))) return;
  const name = nameOf(claims[at]);
  const counts = new Set(younger.map((claim) => countOf(nameOf(claim))));
  counts.delete(null);
  const gone = (countOf(name) ?? 1) - 1 - counts.size;
  if (gone <= 0) return;
  const why = `between ${name} and the log ${gone === 1 ? 'a rotated file is' : `${gone} rotated files are`} gone that nobody has read`;
  const { position } = generation;
  commit(generation, position, 'draining', [], false, pass, {
    path: position.path,
    at: pass.now,
    bytes: null,
    why,
  });
}

const isYounger = (one: Generation, other: Generation) =>
  BigInt(one.position.born) > BigInt(other.position.born);

const nameOf = (claim: Claim | undefined) => basename(claim?.file.path ?? '');
