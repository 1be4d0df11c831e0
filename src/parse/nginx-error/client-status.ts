import type { Finding, Phase } from '../event.js';
import type { FailureMeaning } from './meaning.js';
import type { Statement } from './split-record.js';

/** The status that the client gets if no other attempt follows; null when this failure sets none. */
export const statusOf = (meaning: FailureMeaning, finding: Finding, statement: Statement): number | null => {
  if (meaning.status === null || isStream(statement) || isBackground(statement)) return null;
  if (isScripted(statement)) return meaning.status ?? null;
  if (finding.phase !== null && withoutStatus.has(finding.phase)) return null;
  if (meaning.status !== undefined) return statement.context.values.has('request') ? meaning.status : null;
  if (finding.symptom !== 'timed-out') return 502;
  return finding.phase === null ? null : 504;
};

/** Nobody asked yet, or the status line is out already. */
const withoutStatus: ReadonlySet<Phase> = new Set<Phase>([
  'starting',
  'accepting',
  'reading-body',
  'tunnelling',
]);

/** TCP and mail have no status: their context holds byte counts or a login, or an upstream without a request. */
function isStream({ context: { values } }: Statement): boolean {
  if (values.has('bytes from/to client') || values.has('login')) return true;
  return values.has('upstream') && !values.has('request') && !values.get('upstream')?.text.includes('://');
}

/** nginx refreshes names and peers on its own account: such records name neither connection nor client. */
const isBackground = ({ head, context }: Statement): boolean =>
  head.level !== null && head.pid !== null && head.connection === null && !context.values.has('client');

/** True when a script wrote the message: what it answers is up to the script, and `upstream:` is the peer before. */
export const isScripted = ({ message }: Statement): boolean => message.tokens[0]?.key.type === 'lua';
