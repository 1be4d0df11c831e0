/** Status sent to the client if no other attempt follows; null if this failure sets none. */
export const deriveClientStatus = (meaning, finding, parts) => {
  if (meaning.status === null || isStream(parts) || isBackground(parts)) return null;
  if (isScripted(parts)) return meaning.status ?? null;
  const phases = [finding.phase, parts.action?.phase ?? null];
  if (phases.some((phase) => phase !== null && phasesWithoutStatus.has(phase))) return null;
  if (meaning.status !== undefined) return parts.context.values.has('request') ? meaning.status : null;
  if (finding.symptom !== 'timed-out') return 502;
  return finding.phase === null ? null : 504;
};
/** No request yet, or the status line is already sent. */
const phasesWithoutStatus = new Set(['starting', 'accepting', 'reading-body', 'tunnelling']);
/** TCP and mail have no status: their context has byte counts or a login, or an upstream without a request. */
function isStream({ context: { values } }) {
  if (values.has('bytes from/to client') || values.has('login')) return true;
  return values.has('upstream') && !values.has('request') && !values.get('upstream')?.text.includes('://');
}
/** nginx refreshes names and peers in the background: such records have neither connection nor client. */
const isBackground = ({ header, context }) =>
  header.level !== null && header.pid !== null && header.connection === null && !context.values.has('client');
/** True if a script wrote the message: the script chooses the status, and `upstream:` is the previous peer. */
export const isScripted = ({ message }) => message.tokens[0]?.kind.type === 'lua';
