import type { Generation } from './file-generation.js';
import { keyOf, type LogFile } from './log-file.js';
import type { Stream } from './log-stream.js';
import { holds } from './read-forward.js';

/** Which generation a file holds, or why it holds none that is to be read. */
export type Claim = {
  readonly file: LogFile;
  readonly packed: boolean;
  generation: Generation | null;
  /** `copy`: of something that is there, or about to become the rest of it, or still empty; judged again at the next look. */
  verdict: 'known' | 'copy' | 'history' | 'new';
  /** Whether an archive was seen to hold more than is committed of its generation. */
  goesOn: boolean;
};

/** Less than this is no identity: an empty generation, or a few equal bytes. */
export const identityBytesMin = 8;

/** From now on the generation is in the claim's file. */
export function take(claim: Claim, generation: Generation): void {
  claim.generation = generation;
  claim.verdict = 'known';
  generation.file = keyOf(claim.file.identity);
  generation.lostAt = null;
}

/** What files without a known name may hold. */
export function candidates(stream: Stream, claims: readonly Claim[]): Generation[] {
  return orphansOf(
    stream,
    claims.map(({ file }) => file),
  ).filter(({ position }) => position.offset >= identityBytesMin);
}

/** What a plain file holds of these, and most of it: files that begin alike are told apart by what follows. */
export const longestHeld = (
  stream: Stream,
  claims: readonly Claim[],
  { file }: Claim,
  isAsked: (generation: Generation) => boolean = () => true,
): Generation | null =>
  candidates(stream, claims)
    .filter(isAsked)
    .filter(({ position }) => holds(file, position))
    .reduce<Generation | null>((a, b) => (a && a.position.offset > b.position.offset ? a : b), null);

/** True for a file of which something was read before. */
export const isKnown = ({ generation }: Claim) =>
  generation !== null && (generation.position.offset > 0 || !isOpen(generation));

/** Whether a file came into being after a generation did. */
export const isMadeSince = ({ file }: Claim, { position }: Generation) =>
  BigInt(file.identity.born) > BigInt(position.born);

/** Generations whose own file is nowhere to be seen. One that we hold without a name for it is not to be seen. */
function orphansOf(stream: Stream, files: readonly LogFile[]): Generation[] {
  const present = new Set(files.map(({ identity }) => keyOf(identity)));
  return stream.generations.filter(
    ({ file, held }) => !(file !== null && present.has(file)) && !held?.linked,
  );
}

/** True while something of it may be unread. */
export const isOpen = ({ position }: Generation): boolean => position.state !== 'done';
