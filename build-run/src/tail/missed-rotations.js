import { basename } from 'node:path';
import { commitChunk } from './file-generation.js';
import { getRotationCount } from './rotated-names.js';
/**
 * Reports rotated files that were created and removed between two polls, where the numbering shows it: the former live
 * file is now `.3`, and `.2` does not exist. Reports nothing when a newer generation is known: it was followed before.
 */
export function reportMissedRotations(stream, matches, live, context) {
  const index = matches.findLastIndex(
    ({ file, generation }) => file !== live && generation?.checkpoint.state === 'live',
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
  const count = missingCount === 1 ? 'a rotated file' : `${missingCount} rotated files`;
  const why = `${count} between ${name} and the live log disappeared before being read`;
  const { checkpoint } = generation;
  commitChunk(generation, checkpoint, 'draining', [], false, context, {
    dataLoss: { path: checkpoint.path, at: context.now, bytes: null, why },
  });
}
const isYounger = (a, b) => BigInt(a.checkpoint.birthTimeNs) > BigInt(b.checkpoint.birthTimeNs);
const getBaseName = (match) => basename(match?.file.path ?? '');
