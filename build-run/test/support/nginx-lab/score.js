import { analyzeLogs } from './analyze-logs.js';
import { deriveObservable, deriveRejection } from './observable-truth.js';
import { sharedPath } from './site.js';
/** Log setups found in practice: both logs or a single log, in the recommended format and in others. */
export const logCombinations = [
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
/** Those of them in which both logs name times, of which one has no zone. */
export const zoneCombinations = logCombinations.filter(
  ({ hasErrorLog, accessFormat }) => hasErrorLog && accessFormat !== null,
);
export const listFiles = (labRun, { hasErrorLog, accessFormat }) => [
  ...(hasErrorLog ? [labRun.errorLog] : []),
  ...(accessFormat === null ? [] : [labRun.accessLogs[accessFormat]]),
];
/** Matches each request with the failures reported for its path. */
export async function judgeFaults(labRun, logs) {
  const failures = await analyzeLogs(listFiles(labRun, logs));
  return labRun.responses.map(({ fault }) => ({
    fault,
    expected: sortTruths(listExpected(fault, logs)),
    actual: sortTruths(
      failures.filter(({ request }) => request?.target === `/${fault.name}`).map(pickObservable),
    ),
  }));
}
/** The failures to expect from these logs, including a rate-limited request they cannot rule out as a failure. */
export const listExpected = ({ truths, isRejected }, logs) =>
  isRejected ? deriveRejection(logs) : truths.flatMap((truth) => deriveObservable(truth, logs) ?? []);
/** The failures reported for the shared path, as sorted text. */
export const formatSharedPathFailures = (failures) =>
  failures
    .filter(({ request }) => request?.target === sharedPath)
    .map(formatTruth)
    .sort();
/** A truth on a single line, for comparison of sets that have no other key. */
export const formatTruth = (truth) => Object.values(pickObservable(truth)).join(' ');
/** Keeps only the scored fields, so that values can be compared. */
export const pickObservable = ({ cause, upstream, outcome, madeBy, status }) => ({
  cause,
  upstream,
  outcome,
  madeBy,
  status,
});
const sortTruths = (truths) => truths.toSorted((a, b) => formatTruth(a).localeCompare(formatTruth(b)));
/** Scores the diagnoses against the full truth, not against the best diagnosis possible. */
export function scoreResults(results) {
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
const scoredFields = ['cause', 'upstream', 'outcome', 'madeBy', 'status'];
const isCorrect = (field, actual, truth) =>
  actual[field] === truth[field] ||
  (field === 'upstream' && truth.peer !== null && actual.upstream === truth.peer);
