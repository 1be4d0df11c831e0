import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError } from 'commander';
import { minuteMs } from '../base/duration.js';
import { formatConfigProblem, parseConfig } from '../config/config.js';
import { createDecoderOptions } from '../config/decoder-options.js';
import { listSettings } from '../config/setting.js';
import type { Config } from '../config/settings.js';
import { settings } from '../config/settings.js';
import { formatManifest } from '../slack/manifest.js';
import { SlackError } from '../slack/slack-error.js';
import { StorageError } from '../storage/storage-error.js';
import { ReadError } from '../tail/log-file.js';
import { analyzeFiles } from './analyze.js';
import { askQuestion } from './ask.js';
import { backUpDatabase } from './backup.js';
import { writeBundle } from './bundle.js';
import { playDemo } from './demo.js';
import { readEnvFile } from './env-file.js';
import { explainRecords } from './explain.js';
import { recordMark } from './mark.js';
import { printReport, type ReportOptions } from './report.js';
import { simulateAlerts } from './simulate.js';
import { openTerminal } from './terminal.js';
import { WriteError } from './write-output.js';

const terminal = openTerminal();
const shutdown = new AbortController();

/** Answered "no": `check` found problems, or what was asked for cannot be had. */
const exitNo = 1;
/** Called wrongly. */
const exitBadUsage = 2;

const program = new Command('badgateway')
  .description('Says why the gateway answers 502: reads nginx and Envoy logs, names the cause, tells Slack.')
  .version(readVersion())
  .exitOverride()
  .showHelpAfterError('(badgateway --help says what there is)');

program
  .command('run')
  .description('follow the logs, alert, answer and report; in the terminal when Slack is not configured')
  // Slack leaves its side of a closed socket open for seconds; everything is stored by then, so nothing is waited for.
  .action(async () => {
    const { runBot } = await import('./run/run.js');
    await setExitCode(runBot(loadConfig(), terminal, shutdown.signal));
    process.exit();
  });

program
  .command('demo')
  .description('play a recorded outage through the whole road; no set-up')
  .option('--fast', 'without waiting between what happened')
  .action(({ fast = false }: { fast?: boolean }) =>
    setExitCode(playDemo(loadConfig({}), terminal, { fast })),
  );

program
  .command('analyze')
  .description('report on whole log files (plain, .gz, .zst, .xz, .bz2, or - for standard input)')
  .argument('<file...>')
  .option('--json', 'one JSON object')
  .option('--failures', 'one JSON object a failure, by time')
  .option('--html <file>', 'also write the report as a page that needs nothing else')
  .action((files: string[], { json = false, failures = false, ...page }: AnalyzeFlags) =>
    setExitCode(analyzeFiles(files, { json, failures, ...page }, loadConfig(), terminal)),
  );

program
  .command('rehearse')
  .description(
    'what would have been told with other settings, from what is stored or from whole log files: badgateway rehearse --since 7d --set OPEN_FAILURES=10',
  )
  .argument('[file...]')
  .option('--since <time>', 'how far back: 90m, 24h or 7d', parseLookbackMs, parseLookbackMs('7d'))
  .option('--set <setting>', 'a setting to try, as NAME=VALUE; may be repeated', addSetting, {})
  .action((files: string[], options: { since: number; set: Readonly<Record<string, string>> }) => {
    const now = loadConfig();
    const candidate =
      Object.keys(options.set).length === 0 ? now : loadConfig({ ...readEnvironment(), ...options.set });
    return setExitCode(
      simulateAlerts(files, { lookbackMs: options.since, config: now, candidate }, terminal),
    );
  });

program
  .command('explain')
  .description('say what a record means, why, and what to do; reads standard input when none is given')
  .argument('[record]')
  .option('--json', 'one JSON object a record')
  .option('--null', 'records on standard input end with NUL')
  .action((record: string | undefined, options: { json?: boolean; null?: boolean }) =>
    setExitCode(
      explainRecords(
        record,
        { json: options.json === true, nulSeparated: options.null === true },
        createDecoderOptions(loadConfig())('-'),
        terminal,
      ),
    ),
  );

program
  .command('ask')
  .description('the same words as the slash command: badgateway ask "top causes last 24h"')
  .argument('[words...]')
  .action((words: string[]) => setExitCode(askQuestion(words.join(' '), loadConfig(), terminal)));

