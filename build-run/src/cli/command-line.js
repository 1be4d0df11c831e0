/**
 * The command line: one file per command in this folder, each from checked settings to an exit code. Answers go to
 * standard output, problems and the program's own log to standard error.
 */
import { readFileSync } from 'node:fs';
import { Command, InvalidArgumentError, Option } from 'commander';
import { minuteMs } from '../base/duration.js';
import { formatConfigProblem, parseConfig } from '../config/config.js';
import { createPasteOptions } from '../config/decoder-options.js';
import { listSettings } from '../config/setting.js';
import { settings } from '../config/settings.js';
import { setKnownSurroundings } from '../diagnose/advice/known-surroundings.js';
import { formatManifest } from '../slack/manifest.js';
import { SlackError } from '../slack/slack-error.js';
import { StorageError } from '../storage/storage-error.js';
import { ReadError } from '../tail/log-file.js';
import { readCredentials, readEnvFile } from './env-file.js';
import { readLocalCauses } from './local-causes.js';
import { openTerminal } from './terminal.js';
import { WriteError } from './write-output.js';

const terminal = openTerminal();
const shutdown = new AbortController();
/** The answer is "no": `check` found problems, or the request cannot be fulfilled. */
const exitNo = 1;
const exitBadUsage = 2;
const program = new Command('badgateway')
  .description(
    'Explains why the gateway answers 502: reads nginx and Envoy logs, finds the cause, alerts Slack.',
  )
  .version(readVersion())
  .exitOverride()
  .showHelpAfterError('(see badgateway --help)');
program
  .command('run')
  .description('follow the logs, alert, answer and report; in the terminal when Slack is not configured')
  .argument(
    '[log...]',
    'logs to follow in place of LOGS: globs, docker:CONTAINER, journald:UNIT, or - for standard input',
  )
  // Slack keeps its side of a closed socket open for seconds. Everything is saved by then, so exit at once.
  .action(async (logs) => {
    const { runBot } = await import('./run/run.js');
    const config = loadConfig({ ...readEnvironment(), ...(logs.length > 0 && { LOGS: logs.join(',') }) });
    await setExitCode(runBot(config, terminal, shutdown.signal));
    process.exit();
  });
program
  .command('demo')
  .description('replay a recorded outage, from log lines to messages; needs no setup')
  .option('--fast', 'replay without pauses')
  .action(async ({ fast = false }) => {
    const { playDemo } = await import('./demo.js');
    await setExitCode(playDemo(loadConfig({}), terminal, { fast }));
  });
program
  .command('analyze')
  .description(
    'report on complete logs: files (plain, .gz, .zst, .xz, .bz2), docker:CONTAINER, journald:UNIT, or - for standard input',
  )
  .argument('<file...>')
  .option('--json', 'print one JSON object')
  .option('--failures', 'print one JSON object per failure, by time')
  .option('--html <file>', 'also write the report as a self-contained page')
  .action(async (files, { json = false, failures = false, ...page }) => {
    const { analyzeFiles } = await import('./analyze.js');
    await setExitCode(analyzeFiles(files, { json, failures, ...page }, loadConfig(), terminal));
  });
program
  .command('rehearse')
  .description(
    'show which alerts other settings would have sent, from the database or from log files: badgateway rehearse --since 7d --set OPEN_FAILURES=10',
  )
  .argument('[file...]')
  .addOption(
    new Option('--since <time>', 'how far back: 90m, 24h or 7d')
      .argParser(parseLookbackMs)
      .default(parseLookbackMs('7d'), '7d'),
  )
  .option('--set <setting>', 'a setting to try, as NAME=VALUE; repeatable', addSetting)
  .action(async (files, options) => {
    const { simulateAlerts } = await import('./simulate.js');
    const config = loadConfig();
    const candidate =
      options.set === undefined ? config : loadConfig({ ...readEnvironment(), ...options.set });
    await setExitCode(simulateAlerts(files, { lookbackMs: options.since, config, candidate }, terminal));
  });
program
  .command('explain')
  .description('explain a log record: its meaning, cause and fix; reads standard input without an argument')
  .argument('[record]')
  .option('--json', 'print one JSON object per record')
  .option('--null', 'records on standard input end with NUL')
  .action(async (record, options) => {
    const { explainRecords } = await import('./explain.js');
    await setExitCode(
      explainRecords(
        record,
        { json: options.json === true, nulSeparated: options.null === true },
        createPasteOptions(loadConfig()),
        terminal,
      ),
    );
  });
program
  .command('ask')
  .description('answer a question like the slash command does: badgateway ask "top causes last 24h"')
  .argument('[words...]')
  .action(async (words) => {
    const { askQuestion } = await import('./ask.js');
    await setExitCode(askQuestion(words.join(' '), loadConfig(), terminal));
  });
