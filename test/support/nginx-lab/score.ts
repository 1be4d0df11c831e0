import { analyzeLogs, type FoundFailure } from './analyze-logs.js';
import type { FaultTruth, LabFault } from './fault.js';
import {
  type AvailableLogs,
  deriveObservable,
  deriveRejection,
  type ObservableTruth,
} from './observable-truth.js';
import type { LabRun } from './run.js';
import { sharedPath } from './site.js';

/** The logs that people have: both, one of them, in the recommended format and in others. */
export const logCombinations: readonly (AvailableLogs & { readonly name: string })[] = [
  { name: 'both logs', hasErrorLog: true, accessFormat: 'bg' },
  { name: 'error log alone', hasErrorLog: true, accessFormat: null },
  { name: 'access log alone', hasErrorLog: false, accessFormat: 'bg' },
  { name: 'both, combined', hasErrorLog: true, accessFormat: 'combined' },
  { name: 'combined alone', hasErrorLog: false, accessFormat: 'combined' },
  { name: 'both, JSON of other keys', hasErrorLog: true, accessFormat: 'json' },
  { name: 'JSON of other keys alone', hasErrorLog: false, accessFormat: 'json' },
  { name: 'both, pairs behind combined', hasErrorLog: true, accessFormat: 'pairs' },
  { name: 'pairs behind combined alone', hasErrorLog: false, accessFormat: 'pairs' },
];

export const listFiles = (
  labRun: LabRun,
  { hasErrorLog, accessFormat }: AvailableLogs,
): readonly string[] => [
  ...(hasErrorLog ? [labRun.errorLog] : []),
  ...(accessFormat === null ? [] : [labRun.accessLogs[accessFormat]]),
];

/** What was told of one visit, beside what is true and what these logs can tell of it. */
export type FaultResult = {
  readonly fault: LabFault;
  readonly expected: readonly ObservableTruth[];
  readonly actual: readonly ObservableTruth[];
};

/** Sets each visit beside what was told of its path. */
export async function judgeFaults(labRun: LabRun, logs: AvailableLogs): Promise<readonly FaultResult[]> {
  const failures = await analyzeLogs(listFiles(labRun, logs));
  return labRun.responses.map(({ fault }) => ({
    fault,
    expected: sortTruths(listExpected(fault, logs)),
    actual: sortTruths(
      failures.filter(({ request }) => request?.target === `/${fault.name}`).map(pickObservable),
    ),
  }));
}

/** What can be told of a fault, or cannot be told from one. */
export const listExpected = (
  { truths, isRejected }: LabFault,
  logs: AvailableLogs,
): readonly ObservableTruth[] =>
  isRejected ? deriveRejection(logs) : truths.flatMap((truth) => deriveObservable(truth, logs) ?? []);

/** What was told of the path that all faults share. */
export const formatSharedPathFailures = (failures: readonly FoundFailure[]): readonly string[] =>
  failures
    .filter(({ request }) => request?.target === sharedPath)
    .map(formatTruth)
    .sort();

/** One line a tale, for sets of tales that have nothing else to tell them apart. */
export const formatTruth = (truth: ObservableTruth): string => Object.values(pickObservable(truth)).join(' ');

/** Only what is judged, so that it can be compared. */
export const pickObservable = ({
  cause,
  upstream,
  outcome,
  madeBy,
  status,
}: ObservableTruth): ObservableTruth => ({
  cause,
  upstream,
  outcome,
  madeBy,
  status,
});

const sortTruths = (truths: readonly ObservableTruth[]): readonly ObservableTruth[] =>
  truths.toSorted((a, b) => formatTruth(a).localeCompare(formatTruth(b)));

/** How much of the truth is told, in how many of the failures that these logs show at all. */
export type Score = Record<keyof ObservableTruth | 'all', number> & {
  readonly total: number;
  readonly mistaken: number;
};

/** Counts what was told against the truth, not against what could have been told. */
export function scoreResults(results: readonly FaultResult[]): Score {
  const score = { cause: 0, upstream: 0, outcome: 0, madeBy: 0, status: 0, all: 0, total: 0, mistaken: 0 };
  for (const { fault, expected, actual } of results) {
    if (JSON.stringify(expected) !== JSON.stringify(actual)) score.mistaken += 1;
    for (const truth of fault.truths) {
      const actualTruth = actual.find((candidate) => candidate.cause === truth.cause) ?? actual[0];
      score.total += 1;
      if (actualTruth === undefined) continue;
      const correctFields = scoredFields.filter((field) => isCorrect(field, actualTruth, truth));
      for (const field of correctFields) score[field] += 1;
      if (correctFields.length === scoredFields.length) score.all += 1;
    }
  }
  return score;
}

const scoredFields = [
  'cause',
  'upstream',
  'outcome',
  'madeBy',
  'status',
] as const satisfies readonly (keyof ObservableTruth)[];

const isCorrect = (field: keyof ObservableTruth, actual: ObservableTruth, truth: FaultTruth): boolean =>
  actual[field] === truth[field] ||
  (field === 'upstream' && truth.peer !== null && actual.upstream === truth.peer);
