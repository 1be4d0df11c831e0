import { catchUp } from '../support/crash/backlog.js';
import { type CrashReport, crashLoop } from '../support/crash/crash-loop.js';
import { freshness } from '../support/crash/read-latency.js';
import { banners, play } from '../support/random-schedules.js';

/**
 * The long proof: `node build/test/soak.js [kills] [schedules] [backlog in MB] [first seed]`, from the root of the
 * repository, with the program built. Says what is wrong as it is found, prints a table of all marks at the end, and
 * exits with 1 when one is missed.
 */
const [kills = 1_000, schedules = 50_000, megabytes = 1_000, firstSeed = 1] = process.argv
  .slice(2)
  .map(Number);
const killsPerRound = 200;
const seedsOfSchedules = 10;

type Mark = {
  readonly quantity: string;
  readonly mark: string;
  readonly measured: string;
  readonly met: boolean;
};

async function soakSchedules(): Promise<readonly Mark[]> {
  let played = 0;
  let wrong = 0;
  for (let seed = firstSeed; seed < firstSeed + seedsOfSchedules; seed++)
    for (let i = 0; i < schedules / seedsOfSchedules; i++) {
      const number = seed * 100_000 + Math.floor(i / banners.length);
      const banner = banners[i % banners.length] ?? '';
      const { lost, repeated } = await play(number, banner);
      played += 1;
      if (lost.length + repeated.length === 0) continue;
      wrong += 1;
      console.log(
        `schedule ${number} behind ${JSON.stringify(banner)}: ${lost.length} lost, ${repeated.length} repeated`,
      );
    }
  const measured = `${wrong} of ${played}, with ${seedsOfSchedules} seeds`;
  return [{ quantity: 'random schedules', mark: '0 wrong', measured, met: wrong === 0 }];
}

async function soakCrashes(): Promise<readonly Mark[]> {
  const rounds: CrashReport[] = [];
  for (let done = 0; done < kills; done += killsPerRound) {
    const seed = firstSeed + done / killsPerRound;
    const report = await crashLoop({ kills: Math.min(killsPerRound, kills - done), seed });
    rounds.push(report);
    if (wrongIn(report) + untoldIn(report) > 0)
      console.log(`killed with seed ${seed}: ${JSON.stringify(report)}`);
  }
  const sum = (of: (report: CrashReport) => number) => rounds.reduce((total, each) => total + of(each), 0);
  const [wrong, untold] = [sum(wrongIn), sum(untoldIn)];
  const lines = `${sum((each) => each.kills)} kills, ${sum((each) => each.rotations)} rotations, ${sum((each) => each.written)} lines`;
  const messages = `${sum((each) => each.incidents)} incidents, ${sum((each) => each.posts)} posts`;
  return [
    {
      quantity: 'killed: lost, repeated, counted wrongly',
      mark: '0',
      measured: `${wrong} (${lines})`,
      met: wrong === 0,
    },
    {
      quantity: 'killed: told twice or not at all',
      mark: '0',
      measured: `${untold} (${messages})`,
      met: untold === 0,
    },
  ];
}

const wrongIn = ({ lost, repeated, linesOff, countsOff, incidentsOff }: CrashReport) =>
  lost.length + repeated.length + [linesOff, countsOff, incidentsOff].filter((off) => off !== 0).length;

const untoldIn = ({ toldTwice, unsaid, slackFaults }: CrashReport) =>
  toldTwice.length + unsaid.length + slackFaults.length;

async function soakFreshness(): Promise<readonly Mark[]> {
  const { p50, p99, count } = await freshness(200);
  const quantity = `written to counted (${count} lines)`;
  return [
    { quantity, mark: 'median < 100 ms', measured: `${p50} ms`, met: p50 < 100 },
    { quantity, mark: '99 of 100 < 1,500 ms', measured: `${p99} ms`, met: p99 < 1_500 },
  ];
}

async function soakBacklog(): Promise<readonly Mark[]> {
  const { lines, seconds, linesOff, memoryMiB, acknowledged, posts } = await catchUp(megabytes * 1e6);
  const rate = Math.round(lines / seconds);
  const { p50, max, count } = acknowledged;
  const quantity = (what: string) => `backlog of ${megabytes} MB: ${what}`;
  return [
    {
      quantity: quantity('read, and not told'),
      mark: 'all, at most 1 message',
      measured: `${lines} lines, ${linesOff} off, ${posts} messages`,
      met: linesOff === 0 && posts <= 1,
    },
    {
      quantity: quantity('speed'),
      mark: '>= 50,000 lines/s',
      measured: `${rate} lines/s`,
      met: rate >= 50_000,
    },
    {
      quantity: quantity('memory'),
      mark: '< 200 MiB',
      measured: `${Math.round(memoryMiB)} MiB`,
      met: memoryMiB < 200,
    },
    {
      quantity: quantity('commands acknowledged'),
      mark: '< 500 ms',
      measured: `median ${p50} ms, longest ${max} ms of ${count}`,
      met: max < 500,
    },
  ];
}

function tableOf(marks: readonly Mark[]): string {
  const rows = [
    ['quantity', 'mark', 'measured', ''],
    ...marks.map(({ quantity, mark, measured, met }) => [quantity, mark, measured, met ? 'ok' : 'MISSED']),
  ];
  const widthOf = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widthOf(column)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

const marks = [
  ...(schedules > 0 ? await soakSchedules() : []),
  ...(megabytes > 0 ? [...(await soakFreshness()), ...(await soakBacklog())] : []),
  ...(kills > 0 ? await soakCrashes() : []),
];
console.log(tableOf(marks));
process.exit(marks.every(({ met }) => met) ? 0 : 1);
