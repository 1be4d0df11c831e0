import type { Symptom } from '../event.js';
import type { TokenKind } from '../shape/token.js';
import type { MessageMeaning } from './meaning.js';

/**
 * What a message that no rule knows comes to: modules and newer versions have wordings of their own, but the errno and
 * some words still tell. Like a parse, it is a function of the shape alone.
 */
export const guessMeaning = (shape: readonly TokenKind[]): MessageMeaning => {
  if (shape.some(({ type }) => type === 'lua' || type === 'voice'))
    return { type: 'notice', kind: 'informational' };
  const [first, second] = shape;
  const isAnswer = first?.value === 'upstream' && second?.value === 'sent';
  return {
    type: 'failure',
    symptom: isAnswer ? 'malformed' : guessSymptom(shape),
    scope: 'socket',
    certainty: 'likely',
  };
};

function guessSymptom(shape: readonly TokenKind[]): Symptom {
  const hasWords = (...words: readonly string[]): boolean =>
    words.every((word) => shape.some(({ value }) => value === word));
  // The lexer fills keys of this type with symptoms.
  const tls = shape.findLast(({ type }) => type === 'tls')?.value as Symptom | undefined;
  if (tls !== undefined) return tls;
  if (hasWords('certificate', 'verify')) return 'certificate-untrusted';
  const errno = shape.findLast(({ type }) => type === 'errno')?.value;
  // As above; the one name that is no symptom is left out.
  if (errno !== undefined && errno !== 'no-such-name') return errno as Symptom;
  if (hasWords('SSL')) return 'handshake-failed';
  if (hasWords('timed', 'out')) return 'timed-out';
  if (hasWords('prematurely', 'closed')) return 'closed';
  return 'unexplained';
}
