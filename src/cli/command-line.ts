import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { type Config, configFrom, problemText } from '../config/config.js';
import { dialectsOf } from '../config/decoder-options.js';
import { settings } from '../config/settings.js';
import { manifestText } from '../slack/manifest.js';
import { SlackError } from '../slack/slack-error.js';
import { StoreError } from '../storage/storage-error.js';
import { ReadError } from '../tail/log-file.js';
import { analyze } from './analyze.js';
import { ask } from './ask.js';
import { backup } from './backup.js';
import { bundle } from './bundle.js';
import { demo } from './demo.js';
import { readEnvFile } from './env-file.js';
import { explain } from './explain.js';
import { mark } from './mark.js';
import { type ReportOptions, report } from './report.js';
import { rehearse } from './simulate.js';
import { openTerminal } from './terminal.js';
import { WriteError } from './write-output.js';

const terminal = openTerminal();
const stop = new AbortController();

/** Answered "no": `check` found problems, or what was asked for cannot be had. */
const no = 1;
/** Called wrongly. */
const badUsage = 2;

const program = new Command('badgateway')
  .description('Says why the gateway answers 502: reads nginx and Envoy logs, names the cause, tells Slack.')
  .version(versionOf())
  .exitOverride()
  .showHelpAfterError('(badgateway --help says what there is)');

program
  .command('run')
  .description('follow the logs, alert, answer and report; in the terminal when Slack is not configured')
  // Slack leaves its side of a closed socket open for seconds; everything is stored by then, so nothing is waited for.
  .action(async () => {
    const { run } = await import('./run/run.js');
    await finish(run(config(), terminal, stop.signal));
    process.exit();
  });

program
  .command('demo')
  .description('play a recorded outage through the whole road; no set-up')
  .option('--fast', 'without waiting between what happened')
  .action(({ fast = false }: { fast?: boolean }) => finish(demo(config({}), terminal, { fast })));

program
  .command('analyze')
  .description('report on whole log files (plain, .gz, .zst, .xz, .bz2, or - for standard input)')
  .argument('<file...>')
  .option('--json', 'one JSON object')
  .option('--failures', 'one JSON object a failure, by time')
  .option('--html <file>', 'also write the report as a page that needs nothing else')
  .action((files: string[], { json = false, failures = false, ...page }: AnalyzeWords) =>
    finish(analyze(files, { json, failures, ...page }, config(), terminal)),
  );

program
  .command('rehearse')
  .description(
    'what would have been told with other settings, from what is stored or from whole log files: badgateway rehearse --since 7d --set OPEN_FAILURES=10',
  )
  .argument('[file...]')
  .option('--since <time>', 'how far back: 90m, 24h or 7d', sinceMs, sinceMs('7d'))
  .option('--set <setting>', 'a setting to try, as NAME=VALUE; may be repeated', withSetting, {})
  .action((files: string[], options: { since: number; set: Readonly<Record<string, string>> }) => {
    const now = config();
    const tried = Object.keys(options.set).length === 0 ? now : config({ ...environment(), ...options.set });
    return finish(rehearse(files, { sinceMs: options.since, config: now, tried }, terminal));
  });

program
  .command('explain')
  .description('say what a record means, why, and what to do; reads standard input when none is given')
  .argument('[record]')
  .option('--json', 'one JSON object a record')
  .option('--null', 'records on standard input end with NUL')
  .action((record: string | undefined, options: { json?: boolean; null?: boolean }) =>
    finish(
      explain(
        record,
        { json: options.json === true, nul: options.null === true },
        dialectsOf(config())('-'),
        terminal,
      ),
    ),
  );

program
  .command('ask')
  .description('the same words as the slash command: badgateway ask "top causes last 24h"')
  .argument('[words...]')
  .action((words: string[]) => finish(ask(words.join(' '), config(), terminal)));

program
  .command('report')
  .description('the report of yesterday, today, a day such as 2026-11-21, or the last week')
  .argument('[day]', 'yesterday, today, 2026-11-21 or week', 'yesterday')
  .option('--json', 'one JSON object')
  .option('--csv', 'its causes and upstreams, one a row')
  .option('--html <file>', 'also write it as a page that needs nothing else')
  .action((day: string, options: ReportOptions) => finish(report(day, options, config(), terminal)));

