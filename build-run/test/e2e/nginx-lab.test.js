import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analyzeLogs, followLogs, readInBursts, readSteadily } from '../support/nginx-lab/analyze-logs.js';
import { hasOpenssl } from '../support/nginx-lab/certificates.js';
import { hasNginx } from '../support/nginx-lab/nginx.js';
import { runLab } from '../support/nginx-lab/run.js';
import {
  formatSharedPathFailures,
  formatTruth,
  judgeFaults,
  listExpected,
  listFiles,
  logCombinations,
  pickObservable,
  zoneCombinations,
} from '../support/nginx-lab/score.js';

const canRunLab = hasNginx && hasOpenssl;
if (!canRunLab && process.env['CI']) throw new Error('nginx or openssl is missing: .ci/run installs them');
/** Real nginx and its real logs, with faults injected. observable-truth.ts says what each log can show, and why. */
describe.skipIf(!canRunLab)('an nginx with injected faults (needs nginx and openssl)', () => {
  let lab;
  beforeAll(async () => {
    lab = await runLab();
  }, 60_000);
  afterAll(() => lab?.remove());
  it('gives clients the responses that the lab intends', () => {
    const observations = lab.separatePaths.responses.flatMap(({ fault, status }) =>
      fault.truths.map((truth) => ({ fault, status, truth })),
    );
    const answered = observations.filter(({ truth }) => truth.subrequest !== 'mirror');
    expect(answered.length).toBeGreaterThan(50);
    expect(answered.map(({ fault, status }) => `${fault.name} ${status}`)).toEqual(
      answered.map(({ fault, truth }) => `${fault.name} ${truth.status}`),
    );
  });
  it.each(logCombinations)(
    'finds every failure once, as far as the logs show it, and ignores noise: $name',
    async (mode) => {
      const results = await judgeFaults(lab.separatePaths, mode);
      expect(results.map(({ fault, actual }) => ({ [fault.name]: actual }))).toEqual(
        results.map(({ fault, expected }) => ({ [fault.name]: expected })),
      );
    },
  );
  it.each(zoneCombinations)('finds the same at a gateway in another timezone: $name', async (mode) => {
    const results = await judgeFaults(lab.otherZone, mode);
    expect(results.map(({ fault, actual }) => ({ [fault.name]: actual }))).toEqual(
      results.map(({ fault, expected }) => ({ [fault.name]: expected })),
    );
  });
  it('diagnoses everything from both logs except group names, which no log contains', async () => {
    const results = await judgeFaults(lab.separatePaths, { hasErrorLog: true, accessFormat: 'bg' });
    const named = (truths) => truths.map((truth) => ({ ...truth, upstream: null }));
    for (const { fault, actual } of results)
      expect(named(actual)).toEqual(named(fault.truths.map(pickObservable).toSorted(compareTruths)));
  });
  // `combined` has no server name, and only timing distinguishes a limit's 503 from `return 503;`.
  it.each(
    logCombinations.filter(
      ({ hasErrorLog, accessFormat }) =>
        !hasErrorLog || (accessFormat !== 'combined' && accessFormat !== 'json'),
    ),
  )('finds the same without distinct paths or connections: $name', async (mode) => {
    for (const { responses, ...run } of [lab.sharedPath, lab.http2Streams]) {
      const expected = responses.flatMap(({ fault }) => listExpected(fault, mode).map(formatTruth));
      expect(formatSharedPathFailures(await analyzeLogs(listFiles({ responses, ...run }, mode)))).toEqual(
        expected.sort(),
      );
    }
  });
  describe('while the logs grow', () => {
    const paces = [
      ['line by line in turn', readSteadily(1), readSteadily(1)],
      ['both at once', readSteadily(1_000), readSteadily(1_000)],
      ['the access log slower', readSteadily(20), readSteadily(3)],
      ['the error log a second late', readSteadily(1_000, 10), readSteadily(1_000)],
      ['the access log a second late', readSteadily(1_000), readSteadily(1_000, 10)],
      ['the access log a minute late', readSteadily(50), readSteadily(50, 600)],
      ['in bursts', readInBursts(1), readInBursts(2)],
      ['in other bursts', readInBursts(3), readInBursts(4)],
    ];
    it.each(paces)('finds the same failures in the end: %s', async (_, errorPace, accessPace) => {
      for (const run of listRuns(lab))
        expect(formatFailures(await followRun(run, errorPace, accessPace))).toEqual(
          formatFailures(await replayRun(run)),
        );
    });
    const late = [
      ['slower', readSteadily(3), readSteadily(20)],
      ['a minute late', readSteadily(50, 600), readSteadily(50)],
    ];
    it.each(late)(
      'reports at most a limit as `return 503;` if the error log is %s',
      async (_, errorPace, accessPace) => {
        for (const run of listRuns(lab)) {
          const followed = formatFailures(await followRun(run, errorPace, accessPace));
          const expected = formatFailures(await replayRun(run));
          expect(expected.filter((line) => !followed.includes(line))).toEqual([]);
          // A notification that was sent is not withdrawn when the limit's record is read later.
          const rejections = followed.filter((line) =>
            line.endsWith('gateway-returned  client-visible gateway 503'),
          );
          expect(subtractLines(followed, rejections)).toEqual(subtractLines(expected, rejections));
          expect(rejections.length).toBeLessThanOrEqual(4);
        }
      },
    );
  });
});
const listRuns = ({ separatePaths, sharedPath, http2Streams }) => [separatePaths, sharedPath, http2Streams];
const replayRun = (labRun) => analyzeLogs(listFiles(labRun, { hasErrorLog: true, accessFormat: 'bg' }));
const subtractLines = (lines, removed) => lines.filter((line) => !removed.includes(line));
const followRun = (labRun, errorPace, accessPace) =>
  followLogs([
    { path: labRun.errorLog, pace: errorPace },
    { path: labRun.accessLogs.bg, pace: accessPace },
  ]);
const formatFailures = (failures) =>
  failures.map((failure) => `${failure.request?.target} ${formatTruth(failure)}`).sort();
const compareTruths = (a, b) => formatTruth(a).localeCompare(formatTruth(b));
