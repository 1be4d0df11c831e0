import type { Finding, Phase } from '../event.js';
import type { FailureMeaning } from './meaning.js';
import type { RecordParts } from './split-record.js';

/** The status that the client gets if no other attempt follows; null when this failure sets none. */
export const deriveClientStatus = (
  meaning: FailureMeaning,
  failedCheck: Finding,
  parts: RecordParts,
): number | null => {
  if (meaning.status === null || isStream(parts) || isBackground(parts)) return null;
  if (isScripted(parts)) return meaning.status ?? null;
  if (failedCheck.phase !== null && phasesWithoutStatus.has(failedCheck.phase)) return null;
  if (meaning.status !== undefined) return parts.context.values.has('request') ? meaning.status : null;
  if (failedCheck.symptom !== 'timed-out') return 502;
  return failedCheck.phase === null ? null : 504;
};

/** Nobody asked yet, or the status line is out already. */
const phasesWithoutStatus: ReadonlySet<Phase> = new Set<Phase>([
  'starting',
  'accepting',
  'reading-body',
  'tunnelling',
]);

/** TCP and mail have no status: their context holds byte counts or a login, or an upstream without a request. */
function isStream({ context: { values } }: RecordParts): boolean {
  if (values.has('bytes from/to client') || values.has('login')) return true;
  return values.has('upstream') && !values.has('request') && !values.get('upstream')?.text.includes('://');
}

/** nginx refreshes names and peers on its own account: such records name neither connection nor client. */
const isBackground = ({ header, context }: RecordParts): boolean =>
  header.level !== null && header.pid !== null && header.connection === null && !context.values.has('client');

/** True when a script wrote the message: what it answers is up to the script, and `upstream:` is the peer before. */
export const isScripted = ({ message }: RecordParts): boolean => message.tokens[0]?.kind.type === 'lua';
