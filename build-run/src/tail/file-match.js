import { getFileKey } from './log-file.js';
import { matchesCheckpoint } from './read-forward.js';
/** Fewer committed bytes than this identify nothing: the generation is empty, or a few bytes are equal by chance. */
export const fingerprintBytesMin = 8;
/** Records that the file of this match holds the generation. */
export function assignGeneration(match, generation) {
  match.generation = generation;
  match.status = 'known';
  generation.fileKey = getFileKey(match.file.identity);
  generation.lostAt = null;
}
/** Generations that an unrecognised file may hold: those whose own file is missing and that have a fingerprint. */
export function listCandidates(stream, matches) {
  return listOrphans(
    stream,
    matches.map(({ file }) => file),
  ).filter(({ checkpoint }) => checkpoint.offset >= fingerprintBytesMin);
}
/** The candidate with the largest offset that a plain file matches: files that begin alike differ in what follows. */
export const findLongestMatch = (stream, matches, { file }, isEligible = () => true) =>
  listCandidates(stream, matches)
    .filter(isEligible)
    .filter(({ checkpoint }) => matchesCheckpoint(file, checkpoint))
    .reduce((a, b) => (a && a.checkpoint.offset > b.checkpoint.offset ? a : b), null);
/** Returns true for a file of which something was read before. */
export const hasBeenRead = ({ generation }) =>
  generation !== null && (generation.checkpoint.offset > 0 || !mayHaveUnreadLines(generation));
/** Returns true when a file was created after a generation. */
export const isNewerThanGeneration = ({ file }, { checkpoint }) =>
  BigInt(file.identity.birthTimeNs) > BigInt(checkpoint.birthTimeNs);
/** Generations whose own file is missing. A file held open after its last name was removed counts as missing. */
function listOrphans(stream, files) {
  const presentKeys = new Set(files.map(({ identity }) => getFileKey(identity)));
  return stream.generations.filter(
    ({ fileKey, openFile }) => !(fileKey !== null && presentKeys.has(fileKey)) && !openFile?.linked,
  );
}
/** Returns true while the generation may have unread lines. */
export const mayHaveUnreadLines = ({ checkpoint }) => checkpoint.state !== 'done';