program
  .command('report')
  .description('the report of yesterday, today, a day such as 2026-11-21, or the last week')
  .argument('[day]', 'yesterday, today, 2026-11-21 or week', 'yesterday')
  .option('--json', 'one JSON object')
  .option('--csv', 'its causes and upstreams, one a row')
  .option('--html <file>', 'also write it as a page that needs nothing else')
  .action((day: string, options: ReportOptions) =>
    setExitCode(printReport(day, options, loadConfig(), terminal)),
  );

program
  .command('bundle')
  .description('an archive of an incident to send to a vendor, without addresses of clients and secrets')
  .argument('<incident>', 'such as BG-142')
  .argument('[file]', 'where to; BG-142.tar.gz unless told')
  .action((incident: string, file: string | undefined) =>
    setExitCode(writeBundle(incident, file, loadConfig(), terminal)),
  );

program
  .command('mark')
  .description(
    'note a change, so that incidents can tell what happened before: badgateway mark "deploy api v42"',
  )
  .argument('<words...>')
  .action((words: string[]) => setExitCode(recordMark(words.join(' '), loadConfig(), terminal)));

program
  .command('backup')
  .description('copy the database, also while the bot runs, into a file that is not there yet')
  .argument('<file>')
  .action((file: string) => setExitCode(backUpDatabase(file, loadConfig(), terminal)));

program
  .command('check')
  .description('find every problem with configuration, files, formats, database and Slack at once')
  .action(async () => {
    const { checkSetup } = await import('./check.js');
    const given = { environment: readEnvironment(), named: Object.keys(readEnvFile()) };
    await setExitCode(checkSetup(given, detectHostTimezone(), terminal));
  });

program
  .command('manifest')
  .description('print the manifest of the Slack app')
  .option('--url <address>', 'for HTTP mode: the public address of /slack/events')
  .action(({ url }: { url?: string }) =>
    setExitCode(
      Promise.resolve(
        terminal.print(
          formatManifest({
            command: loadConfig().slackCommand,
            ...(url === undefined ? { socketMode: true } : { socketMode: false, requestUrl: url }),
          }),
        ),
      ).then(() => 0),
    ),
  );

type AnalyzeFlags = { json?: boolean; failures?: boolean; html?: string };

/** An error that is the user's to put right: its one line is all there is to say. */
class UsageError extends Error {
  readonly exitCode: number;
  constructor(message: string, exitCode: number) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** `90m`, `24h` or `7d`. */
function parseLookbackMs(text: string): number {
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const minutes = { m: 1, h: 60, d: 1_440 }[unit ?? ''];
  if (minutes === undefined)
    throw new InvalidArgumentError('It must be a number and m, h or d, such as 24h.');
  return Number(count) * minutes * minuteMs;
}

/** The settings so far and one more, `NAME=VALUE`; only names that there are. */
function addSetting(text: string, settingsSoFar: Readonly<Record<string, string>>) {
  const [, name = '', value = ''] = /^([A-Z_]+)=([\s\S]*)$/.exec(text) ?? [];
  if (!listSettings(settings).some((setting) => setting.name === name))
    throw new InvalidArgumentError('It must be NAME=VALUE, with a name from .env.example.');
  return { ...settingsSoFar, [name]: value };
}

function loadConfig(env: ReturnType<typeof readEnvironment> = readEnvironment()): Config {
  const result = parseConfig(env, detectHostTimezone());
  if (result.ok) return result.config;
  throw new UsageError(
    ['The configuration cannot be used:', ...result.problems.map(formatConfigProblem)].join('\n  '),
    exitNo,
  );
}

/** The environment wins over `.env`. */
function readEnvironment() {
  return { ...readEnvFile(), ...process.env };
}

function detectHostTimezone(): string {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function readVersion(): string {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return version;
}

/** Errors whose one line says what is wrong and what to do. */
const isUserFacingError = (error: unknown): error is Error =>
  [StorageError, SlackError, ReadError, WriteError].some((errorClass) => error instanceof errorClass);

async function setExitCode(code: number | Promise<number>): Promise<void> {
  process.exitCode = await code;
}

function handleError(error: unknown): void {
  if (error instanceof UsageError) {
    terminal.printError(error.message);
    process.exitCode = error.exitCode;
  } else if (isUserFacingError(error)) {
    terminal.printError(error.message);
    process.exitCode = exitNo;
  } else if (error instanceof Error && 'exitCode' in error) {
    process.exitCode = error.exitCode === 0 ? 0 : exitBadUsage;
  } else {
    throw error;
  }
}

process.on('unhandledRejection', (error) => {
  terminal.printError(
    `badgateway stops, as something failed that must not: ${String(error)}. What was read is stored.`,
  );
  process.exit(exitNo);
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => shutdown.abort());
await program.parseAsync().catch(handleError);
