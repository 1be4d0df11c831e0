import type { AccessValues } from '../decoder.js';
import type { Finding, Outcome, Request } from '../event.js';
import { type BadStatus, diagnostic, isBad, type Judgement, judgementOf } from './classify-status.js';
import { type FullTry, isPeerAddress } from './upstream-attempts.js';

/** What an access line alone says about a failure. All null for a request that met none. */
export type Verdict = Pick<Request, 'finding' | 'emptiedBy' | 'outcome' | 'madeBy'>;

/** Judges one request by its status and what was tried. `status` is null for 000 and 009. */
export function verdictOf(status: number | null, tries: readonly FullTry[], values: AccessValues): Verdict {
  const last = tries.at(-1);
  if (status === null)
    return values.get('status') === '009' && last?.peer ? failed(otherProtocol, values, last) : fine;
  if (status === 500) return lacksPeer(tries, values) ? failed(lackOfResources, values, last) : fine;
  if (isBad(status)) return wasRejected(values) ? fine : failedAt(status, tries.length - 1, tries, values);
  return status < 500 && !clientCodes.has(status) ? savedVerdict(tries, values) : fine;
}

const fine: Verdict = { finding: null, outcome: null, madeBy: null };
/** The client left, was too slow, or was sent away without an answer. */
const clientCodes: ReadonlySet<number> = new Set([408, 444, 460, 463, 494, 495, 496, 497, 499]);

/** A good answer after a bad try: another peer gave it, or a fallback (error_page, backup location, stale cache). */
function savedVerdict(tries: readonly FullTry[], values: AccessValues): Verdict {
  const index = tries.findLastIndex((each) => isBad(each.status));
  const bad = tries[index];
  if (bad === undefined || !isBad(bad.status)) return fine;
  const isRetried = index < tries.length - 1 && !tries.slice(index + 1).some(({ redirected }) => redirected);
  return failedAt(bad.status, index, tries, values, isRetried ? 'saved-by-retry' : 'saved-by-fallback');
}

/** The verdict on the try at that place. Where nobody was left to try, the one before emptied the group. */
function failedAt(
  status: BadStatus,
  index: number,
  tries: readonly FullTry[],
  values: AccessValues,
  outcome?: Outcome,
): Verdict {
  const last = tries[index];
  const judgement = judgementOf(status, last, values);
  const verdict = failed(judgement, values, last, outcome);
  const before = last?.redirected === true ? undefined : tries[index - 1];
  if (judgement.symptom !== 'no-peer' || before === undefined || !isBad(before.status)) return verdict;
  const { finding } = failed(judgementOf(before.status, before, values), values, before, outcome);
  return finding === null ? verdict : { ...verdict, emptiedBy: finding };
}

function failed(
  { symptom, phase, certainty, madeBy, lacks = [] }: Judgement,
  values: AccessValues,
  attempt: FullTry | undefined,
  outcome: Outcome = 'client-visible',
): Verdict {
  const peer = attempt?.peer ?? null;
  const socket = peer === null || !isPeerAddress(peer) ? null : peer.startsWith('unix:') ? 'unix' : 'tcp';
  const finding: Finding = { symptom, phase, socket, certainty, words: wordsOf(values), lacks };
  return { finding, outcome, madeBy };
}

const otherProtocol: Judgement = {
  symptom: 'other-protocol',
  phase: 'reading-header',
  certainty: 'likely',
  // What came was no header, let alone one with a bad status.
  madeBy: 'gateway',
};
/** A socket, descriptor or port was missing: nginx tells which one in its error log only. */
const lackOfResources: Judgement = {
  symptom: 'unexplained',
  phase: null,
  certainty: 'likely',
  madeBy: 'gateway',
};

/** nginx began to look for a peer and got none: the address is empty, and the status a dash. */
function lacksPeer(tries: readonly FullTry[], values: AccessValues): boolean {
  const last = tries.at(-1);
  if (last !== undefined) return last.redirected && last.peer === null && last.status === null;
  return values.get('upstream_addr') === '' && values.get('upstream_status') === '-';
}

const wasRejected = (values: AccessValues): boolean =>
  values.get('limit_req_status') === 'REJECTED' || values.get('limit_conn_status') === 'REJECTED';

/** What the line says, by the variables that were looked at. */
const wordsOf = (values: AccessValues): string =>
  ['status', ...diagnostic, 'upstream_response_time']
    .flatMap((name) => (values.has(name) ? `${name} ${values.get(name) || '(empty)'}` : []))
    .join(', ');
