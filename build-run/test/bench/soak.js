import { measureCatchUp } from '../support/crash/backlog.js';
import { runCrashLoop } from '../support/crash/crash-loop.js';
import { measureReadLatency } from '../support/crash/read-latency.js';
import { banners, runSchedule } from '../support/random-schedules.js';

/**
 * The long test: `node build/test/bench/soak.js [kills] [schedules] [backlog in MB] [first seed]`, from the root of the
 * repository, after a build. Prints each error when it is found and a table of all targets at the end, and exits with 1
 * if a target is missed.
 */
const [kills = 1_000, schedules = 50_000, megabytes = 1_000, firstSeed = 1] = process.argv
  .slice(2)
  .map(Number);
const killsPerRound = 200;
const scheduleSeeds = 10;
async function soakSchedules() {
  let scheduleCount = 0;
  let failedCount = 0;
  for (let seed = firstSeed; seed < firstSeed + scheduleSeeds; seed++)
    for (let i = 0; i < schedules / scheduleSeeds; i++) {
      const scheduleSeed = seed * 100_000 + Math.floor(i / banners.length);
      const banner = banners[i % banners.length] ?? '';
      const { lost, repeated } = await runSchedule(scheduleSeed, banner);
      scheduleCount += 1;
      if (lost.length + repeated.length === 0) continue;
      failedCount += 1;
      console.log(
        `schedule ${scheduleSeed} after banner ${JSON.stringify(banner)}: ${lost.length} lost, ${repeated.length} repeated`,
      );
    }
  const measured = `${failedCount} of ${scheduleCount}, with ${scheduleSeeds} seeds`;
  return [{ quantity: 'random schedules', target: '0 wrong', measured, isMet: failedCount === 0 }];
}
async function soakCrashes() {
  const rounds = [];
  for (let done = 0; done < kills; done += killsPerRound) {
    const seed = firstSeed + done / killsPerRound;
    const report = await runCrashLoop({ kills: Math.min(killsPerRound, kills - done), seed });
    rounds.push(report);
    if (countErrors(report) + countAlertErrors(report) > 0)
      console.log(`kills with seed ${seed}: ${JSON.stringify(report)}`);
  }
  const sum = (selectCount) => rounds.reduce((total, round) => total + selectCount(round), 0);
  const [errorCount, alertErrorCount] = [sum(countErrors), sum(countAlertErrors)];
  const lines = `${sum((round) => round.kills)} kills, ${sum((round) => round.rotations)} rotations, ${sum((round) => round.written)} lines`;
  const messages = `${sum((round) => round.incidents)} incidents, ${sum((round) => round.posts)} posts`;
  return [
    {
      quantity: 'kills: lost, repeated, counted wrongly',
      target: '0',
      measured: `${errorCount} (${lines})`,
      isMet: errorCount === 0,
    },
    {
      quantity: 'kills: reported twice or not at all',
      target: '0',
      measured: `${alertErrorCount} (${messages})`,
      isMet: alertErrorCount === 0,
    },
  ];
}
const countErrors = ({ lost, repeated, lineCountError, minuteCountError, incidentCountError }) =>
  lost.length +
  repeated.length +
  [lineCountError, minuteCountError, incidentCountError].filter((difference) => difference !== 0).length;
const countAlertErrors = ({ duplicateAlerts, missingAlerts, slackFaults }) =>
  duplicateAlerts.length + missingAlerts.length + slackFaults.length;
async function soakReadLatency() {
  const { p50, p99, count } = await measureReadLatency(200);
  const quantity = `from written to counted (${count} lines)`;
  return [
    { quantity, target: 'median < 100 ms', measured: `${p50} ms`, isMet: p50 < 100 },
    { quantity, target: 'p99 < 1,500 ms', measured: `${p99} ms`, isMet: p99 < 1_500 },
  ];
}
async function soakBacklog() {
  const { lines, seconds, lineCountError, memoryMiB, ackMs, postCount } = await measureCatchUp(
    megabytes * 1e6,
  );
  const rate = Math.round(lines / seconds);
  const { p50, max, count } = ackMs;
  const quantity = (name) => `backlog of ${megabytes} MB: ${name}`;
  return [
    {
      quantity: quantity('read, without old alerts'),
      target: 'all, at most 1 message',
      measured: `${lines} lines, ${lineCountError} off, ${postCount} messages`,
      isMet: lineCountError === 0 && postCount <= 1,
    },
    {
      quantity: quantity('speed'),
      target: '>= 50,000 lines/s',
      measured: `${rate} lines/s`,
      isMet: rate >= 50_000,
    },
    {
      quantity: quantity('memory'),
      target: '< 200 MiB',
      measured: `${Math.round(memoryMiB)} MiB`,
      isMet: memoryMiB < 200,
    },
    {
      quantity: quantity('commands acknowledged'),
      target: '< 500 ms',
      measured: `median ${p50} ms, longest ${max} ms of ${count}`,
      isMet: max < 500,
    },
  ];
}
function formatTable(results) {
  const rows = [
    ['quantity', 'target', 'measured', ''],
    ...results.map(({ quantity, target, measured, isMet }) => [
      quantity,
      target,
      measured,
      isMet ? 'ok' : 'MISSED',
    ]),
  ];
  const columnWidth = (column) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(columnWidth(column)))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
const results = [
  ...(schedules > 0 ? await soakSchedules() : []),
  ...(megabytes > 0 ? [...(await soakReadLatency()), ...(await soakBacklog())] : []),
  ...(kills > 0 ? await soakCrashes() : []),
];
console.log(formatTable(results));
process.exit(results.every(({ isMet }) => isMet) ? 0 : 1);
