import { percent } from '../base/format-number.js';
import { cut, oneLine } from '../base/printable.js';
import { redact } from '../base/redact.js';
import { type Config, configFrom, type Environment, problemText, strangersIn } from '../config/config.js';
import { dialectsOf } from '../config/decoder-options.js';
import { type Dialect, familyOf } from '../parse/decoder.js';
import { formatAdvice } from '../parse/format-advice.js';
import type { Reading } from '../parse/parse-lines.js';
import { isGroup } from '../render/mention.js';
import { identify } from '../slack/identity.js';
import { findLogs } from '../tail/discover.js';
import { zoneProblemOf } from './check-timezone.js';
import { fieldsOf, sampleOf } from './detect-format.js';
import { envFileProblem } from './env-file.js';
import { assertUsable } from './open-database.js';
import type { Terminal } from './terminal.js';

/** `badgateway check`: everything that is wrong, at once. 0 when nothing is, else 1. `named` are the names in `.env`. */
export async function check(
  { environment, named }: { readonly environment: Environment; readonly named: readonly string[] },
  hostZone: string,
  terminal: Terminal,
): Promise<number> {
  let problems = 0;
  const good = (text: string) => terminal.print(`ok   ${oneLine(text)}`);
  const bad = (text: string) => {
    problems += 1;
    terminal.print(`BAD  ${oneLine(text)}`);
  };

  const more = (text: string) => terminal.print(`     ${oneLine(text)}`);

  for (const stranger of strangersIn(named)) bad(stranger);
  const exposed = envFileProblem();
  if (exposed !== undefined) bad(exposed);
  const result = configFrom(environment, hostZone);
  if (!result.ok) {
    for (const problem of result.problems) bad(problemText(problem));
    return 1;
  }
  const { config } = result;
  good('configuration');
  await attempted('formats', bad, () => checkLogs(config, good, bad, more));
  await attempted('database', bad, () => checkDatabase(config, good));
  await attempted('Slack', bad, () => checkSlack(config, good, bad, more));
  terminal.print(problems === 0 ? 'Nothing is wrong.' : `${problems} to put right.`);
  return problems === 0 ? 0 : 1;
}

type Say = (text: string) => void;

async function attempted(what: string, bad: Say, act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    bad(`${what}: ${redact(error instanceof Error ? error.message : String(error))}`);
  }
}

async function checkLogs(config: Config, good: Say, bad: Say, more: Say): Promise<void> {
  const dialectOf = dialectsOf(config);
  const { paths, troubles } = findLogs(config.logs);
  for (const { path, why } of troubles) bad(`${path}: cannot be read (${why}); badgateway will wait for it`);
  if (paths.length === 0) bad(`LOGS: no file matches ${config.logs.join(', ')}`);
  for (const path of paths) {
    await attempted(path, bad, async () => {
      const dialect = dialectOf(path);
      const reading = await sampleOf(path, dialect);
      const { records, unparsed, gateway } = reading;
      const understood = `${percent(records - unparsed, records)} of ${records} records understood`;
      if (records === 0) good(`${path}: empty`);
      else if (unparsed * 2 > records) bad(`${path}: ${understood}; ${unknownFormat(reading)}`);
      else {
        good(
          `${path}: ${gateway}, ${understood}${unparsed > 0 ? `, unlike: ${exampleOf(reading.examples)}` : ''}`,
        );
        const problem = zoneProblemOf(path, dialect, config.logTimezone);
        if (problem !== undefined) bad(`${path}: ${problem}`);
        await adviseOnFormat(path, reading, dialect, more);
      }
    });
  }
}

/** What the file's format cannot tell is no fault of the set-up; but an unknown cause should surprise nobody. */
async function adviseOnFormat(
  path: string,
  { gateway }: Reading,
  dialect: Dialect,
  more: Say,
): Promise<void> {
  const fields = gateway === null ? undefined : await fieldsOf(path, gateway, dialect);
  const advice = fields && formatAdvice(familyOf(gateway ?? undefined), fields);
  if (advice === undefined) return;
  more(`cannot tell by itself: ${advice.gaps.join('; ')}`);
  more(`to tell all of that, add ${advice.say}:`);
  more(advice.add);
}

const unknownFormat = ({ examples }: Reading) =>
  `set NGINX_LOG_FORMAT or ENVOY_LOG_FORMAT to the format of lines such as: ${exampleOf(examples)}`;

const exampleOf = ([first]: Reading['examples']): string => cut(oneLine(first?.text ?? ''), exampleCharsMax);
/** About two lines of a terminal: more of a binary file says nothing more. */
const exampleCharsMax = 160;

async function checkDatabase({ database }: Config, good: Say): Promise<void> {
  assertUsable(database);
  good(`database ${database}`);
}

async function checkSlack({ slack, operators }: Config, good: Say, bad: Say, more: Say): Promise<void> {
  if (slack === null) return good('Slack is not configured: messages appear in the terminal');
  const { team, scopes } = await identify(slack);
  good(`Slack: the tokens are valid for workspace ${team}; invite the bot into ${slack.channel}`);
  if (!scopes.includes('files:write'))
    more('without the scope files:write no charts, pages and CSV are attached');
  const groups = operators.filter(isGroup);
  if (groups.length > 0 && !scopes.includes('usergroups:read'))
    bad(
      `OPERATORS: without the scope usergroups:read nobody is known to be in ${groups.join(', ')}; update the app from \`badgateway manifest\``,
    );
}
