import { catchUp } from './crash/backlog.js';
import { crashLoop } from './crash/crash-loop.js';
import { freshness } from './crash/freshness.js';
import { banners, play } from './tail-schedule.js';

/**
 * The long proof: `node build/test/soak.js [kills] [schedules] [backlog in MB] [first seed]`, from the root of the
 * repository, with the program built. Prints a line for each mark, and exits with 1 when one is missed.
 */
const [kills = 1_000, schedules = 50_000, megabytes = 1_000, firstSeed = 1] = process.argv
  .slice(2)
  .map(Number);
const killsPerRound = 200;
let missed = 0;

function mark(name: string, met: boolean, figures: string): void {
  if (!met) missed += 1;
  console.log(`${met ? 'ok    ' : 'MISSED'} ${name}: ${figures}`);
}

async function soakCrashes(): Promise<void> {
  for (let done = 0; done < kills; done += killsPerRound) {
    const seed = firstSeed + done / killsPerRound;
    const report = await crashLoop({ kills: Math.min(killsPerRound, kills - done), seed });
    const { written, rotations, incidents, posts, lost, repeated, toldTwice, unsaid, slackFaults } = report;
    const off = [report.linesOff, report.countsOff, report.incidentsOff];
    const wrong = [lost, repeated, toldTwice, unsaid, slackFaults].flat().length;
    const figures = `${report.kills} kills, ${rotations} rotations, ${written} lines, ${incidents} incidents, ${posts} posts; lost ${lost.length}, repeated ${repeated.length}, counts off by ${off.join('/')}, told twice ${toldTwice.length}, unsaid ${unsaid.length}`;
    mark(`killed, seed ${seed}`, wrong === 0 && off.every((each) => each === 0), figures);
  }
}

async function soakSchedules(): Promise<void> {
  const wrong: string[] = [];
  for (let i = 0; i < schedules; i++) {
    const seed = firstSeed * 100_000 + Math.floor(i / banners.length);
    const banner = banners[i % banners.length] ?? '';
    const { lost, repeated } = await play(seed, banner);
    if (lost.length + repeated.length === 0) continue;
    wrong.push(
      `${seed}${banner === '' ? '' : ' behind a banner'} (${lost.length} lost, ${repeated.length} repeated)`,
    );
  }
  mark('schedules', wrong.length === 0, `${schedules} played, ${wrong.length} wrong ${wrong.join(', ')}`);
}

async function soakFreshness(): Promise<void> {
  const { p50, p99, count } = await freshness(200);
  mark('written to counted', p50 < 100 && p99 < 1_500, `p50 ${p50} ms, p99 ${p99} ms of ${count}`);
}

async function soakBacklog(): Promise<void> {
  const { lines, seconds, linesOff, memoryMiB, acknowledged, posts } = await catchUp(megabytes * 1e6);
  const rate = Math.round(lines / seconds);
  const figures = `${lines} lines in ${Math.round(seconds)} s, ${rate} a second, ${Math.round(memoryMiB)} MiB, commands acknowledged in ${acknowledged.p50} ms (median) and ${acknowledged.max} ms (longest of ${acknowledged.count}), ${posts} messages`;
  mark('backlog read', linesOff === 0 && posts <= 1, figures);
  mark('backlog: 50,000 lines a second', rate >= 50_000, `${rate}`);
  mark('backlog: below 200 MiB', memoryMiB < 200, `${Math.round(memoryMiB)} MiB`);
  mark('backlog: acknowledged within 500 ms', acknowledged.max < 500, `${acknowledged.max} ms`);
}

if (schedules > 0) await soakSchedules();
if (megabytes > 0) {
  await soakFreshness();
  await soakBacklog();
}
if (kills > 0) await soakCrashes();
process.exit(missed === 0 ? 0 : 1);