program
  .command('bundle')
  .description('an archive of an incident to send to a vendor, without addresses of clients and secrets')
  .argument('<incident>', 'such as BG-142')
  .argument('[file]', 'where to; BG-142.tar.gz unless told')
  .action((incident: string, file: string | undefined) => finish(bundle(incident, file, config(), terminal)));

program
  .command('mark')
  .description(
    'note a change, so that incidents can tell what happened before: badgateway mark "deploy api v42"',
  )
  .argument('<words...>')
  .action((words: string[]) => finish(mark(words.join(' '), config(), terminal)));

program
  .command('backup')
  .description('copy the database, also while the bot runs, into a file that is not there yet')
  .argument('<file>')
  .action((file: string) => finish(backup(file, config(), terminal)));

program
  .command('check')
  .description('find every problem with configuration, files, formats, database and Slack at once')
  .action(async () => {
    const { check } = await import('./check.js');
    const given = { environment: environment(), named: Object.keys(readEnvFile()) };
    await finish(check(given, hostZone(), terminal));
  });

program
  .command('manifest')
  .description('print the manifest of the Slack app')
  .option('--url <address>', 'for HTTP mode: the public address of /slack/events')
  .action(({ url }: { url?: string }) =>
    finish(
      Promise.resolve(
        terminal.print(
          manifestText({
            command: config().command,
            ...(url === undefined ? { socketMode: true } : { socketMode: false, requestUrl: url }),
          }),
        ),
      ).then(() => 0),
    ),
  );

type AnalyzeWords = { json?: boolean; failures?: boolean; html?: string };

/** An error that is the user's to put right: its one line is all there is to say. */
class Refusal extends Error {
  readonly code: number;
  constructor(message: string, code: number) {
    super(message);
    this.code = code;
  }
}

/** `90m`, `24h` or `7d`. */
function sinceMs(text: string): number {
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const minutes = { m: 1, h: 60, d: 1_440 }[unit ?? ''];
  if (minutes === undefined)
    throw new InvalidArgumentError('It must be a number and m, h or d, such as 24h.');
  return Number(count) * minutes * 60_000;
}

/** The settings so far and one more, `NAME=VALUE`; only names that there are. */
function withSetting(text: string, before: Readonly<Record<string, string>>) {
  const [, name = '', value = ''] = /^([A-Z_]+)=([\s\S]*)$/.exec(text) ?? [];
  if (!Object.values(settings).some((setting) => setting.name === name))
    throw new InvalidArgumentError('It must be NAME=VALUE, with a name from .env.example.');
  return { ...before, [name]: value };
}

function config(from: ReturnType<typeof environment> = environment()): Config {
  const result = configFrom(from, hostZone());
  if (result.ok) return result.config;
  throw new Refusal(
    ['The configuration cannot be used:', ...result.problems.map(problemText)].join('\n  '),
    no,
  );
}

/** The environment wins over `.env`. */
function environment() {
  return { ...readEnvFile(), ...process.env };
}

function hostZone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function versionOf(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return version;
}

/** Errors whose one line says what is wrong and what to do. */
const isForPeople = (error: unknown): error is Error =>
  [StoreError, SlackError, ReadError, WriteError].some((kind) => error instanceof kind);

async function finish(code: number | Promise<number>): Promise<void> {
  process.exitCode = await code;
}

function fail(error: unknown): void {
  if (error instanceof Refusal) {
    terminal.complain(error.message);
    process.exitCode = error.code;
  } else if (isForPeople(error)) {
    terminal.complain(error.message);
    process.exitCode = no;
  } else if (error instanceof Error && 'exitCode' in error) {
    process.exitCode = error.exitCode === 0 ? 0 : badUsage;
  } else {
    throw error;
  }
}

process.on('unhandledRejection', (error) => {
  terminal.complain(
    `badgateway stops, as something failed that must not: ${String(error)}. What was read is stored.`,
  );
  process.exit(no);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
await program.parseAsync().catch(fail);
