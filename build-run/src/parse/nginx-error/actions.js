/**
 * Splits off the action. Messages may contain ` while ` themselves, so only the last one counts, and only before a known
 * action, the start of one if the record is truncated, or similar text if the context follows.
 */
export const splitAction = (text, hasContext) => {
  const conjunction = findLastWhile(text);
  if (conjunction === undefined) return { message: text, action: null };
  const actionText = text
    .slice(conjunction.end)
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/[.,;$>…]{1,3}$/, '');
  const action =
    findAction(actionText) ?? (hasContext ? guessAction(actionText) : matchCutAction(actionText));
  return action === undefined
    ? { message: text, action: null }
    : { message: text.slice(0, conjunction.start), action };
};
/** Maximum length of an action; the search goes no further back. */
const actionCharsMax = 200;
function findLastWhile(text) {
  const from = Math.max(0, text.length - actionCharsMax);
  let last;
  for (const match of text.slice(from).matchAll(/(?:^|\s)while\s/g)) {
    last = { start: from + match.index, end: from + match.index + match[0].length };
  }
  return last;
}
function findAction(actionText) {
  const known = actions.get(actionText) ?? actions.get(actionText.replace(/\([\w-]{1,40}\)$/, ''));
  return known ?? (actionText.startsWith('accepting new connection') ? accepting : undefined);
}
function guessAction(actionText) {
  if (
    !/^[a-z][A-Za-z ,()/_-]*$/.test(actionText) ||
    /^(?:processing|spawning|resolving service|setting) /.test(actionText)
  )
    return undefined;
  return { side: / to upstream| from upstream/.test(` ${actionText}`) ? 'upstream' : null, phase: null };
}
/** Matches a truncated action: the properties that all actions with this start share. */
function matchCutAction(actionText) {
  const candidates = [...actions].filter(([name]) => name.startsWith(actionText)).map(([, action]) => action);
  const [first] = candidates;
  if (first === undefined) return undefined;
  return {
    side: candidates.every(({ side }) => side === first.side) ? first.side : null,
    phase: candidates.every(({ phase }) => phase === first.phase) ? first.phase : null,
    isCut: true,
  };
}
const accepting = { side: 'client', phase: 'accepting' };
const defineUpstreamActions = (phase, ...names) => names.map((name) => [name, { side: 'upstream', phase }]);
const defineClientActions = (...names) => names.map((name) => [name, { side: 'client', phase: null }]);
const actions = new Map([
  ...defineUpstreamActions('connecting', 'connecting to upstream'),
  ...defineUpstreamActions('handshaking', 'SSL handshaking to upstream'),
  ...defineUpstreamActions(
    'sending',
    'sending request to upstream',
    'sending HELO/EHLO to upstream',
    'sending LOGIN command to upstream',
    'sending user name to upstream',
    'sending password to upstream',
    'sending AUTH to upstream',
    'sending XCLIENT to upstream',
    'sending MAIL FROM to upstream',
    'sending RCPT TO to upstream',
    'sending client HELO/EHLO to upstream',
    'sending PROXY protocol header to upstream',
  ),
  ...defineUpstreamActions(
    'reading-header',
    'reading response header from upstream',
    'reading response from upstream',
  ),
  ...defineUpstreamActions('reading-body', 'reading upstream'),
  ...defineUpstreamActions(
    'tunnelling',
    'proxying upgraded connection',
    'proxying connection',
    'proxying and reading from upstream',
    'proxying and sending to upstream',
    'proxying',
  ),
  ...defineUpstreamActions('resolving', 'resolving'),
  // Upstream failures during these actions name the upstream in the message; all others concern the client.
  ['sending to client', { side: 'client', phase: 'reading-body' }],
  ['sending early hints to client', { side: 'client', phase: 'reading-header' }],
  ...defineClientActions(
    'proxying and reading from client',
    'proxying and sending to client',
    'prereading client data',
    'initializing session',
    'passing connection to port',
    'returning text',
    'requesting certificate status',
    'in auth state',
    'in starttls state',
    'in http auth state',
    'in resolving client hostname',
    'in resolving client address',
    'in delay pipelining state',
    'sending client greeting line',
    'waiting for request',
    'reading client request line',
    'reading client request headers',
    'reading client pipelined request line',
    'reading client request',
    'processing HTTP/2 connection',
    'processing HTTP/3 connection',
    'SSL handshaking',
    'reading PROXY protocol',
    'keepalive',
    'closing request',
    'logging request',
    'sending response to client',
    'logging to syslog',
  ),
]);
