import { analyze } from '../../src/cli/analyze.js';
import { configFrom } from '../../src/config.js';
import type { Failure } from '../../src/failure.js';

/** What `analyze --failures` prints of one failure, as far as the lab judges it. */
export type Told = Pick<
  Failure,
  | 'cause'
  | 'outcome'
  | 'madeBy'
  | 'status'
  | 'upstream'
  | 'peer'
  | 'request'
  | 'attempts'
  | 'certainty'
  | 'evidence'
>;

/** The failures that `badgateway analyze --failures` finds in these files. */
export async function failuresIn(files: readonly string[]): Promise<readonly Told[]> {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const read = configFrom({}, zone);
  if (!read.ok) throw new Error(`no configuration: ${JSON.stringify(read.problems)}`);
  const lines: string[] = [];
  await analyze(files, { json: false, failures: true }, read.config, {
    print: (text) => void lines.push(text),
    complain: () => {},
    look: { width: 80, colour: false },
  });
  // The stable JSON of the command line, which has these fields.
  return lines.map((line) => JSON.parse(line) as Told);
}
