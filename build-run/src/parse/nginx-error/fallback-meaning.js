/**
 * Guesses the meaning of a message that no rule matches, such as one of a module or a newer version, from its errno and
 * some words. Like a parse, the result depends on the shape alone.
 */
export const guessMeaning = (shape) => {
  if (shape.some(({ type }) => type === 'lua' || type === 'foreign'))
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
function guessSymptom(shape) {
  const hasWords = (...words) => words.every((word) => shape.some(({ value }) => value === word));
  // The lexer sets the value of this token type to a symptom.
  const tls = shape.findLast(({ type }) => type === 'tls')?.value;
  if (tls !== undefined) return tls;
  if (hasWords('certificate', 'verify')) return 'certificate-untrusted';
  const errno = shape.findLast(({ type }) => type === 'errno')?.value;
  // As above, except for the only errno name that is not a symptom.
  if (errno !== undefined && errno !== 'no-such-name') return errno;
  if (hasWords('SSL')) return 'handshake-failed';
  if (hasWords('timed', 'out')) return 'timed-out';
  if (hasWords('prematurely', 'closed')) return 'closed';
  return 'unexplained';
}
