import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  failuresFollowing,
  failuresIn,
  inBursts,
  type Pace,
  steadily,
  type Told,
} from '../support/nginx-lab/analyze-logs.js';
import { haveOpenssl } from '../support/nginx-lab/certificates.js';
import { haveNginx } from '../support/nginx-lab/nginx.js';
import { type Lab, type LabRun, runLab } from '../support/nginx-lab/run.js';
import { alike, expectedOf, filesOf, lineOf, modes, taleOf, verdictsOn } from '../support/nginx-lab/score.js';

const haveLab = haveNginx && haveOpenssl;
if (!haveLab && process.env['CI']) throw new Error('nginx or openssl is missing: .ci/run installs them');

/** Faults by construction, a real nginx, its real logs. `evidence.ts` says what which log can tell, and why. */
describe.skipIf(!haveLab)('an nginx that is broken on purpose (needs nginx and openssl)', () => {
  let lab: Lab;
  beforeAll(async () => {
    lab = await runLab();
  }, 60_000);
  afterAll(() => lab?.remove());

  it('broke as it was meant to: clients got what the lab says', () => {
    const seen = lab.apart.visits.flatMap(({ fault, status }) =>
      fault.truths.map((truth) => ({ fault, status, truth })),
    );
    const answered = seen.filter(({ truth }) => truth.inside !== 'mirror');
    expect(answered.length).toBeGreaterThan(50);
    expect(answered.map(({ fault, status }) => `${fault.name} ${status}`)).toEqual(
      answered.map(({ fault, truth }) => `${fault.name} ${truth.status}`),
    );
  });

  it.each(modes)('tells from $name all that can be told, once, and nothing of noise', async (mode) => {
    const verdicts = await verdictsOn(lab.apart, mode);
    expect(verdicts.map(({ fault, told }) => ({ [fault.name]: told }))).toEqual(
      verdicts.map(({ fault, expected }) => ({ [fault.name]: expected })),
    );
  });

  it('tells all of the truth from both logs, but for the names of groups that no log has', async () => {
    const verdicts = await verdictsOn(lab.apart, { errorLog: true, access: 'bg' });
    const named = (tales: readonly { readonly cause: string }[]) =>
      tales.map((tale) => ({ ...tale, upstream: null }));
    for (const { fault, told } of verdicts)
      expect(named(told)).toEqual(named(fault.truths.map(taleOf).toSorted(byLine)));
  });

  // `combined` names no server, and a limit's 503 is told from `return 503;` by time alone.
  it.each(modes.filter(({ errorLog, access }) => !errorLog || (access !== 'combined' && access !== 'json')))(
    'needs no distinct paths or connections for that: $name',
    async (mode) => {
      for (const { visits, ...run } of [lab.alike, lab.streams]) {
        const expected = visits.flatMap(({ fault }) => expectedOf(fault, mode).map(lineOf));
        expect(alike(await failuresIn(filesOf({ visits, ...run }, mode)))).toEqual(expected.sort());
      }
    },
  );

  describe('followed while the logs grow', () => {
    const paces: readonly (readonly [string, Pace, Pace])[] = [
      ['line by line in turn', steadily(1), steadily(1)],
      ['both at once', steadily(1_000), steadily(1_000)],
      ['the access log slower', steadily(20), steadily(3)],
      ['the error log a second late', steadily(1_000, 10), steadily(1_000)],
      ['the access log a second late', steadily(1_000), steadily(1_000, 10)],
      ['the access log a minute late', steadily(50), steadily(50, 600)],
      ['in bursts', inBursts(1), inBursts(2)],
      ['in other bursts', inBursts(3), inBursts(4)],
    ];
    it.each(paces)('comes to the same in the end: %s', async (_, errorPace, accessPace) => {
      for (const run of runs(lab))
        expect(lines(await following(run, errorPace, accessPace))).toEqual(lines(await replayed(run)));
    });

    const late: readonly (readonly [string, Pace, Pace])[] = [
      ['slower', steadily(3), steadily(20)],
      ['a minute late', steadily(50, 600), steadily(50)],
    ];
    it.each(late)(
      'takes a limit for `return 503;` at most where the error log is %s',
      async (_, errorPace, accessPace) => {
        for (const run of runs(lab)) {
          const followed = lines(await following(run, errorPace, accessPace));
          const expected = lines(await replayed(run));
          expect(expected.filter((line) => !followed.includes(line))).toEqual([]);
          // What has been told is not taken back when the limit's record is read at last.
          const rejections = followed.filter((line) =>
            line.endsWith('gateway-returned  client-visible gateway 503'),
          );
          expect(withoutAll(followed, rejections)).toEqual(withoutAll(expected, rejections));
          expect(rejections.length).toBeLessThanOrEqual(4);
        }
      },
    );
  });
});

const runs = ({ apart, alike, streams }: Lab): readonly LabRun[] => [apart, alike, streams];

const replayed = (run: LabRun): Promise<readonly Told[]> =>
  failuresIn(filesOf(run, { errorLog: true, access: 'bg' }));

const withoutAll = (from: readonly string[], these: readonly string[]): readonly string[] =>
  from.filter((line) => !these.includes(line));

const following = (run: LabRun, errorPace: Pace, accessPace: Pace): Promise<readonly Told[]> =>
  failuresFollowing([
    { path: run.errorLog, pace: errorPace },
    { path: run.accessLogs.bg, pace: accessPace },
  ]);

const lines = (told: readonly Told[]): readonly string[] =>
  told.map((each) => `${each.request?.target} ${lineOf(each)}`).sort();

const byLine = (one: Parameters<typeof lineOf>[0], other: Parameters<typeof lineOf>[0]): number =>
  lineOf(one).localeCompare(lineOf(other));