program
  .command('report')
  .description('print the report for yesterday, today, a day such as 2026-11-21, or the last week')
  .argument('[day]', 'yesterday, today, 2026-11-21 or week', 'yesterday')
  .option('--json', 'print one JSON object')
  .option('--csv', 'print causes and upstreams as CSV, one per row')
  .option('--html <file>', 'also write the report as a self-contained page')
  .action(async (day, options) => {
    const { printReport } = await import('./report.js');
    await setExitCode(printReport(day, options, loadConfig(), terminal));
  });
program
  .command('bundle')
  .description('write an archive of an incident to send to a vendor, without client addresses and secrets')
  .argument('<incident>', 'such as BG-142')
  .argument('[file]', 'output file, by default BG-142.tar.gz')
  .action(async (incident, file) => {
    const { writeBundle } = await import('./bundle.js');
    await setExitCode(writeBundle(incident, file, loadConfig(), terminal));
  });
program
  .command('mark')
  .description('record a change, to be shown with incidents that follow it: badgateway mark "deploy api v42"')
  .argument('<words...>')
  .action(async (words) => {
    const { recordMark } = await import('./mark.js');
    await setExitCode(recordMark(words.join(' '), loadConfig(), terminal));
  });
program
  .command('helped')
  .description(
    'record what ended an incident, so that it comes first the next time: badgateway helped BG-142 2',
  )
  .argument('<incident>', 'such as BG-142')
  .argument('[answer]', 'its number; without it, the answers are listed')
  .action(async (incident, answer) => {
    const { recordWhatHelped } = await import('./what-helped.js');
    await setExitCode(recordWhatHelped(incident, answer, loadConfig(), terminal));
  });
program
  .command('backup')
  .description('copy the database into a new file, even while the bot is running')
  .argument('<file>')
  .action(async (file) => {
    const { backUpDatabase } = await import('./backup.js');
    await setExitCode(backUpDatabase(file, loadConfig(), terminal));
  });
program
  .command('check')
  .description('check configuration, files, formats, database and Slack, and list every problem')
  .action(async () => {
    const { checkSetup } = await import('./check.js');
    const input = { environment: readEnvironment(), writtenNames: Object.keys(readWrittenSettings()) };
    await setExitCode(checkSetup(input, detectHostTimezone(), terminal));
  });
program
  .command('manifest')
  .description('print the manifest of the Slack app')
  .option('--url <address>', 'for HTTP mode: public URL of /slack/events')
  .action(({ url }) =>
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
/** An error for the user to fix. Only its message is printed. */
class UsageError extends Error {
  exitCode;
  constructor(message, exitCode) {
    super(message);
    this.exitCode = exitCode;
  }
}
/** Parses `90m`, `24h` or `7d`. */
function parseLookbackMs(text) {
  const [, count, unit] = /^(\d{1,4})([mhd])$/.exec(text) ?? [];
  const minutes = { m: 1, h: 60, d: 1_440 }[unit ?? ''];
  if (minutes === undefined)
    throw new InvalidArgumentError('Expected a number followed by m, h or d, such as 24h.');
  return Number(count) * minutes * minuteMs;
}
/** Adds one `NAME=VALUE` to the settings so far; rejects unknown names. */
function addSetting(text, settingsSoFar = {}) {
  const [, name = '', value = ''] = /^([A-Z_]+)=([\s\S]*)$/.exec(text) ?? [];
  if (!listSettings(settings).some((setting) => setting.name === name))
    throw new InvalidArgumentError('Expected NAME=VALUE, with a name from .env.example.');
  return { ...settingsSoFar, [name]: value };
}
function loadConfig(env = readEnvironment()) {
  const result = parseConfig(env, detectHostTimezone());
  const taught = result.ok
    ? readLocalCauses(result.config)
    : { problems: result.problems.map(formatConfigProblem) };
  if ('config' in taught) {
    setKnownSurroundings(taught.config.surroundings);
    return taught.config;
  }
  throw new UsageError(['Invalid configuration:', ...taught.problems].join('\n  '), exitNo);
}
/** The environment takes precedence. */
function readEnvironment() {
  return { ...readWrittenSettings(), ...process.env };
}
/** Credentials take precedence over `.env`. */
function readWrittenSettings() {
  return { ...readEnvFile(), ...readCredentials(process.env['CREDENTIALS_DIRECTORY']) };
}
function detectHostTimezone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone;
}
function readVersion() {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  return version;
}
/** Errors whose message says what is wrong and what to do. */
const isUserFacingError = (error) =>
  [StorageError, SlackError, ReadError, WriteError].some((errorClass) => error instanceof errorClass);
async function setExitCode(code) {
  process.exitCode = await code;
}
function handleError(error) {
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
  terminal.printError(`Unexpected error, exiting: ${String(error)}. Everything read so far is saved.`);
  process.exit(exitNo);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => shutdown.abort());
await program.parseAsync().catch(handleError);
