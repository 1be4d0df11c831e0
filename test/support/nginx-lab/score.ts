import { failuresIn, type Told } from './analyze-logs.js';
import type { Fault, Truth } from './fault.js';
import { type Evidence, rejection, type Tale, tellable } from './observable-truth.js';
import type { LabRun } from './run.js';
import { samePath } from './site.js';

/** The logs that people have: both, one of them, in the recommended format and in others. */
export const modes: readonly (Evidence & { readonly name: string })[] = [
  { name: 'both logs', errorLog: true, access: 'bg' },
  { name: 'error log alone', errorLog: true, access: null },
  { name: 'access log alone', errorLog: false, access: 'bg' },
  { name: 'both, combined', errorLog: true, access: 'combined' },
  { name: 'combined alone', errorLog: false, access: 'combined' },
  { name: 'both, JSON of other keys', errorLog: true, access: 'json' },
  { name: 'JSON of other keys alone', errorLog: false, access: 'json' },
  { name: 'both, pairs behind combined', errorLog: true, access: 'pairs' },
  { name: 'pairs behind combined alone', errorLog: false, access: 'pairs' },
];

export const filesOf = (run: LabRun, { errorLog, access }: Evidence): readonly string[] => [
  ...(errorLog ? [run.errorLog] : []),
  ...(access === null ? [] : [run.accessLogs[access]]),
];

/** What was told of one visit, beside what is true and what these logs can tell of it. */
export type Verdict = {
  readonly fault: Fault;
  readonly expected: readonly Tale[];
  readonly told: readonly Tale[];
};

/** Sets each visit beside what was told of its path. */
export async function verdictsOn(run: LabRun, evidence: Evidence): Promise<readonly Verdict[]> {
  const told = await failuresIn(filesOf(run, evidence));
  return run.visits.map(({ fault }) => ({
    fault,
    expected: inOrder(expectedOf(fault, evidence)),
    told: inOrder(told.filter(({ request }) => request?.target === `/${fault.name}`).map(taleOf)),
  }));
}

/** What can be told of a fault, or cannot be told from one. */
export const expectedOf = ({ truths, isRejected }: Fault, evidence: Evidence): readonly Tale[] =>
  isRejected ? rejection(evidence) : truths.flatMap((truth) => tellable(truth, evidence) ?? []);

/** What was told of the path that all faults share. */
export const alike = (told: readonly Told[]): readonly string[] =>
  told
    .filter(({ request }) => request?.target === samePath)
    .map(lineOf)
    .sort();

/** One line a tale, for sets of tales that have nothing else to tell them apart. */
export const lineOf = (tale: Tale): string => Object.values(taleOf(tale)).join(' ');

/** Only what is judged, so that it can be compared. */
export const taleOf = ({ cause, upstream, outcome, madeBy, status }: Tale): Tale => ({
  cause,
  upstream,
  outcome,
  madeBy,
  status,
});

const inOrder = (tales: readonly Tale[]): readonly Tale[] =>
  tales.toSorted((one, other) => lineOf(one).localeCompare(lineOf(other)));

/** How much of the truth is told, in how many of the failures that these logs show at all. */
export type Score = Record<keyof Tale | 'all', number> & { readonly of: number; readonly wrong: number };

/** Counts what was told against the truth, not against what could have been told. */
export function scoreOf(verdicts: readonly Verdict[]): Score {
  const score = { cause: 0, upstream: 0, outcome: 0, madeBy: 0, status: 0, all: 0, of: 0, wrong: 0 };
  for (const { fault, expected, told } of verdicts) {
    if (JSON.stringify(expected) !== JSON.stringify(told)) score.wrong += 1;
    for (const truth of fault.truths) {
      const tale = told.find((each) => each.cause === truth.cause) ?? told[0];
      score.of += 1;
      if (tale === undefined) continue;
      const right = fields.filter((field) => isRight(field, tale, truth));
      for (const field of right) score[field] += 1;
      if (right.length === fields.length) score.all += 1;
    }
  }
  return score;
}

const fields = [
  'cause',
  'upstream',
  'outcome',
  'madeBy',
  'status',
] as const satisfies readonly (keyof Tale)[];

const isRight = (field: keyof Tale, tale: Tale, truth: Truth): boolean =>
  tale[field] === truth[field] ||
  (field === 'upstream' && truth.peer !== null && tale.upstream === truth.peer);
