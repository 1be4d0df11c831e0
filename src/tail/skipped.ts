import { basename } from 'node:path';
import { commitChunk, type FileGeneration, type PollContext } from './file-generation.js';
import type { FileMatch } from './file-match.js';
import type { LogFile } from './log-file.js';
import type { LogStream } from './log-stream.js';
import { getRotationCount } from './rotated-names.js';

/**
 * Tells of a generation that came and went between two looks, where the names show it: what was the log has the count
 * `.3` now, and there is no `.2`. Not so where something younger is known: then we had gone on from it before.
 */
export function reportSkipped(
  stream: LogStream,
  matches: readonly FileMatch[],
  live: LogFile | null,
  context: PollContext,
): void {
  const index = matches.findLastIndex(
    ({ file, generation }) => file !== live && generation?.position.state === 'live',
  );
  const generation = matches[index]?.generation;
  const youngerMatches = matches.slice(index + 1);
  if (!generation || stream.generations.some((otherGeneration) => isYounger(otherGeneration, generation)))
    return;
  const name = getBaseName(matches[index]);
  const counts = new Set(youngerMatches.map((match) => getRotationCount(getBaseName(match))));
  counts.delete(null);
  const missingCount = (getRotationCount(name) ?? 1) - 1 - counts.size;
  if (missingCount <= 0) return;
  const why = `between ${name} and the log ${missingCount === 1 ? 'a rotated file is' : `${missingCount} rotated files are`} gone that nobody has read`;
  const { position: fileCheckpoint } = generation;
  commitChunk(generation, fileCheckpoint, 'draining', [], false, context, {
    path: fileCheckpoint.path,
    at: context.now,
    bytes: null,
    why,
  });
}

const isYounger = (a: FileGeneration, b: FileGeneration) =>
  BigInt(a.position.birthTimeNs) > BigInt(b.position.birthTimeNs);

const getBaseName = (match: FileMatch | undefined) => basename(match?.file.path ?? '');
