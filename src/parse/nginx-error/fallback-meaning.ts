import type { Symptom } from '../event.js';
import type { Key } from '../shape/token.js';
import type { Meaning } from './meaning.js';

/**
 * What a message that no rule knows comes to: modules and newer versions have wordings of their own, but the errno and
 * some words still tell. Like a parse, it is a function of the shape alone.
 */
export const gistOf = (shape: readonly Key[]): Meaning => {
  if (shape.some(({ type }) => type === 'lua' || type === 'voice'))
    return { says: 'remark', kind: 'informational' };
  const [first, second] = shape;
  const isAnswer = first?.value === 'upstream' && second?.value === 'sent';
  return {
    says: 'failure',
    symptom: isAnswer ? 'malformed' : symptomOf(shape),
    of: 'socket',
    certainty: 'likely',
  };
};

function symptomOf(shape: readonly Key[]): Symptom {
  const holds = (...words: readonly string[]): boolean =>
    words.every((word) => shape.some(({ value }) => value === word));
  // The lexer fills keys of this type with symptoms.
  const tls = shape.findLast(({ type }) => type === 'tls')?.value as Symptom | undefined;
  if (tls !== undefined) return tls;
  if (holds('certificate', 'verify')) return 'certificate-untrusted';
  const errno = shape.findLast(({ type }) => type === 'errno')?.value;
  // As above; the one name that is no symptom is left out.
  if (errno !== undefined && errno !== 'no-such-name') return errno as Symptom;
  if (holds('SSL')) return 'handshake-failed';
  if (holds('timed', 'out')) return 'timed-out';
  if (holds('prematurely', 'closed')) return 'closed';
  return 'unexplained';
}
