import type { FileGeneration } from './file-generation.js';
import { getFileKey, type LogFile } from './log-file.js';
import type { LogStream } from './log-stream.js';
import { matchesCheckpoint } from './read-forward.js';

/** The generation a file holds, or why it is not to be read. */
export type FileMatch = {
  readonly file: LogFile;
  readonly isCompressed: boolean;
  generation: FileGeneration | null;
  /**
   * `known`: holds `generation`. `copy`: a copy of a present file, perhaps about to become its continuation, or still
   * empty; decided again at the next poll. `history`: older than anything followed. `new`: never seen before.
   */
  status: 'known' | 'copy' | 'history' | 'new';
  /** True when an archive holds more than was committed of its generation. */
  hasMore: boolean;
};

/** Fewer committed bytes than this identify nothing: the generation is empty, or a few bytes are equal by chance. */
export const fingerprintBytesMin = 8;

/** Records that the file of this match holds the generation. */
export function assignGeneration(match: FileMatch, generation: FileGeneration): void {
  match.generation = generation;
  match.status = 'known';
  generation.fileKey = getFileKey(match.file.identity);
  generation.lostAt = null;
}

/** Generations that an unrecognised file may hold: those whose own file is missing and that have a fingerprint. */
export function listCandidates(stream: LogStream, matches: readonly FileMatch[]): FileGeneration[] {
  return listOrphans(
    stream,
    matches.map(({ file }) => file),
  ).filter(({ checkpoint }) => checkpoint.offset >= fingerprintBytesMin);
}

/** The candidate with the largest offset that a plain file matches: files that begin alike differ in what follows. */
export const findLongestMatch = (
  stream: LogStream,
  matches: readonly FileMatch[],
  { file }: FileMatch,
  isEligible: (generation: FileGeneration) => boolean = () => true,
): FileGeneration | null =>
  listCandidates(stream, matches)
    .filter(isEligible)
    .filter(({ checkpoint }) => matchesCheckpoint(file, checkpoint))
    .reduce<FileGeneration | null>((a, b) => (a && a.checkpoint.offset > b.checkpoint.offset ? a : b), null);

/** Returns true for a file of which something was read before. */
export const hasBeenRead = ({ generation }: FileMatch) =>
  generation !== null && (generation.checkpoint.offset > 0 || !mayHaveUnreadLines(generation));

/** Returns true when a file was created after a generation. */
export const isNewerThanGeneration = ({ file }: FileMatch, { checkpoint }: FileGeneration) =>
  BigInt(file.identity.birthTimeNs) > BigInt(checkpoint.birthTimeNs);

/** Generations whose own file is missing. A file held open after its last name was removed counts as missing. */
function listOrphans(stream: LogStream, files: readonly LogFile[]): FileGeneration[] {
  const presentKeys = new Set(files.map(({ identity }) => getFileKey(identity)));
  return stream.generations.filter(
    ({ fileKey, openFile }) => !(fileKey !== null && presentKeys.has(fileKey)) && !openFile?.linked,
  );
}

/** Returns true while the generation may have unread lines. */
export const mayHaveUnreadLines = ({ checkpoint }: FileGeneration): boolean => checkpoint.state !== 'done';
