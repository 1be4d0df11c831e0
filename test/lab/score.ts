import type { Told } from './engine.js';
import { type Evidence, rejection, type Tale, tellable } from './evidence.js';
import type { Fault } from './fault.js';
import { samePath } from './site.js';
import type { Visit } from './visitor.js';

/** What was asked, what can be told of it, what was told: one entry a request. */
export type Verdict = {
  readonly fault: Fault;
  readonly expected: readonly Tale[];
  readonly told: readonly Told[];
};

/** Sets each visit beside what was told of its path. */
export function verdicts(
  visits: readonly Visit[],
  told: readonly Told[],
  evidence: Evidence,
): readonly Verdict[] {
  return visits.map(({ fault }) => ({
    fault,
    expected: expectedOf(fault, evidence),
    told: told.filter(({ request }) => request?.target === `/${fault.name}`),
  }));
}

/** What can be told of a fault, or cannot be told from one. */
export const expectedOf = ({ truths, isRejected }: Fault, evidence: Evidence): readonly Tale[] =>
  isRejected ? rejection(evidence) : truths.flatMap((truth) => tellable(truth, evidence) ?? []);

/** Only what is judged, so that it can be compared. */
export const taleOf = ({ cause, upstream, outcome, madeBy, status }: Tale): Tale => ({
  cause,
  upstream,
  outcome,
  madeBy,
  status,
});

/** One line a tale, for sets of tales that have nothing else to tell them apart. */
export const lineOf = (tale: Tale): string => Object.values(taleOf(tale)).join(' ');

export const isAlike = ({ request }: Told): boolean => request?.target === samePath;
