// A real nginx under a real logrotate, and a pretended kubelet, while the program is killed: `npm run torture [row …] [seed=N] [requests=N]`, all
// rows by default. Each request is numbered; what the clients were answered is the truth. Prints how many requests were
// lost and counted twice, and the gaps that were said. Ends with 1 when a request is counted twice, or lost unsaid.
import { playPods, podRows } from '../support/torture/play-pods.js';
import { playRow } from '../support/torture/play-row.js';
import { rows } from '../support/torture/rows.js';

async function playRows(args) {
  const numbers = new Map(
    args.filter((arg) => arg.includes('=')).map((arg) => [arg.split('=')[0], Number(arg.split('=')[1])]),
  );
  const names = args.filter((arg) => !arg.includes('='));
  const requests = numbers.get('requests') ?? 6_000;
  const options = {
    seed: numbers.get('seed') ?? 1,
    requests,
    perSecond: numbers.get('rate') ?? 150,
    kills: numbers.get('kills') ?? Math.ceil(requests / 600),
    downMsMax: 4_000,
    rotateEveryMs: 2_500,
  };
  let isRight = true;
  for (const name of names.length === 0 ? rowNames : names) {
    const report = await play(name, options);
    const isRowRight = isFaultless(report);
    console.log(`${isRowRight ? 'right' : 'WRONG'} ${name} (seed ${options.seed}): ${format(report)}`);
    isRight &&= isRowRight;
  }
  return isRight;
}
const rowNames = [...Object.keys(rows), ...Object.keys(podRows)];
async function play(name, options) {
  const row = rows[name];
  const globs = podRows[name];
  if (row !== undefined) return playRow(row, options);
  if (globs !== undefined) return playPods(globs, options);
  throw new Error(`No row ${name}: ${rowNames.join(', ')}`);
}
const isFaultless = ({ lost, doubled, unjoined, foreign, gaps }) =>
  doubled.length === 0 && foreign === 0 && unjoined === 0 && (lost.length === 0 || gaps.length > 0);
const format = ({ answered, rotations, kills, lost, doubled, unjoined, foreign, gaps, lateMs }) =>
  [
    `${answered} failed, ${rotations} rotations, ${kills} kills`,
    `${lost.length} lost`,
    `${doubled.length} doubled`,
    ...(unjoined > 0 ? [`${unjoined} without their access line`] : []),
    ...(foreign > 0 ? [`${foreign} foreign`] : []),
    `gaps ${gaps.length === 0 ? 'none' : gaps.join('; ')}`,
    `last ${(lateMs / 1_000).toFixed(1)} s after the load`,
  ].join(', ');
process.exitCode = (await playRows(process.argv.slice(2))) ? 0 : 1;
