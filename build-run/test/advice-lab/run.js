import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { unshown } from './coverage.js';
import { listFaults } from './faults/index.js';
import { listMissing } from './needs.js';
import { runFault } from './run-fault.js';

/**
 * `npm run advice [WORD]`: builds every fault, or those with this word, and prints what each change did. A fault that
 * changes the network runs in a network of its own, as `--alone FAULT` of this program.
 */
const [, , ...words] = process.argv;
if (words[0] === '--alone') {
  const fault = listFaults().find((entry) => entry.fault === words[1]);
  if (fault !== undefined) console.log(JSON.stringify(await runFault(fault)));
} else await printTable(new RegExp(words[0] ?? '', 'i'));
async function printTable(pattern) {
  const counts = new Map();
  console.log('| cause | fault | typed | failed before → after | grade |\n| --- | --- | --- | --- | --- |');
  for (const fault of listFaults().filter((entry) => pattern.test(`${entry.cause} ${entry.fault}`))) {
    const verdict = await judge(fault);
    counts.set(verdict.grade, (counts.get(verdict.grade) ?? 0) + 1);
    console.log(formatVerdict(verdict));
  }
  console.log(`\n${[...counts].map(([grade, count]) => `${count} ${grade}`).join(', ')}\n`);
  if ([...counts.keys()].some((grade) => grade !== 'gone')) process.exitCode = 1;
  console.log('Not shown here:');
  for (const { said, reason } of unshown) console.log(`- ${said.source}: ${reason}`);
}
async function judge(fault) {
  try {
    const missing = listMissing(fault);
    if (missing.length > 0) throw new Error(`not built: ${missing.join(', ')} missing`);
    return fault.needs?.includes('network-namespace') ? runAlone(fault) : await runFault(fault);
  } catch (error) {
    const { fault: name, cause } = fault;
    return {
      fault: name,
      cause,
      steps: [],
      failedBefore: 0,
      failedAfter: null,
      requests: 0,
      grade: 'unsaid',
      note: String(error),
    };
  }
}
function runAlone({ fault }) {
  const script = 'ip link set lo up && exec "$@"';
  const program = [process.execPath, fileURLToPath(import.meta.url), '--alone', fault];
  const { stdout, stderr } = spawnSync('unshare', ['-n', 'sh', '-c', script, 'sh', ...program], {
    encoding: 'utf8',
  });
  if (stdout === '') throw new Error(stderr);
  // It has just printed it.
  return JSON.parse(stdout);
}
function formatVerdict({ fault, cause, steps, failedBefore, failedAfter, requests, grade, note }) {
  const typed = steps
    .map(({ text, command }) => `\`${command ?? text}\``.replaceAll('|', '\\|'))
    .join(' and ');
  return `| ${cause} | ${fault} | ${typed} | ${failedBefore} → ${failedAfter ?? '–'} of ${requests} | ${grade}${note === '' ? '' : `: ${note}`} |`;
}
