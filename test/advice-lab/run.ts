import { listFaults } from './faults/index.js';
import { runFault, type Verdict } from './run-fault.js';

/** `npm run advice [WORD]`: builds every fault, or those with this word, and prints what each change did. */
const [, , word = ''] = process.argv;
const pattern = new RegExp(word, 'i');
const faults = listFaults().filter(({ fault, cause }) => pattern.test(`${cause} ${fault}`));
const verdicts: Verdict[] = [];
for (const fault of faults) {
  const verdict = await runFault(fault).catch(
    (error: unknown): Verdict => ({
      fault: fault.fault,
      cause: fault.cause,
      steps: [],
      failedBefore: 0,
      failedAfter: null,
      requests: 0,
      grade: 'unsaid',
      note: String(error),
    }),
  );
  verdicts.push(verdict);
  console.log(formatVerdict(verdict));
}

function formatVerdict({
  fault,
  cause,
  steps,
  failedBefore,
  failedAfter,
  requests,
  grade,
  note,
}: Verdict): string {
  const typed = steps.map(({ text, command }) => command ?? text).join(' + ');
  return `| ${cause} | ${fault} | ${typed} | ${failedBefore} → ${failedAfter ?? '–'} of ${requests} | ${grade}${note === '' ? '' : `: ${note}`} |`;
}
