import type { FileGeneration } from './file-generation.js';
import { getFileKey, type LogFile } from './log-file.js';
import type { LogStream } from './log-stream.js';
import { matchesCheckpoint } from './read-forward.js';

/** Which generation a file holds, or why it holds none that is to be read. */
export type FileMatch = {
  readonly file: LogFile;
  readonly isCompressed: boolean;
  generation: FileGeneration | null;
  /** `copy`: of something that is there, or about to become the rest of it, or still empty; judged again at the next look. */
  status: 'known' | 'copy' | 'history' | 'new';
  /** Whether an archive was seen to hold more than is committed of its generation. */
  hasMore: boolean;
};

/** Less than this is no identity: an empty generation, or a few equal bytes. */
export const identityBytesMin = 8;

/** From now on the generation is in the claim's file. */
export function assignGeneration(match: FileMatch, generation: FileGeneration): void {
  match.generation = generation;
  match.status = 'known';
  generation.fileKey = getFileKey(match.file.identity);
  generation.lostAt = null;
}

/** What files without a known name may hold. */
export function listCandidates(stream: LogStream, matches: readonly FileMatch[]): FileGeneration[] {
  return listOrphans(
    stream,
    matches.map(({ file }) => file),
  ).filter(({ position: fileCheckpoint }) => fileCheckpoint.offset >= identityBytesMin);
}

/** What a plain file holds of these, and most of it: files that begin alike are told apart by what follows. */
export const findLongestMatch = (
  stream: LogStream,
  matches: readonly FileMatch[],
  { file }: FileMatch,
  isEligible: (generation: FileGeneration) => boolean = () => true,
): FileGeneration | null =>
  listCandidates(stream, matches)
    .filter(isEligible)
    .filter(({ position: fileCheckpoint }) => matchesCheckpoint(file, fileCheckpoint))
    .reduce<FileGeneration | null>((a, b) => (a && a.position.offset > b.position.offset ? a : b), null);

/** True for a file of which something was read before. */
export const hasBeenRead = ({ generation }: FileMatch) =>
  generation !== null && (generation.position.offset > 0 || !mayHaveUnreadLines(generation));

/** Whether a file came into being after a generation did. */
export const isNewerThanGeneration = ({ file }: FileMatch, { position: fileCheckpoint }: FileGeneration) =>
  BigInt(file.identity.birthTimeNs) > BigInt(fileCheckpoint.birthTimeNs);

/** Generations whose own file is nowhere to be seen. One that we hold without a name for it is not to be seen. */
function listOrphans(stream: LogStream, files: readonly LogFile[]): FileGeneration[] {
  const presentKeys = new Set(files.map(({ identity }) => getFileKey(identity)));
  return stream.generations.filter(
    ({ fileKey, openFile }) => !(fileKey !== null && presentKeys.has(fileKey)) && !openFile?.linked,
  );
}

/** True while something of it may be unread. */
export const mayHaveUnreadLines = ({ position: fileCheckpoint }: FileGeneration): boolean =>
  fileCheckpoint.state !== 'done';
