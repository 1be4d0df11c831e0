import { formatPercent, pluralize } from '../base/format-number.js';
import { toSingleLine, truncate } from '../base/printable.js';
import { redact } from '../base/redact.js';
import { formatConfigProblem, parseConfig, suggestSettingNames } from '../config/config.js';
import { createDecoderOptions } from '../config/decoder-options.js';
import { splitLogs } from '../config/log-sources.js';
import { getProduct } from '../parse/decoder.js';
import { findNearestFormat } from '../parse/find-nearest.js';
import { suggestFormat } from '../parse/format-advice.js';
import { isUserGroup, toPlainText } from '../render/rich-text.js';
import { describeNearest } from '../report/words/nearest.js';
import { identifyBot } from '../slack/identity.js';
import { discoverLogs } from '../tail/discover.js';
import { keepSources } from '../tail/sources/keep-sources.js';
import { findTimezoneProblem } from './check-timezone.js';
import { proposeFileFormat, readAccessFields, readSample } from './detect-format.js';
import { findEnvFileProblem } from './env-file.js';
import { readLocalCauses, rehearseLocalCauses } from './local-causes.js';
import { assertDatabaseUsable } from './open-database.js';
/** `badgateway check`: prints every problem of the setup. Returns 0 when there is none, else 1. `writtenNames`: names set in `.env` and credentials. */
export async function checkSetup({ environment, writtenNames }, hostTimezone, terminal) {
  let problemCount = 0;
  const printOk = (text) => terminal.print(`ok   ${toSingleLine(text)}`);
  const printProblem = (text) => {
    problemCount += 1;
    terminal.print(`BAD  ${toSingleLine(text)}`);
  };
  const printNote = (text) => terminal.print(`     ${toSingleLine(text)}`);
  for (const unknownSetting of suggestSettingNames(writtenNames)) printProblem(unknownSetting);
  const envProblem = findEnvFileProblem();
  if (envProblem !== undefined) printProblem(envProblem);
  const result = parseConfig(environment, hostTimezone);
  if (!result.ok) {
    for (const problem of result.problems) printProblem(formatConfigProblem(problem));
    return 1;
  }
  const taught = readLocalCauses(result.config);
  if ('problems' in taught) for (const problem of taught.problems) printProblem(problem);
  const config = 'config' in taught ? taught.config : result.config;
  printOk('configuration');
  await runCheck('formats', printProblem, () => checkLogs(config, printOk, printProblem, printNote));
  await runCheck('LOCAL_CAUSES', printProblem, () => rehearse(config, printOk, printNote));
  await runCheck('database', printProblem, () => checkDatabase(config, printOk));
  await runCheck('Slack', printProblem, () => checkSlack(config, printOk, printProblem, printNote));
  terminal.print(problemCount === 0 ? 'No problems found.' : `${pluralize(problemCount, 'problem')} found.`);
  return problemCount === 0 ? 0 : 1;
}
async function runCheck(name, printProblem, task) {
  try {
    await task();
  } catch (error) {
    printProblem(`${name}: ${redact(error instanceof Error ? error.message : String(error))}`);
  }
}
async function checkLogs(config, printOk, printProblem, printNote) {
  const getDecoderOptions = createDecoderOptions(config);
  const { globs, sources } = splitLogs(config.logs);
  const { paths, problems: unreadable } = discoverLogs(globs, config.archives);
  for (const { path, why: reason } of unreadable)
    printProblem(`${path}: cannot be read (${reason}); badgateway waits for it`);
  if (paths.length === 0 && globs.length > 0) printProblem(`LOGS: no file matches ${globs.join(', ')}`);
  if (config.nginxLogFormats.some(({ format }) => format.includes('escape=none')))
    printNote('with escape=none, clients can write lines of their own into the access log; use escape=json');
  const readable = [];
  for (const { type, name } of sources) {
    if (type === 'standard-input') printNote(`${name}: not checked, as it can be read once only`);
    else
      await runCheck('LOGS', printProblem, async () => {
        await keepSources([name], config, sampleBytesMax);
        readable.push(name);
      });
  }
  for (const path of [...paths, ...readable]) {
    await runCheck(path, printProblem, async () => {
      const decoderOptions = getDecoderOptions(path);
      const sample = await readSample(path, decoderOptions);
      const { records, unparsed, gateway } = sample;
      const coverage = `${formatPercent(records - unparsed, records)} of ${records} records understood`;
      if (records === 0) printOk(`${path}: empty`);
      else if (unparsed * 2 > records)
        printProblem(`${path}: ${coverage}; ${await describeUnknownFormat(path, sample)}`);
      else {
        printOk(
          `${path}: ${gateway ?? 'taught lines'}, ${coverage}${unparsed > 0 ? `, unlike: ${formatExample(sample.unparsedExamples)}` : ''}`,
        );
        const problem = readable.includes(path)
          ? undefined
          : findTimezoneProblem(path, decoderOptions, config.logTimezone);
        if (problem !== undefined) printProblem(`${path}: ${problem}`);
        await adviseOnFormat(path, sample, decoderOptions, printNote);
      }
      const [example] = sample.unparsedExamples;
      const nearest = example && findNearestFormat(example.text, decoderOptions);
      if (nearest !== undefined) printNote(toPlainText(describeNearest(nearest)));
    });
  }
}
/** Shows what the taught patterns would match in the logs that are there. Nothing is counted. */
async function rehearse(config, printOk, printNote) {
  const { local } = config;
  if (local === undefined) return;
  printOk(
    `LOCAL_CAUSES: ${pluralize(local.entries.length, 'entry', 'entries')}, every sample is read as it says`,
  );
  const { paths } = discoverLogs(splitLogs(config.logs).globs, config.archives);
  for (const { name, matched, example } of await rehearseLocalCauses(paths, local, config))
    printNote(
      example === null
        ? `${name} would match nothing in the logs that are there`
        : `${name} would match ${pluralize(matched, 'record')}, such as: ${truncate(redact(example), exampleCharsMax)}`,
    );
}
/** As much of a log that is no file is examined. */
const sampleBytesMax = 1024 * 1024;
/** Notes fields missing from a log format. They are no setup error, but explain why some causes stay unknown. */
async function adviseOnFormat(path, { gateway: logFormat }, decoderOptions, printNote) {
  const fields = logFormat === null ? undefined : await readAccessFields(path, logFormat, decoderOptions);
  const advice = fields && suggestFormat(getProduct(logFormat ?? undefined), fields);
  if (advice === undefined) return;
  printNote(`this log does not show: ${advice.missing.join('; ')}`);
  printNote(`to see all of that, add ${advice.instruction}:`);
  printNote(advice.snippet);
}
async function describeUnknownFormat(path, { unparsedExamples }) {
  const proposal = await proposeFileFormat(path, unparsedExamples);
  return proposal === undefined
    ? `set NGINX_LOG_FORMAT or ENVOY_LOG_FORMAT to the format of lines such as: ${formatExample(unparsedExamples)}`
    : `this setting reads ${proposal.matched} of its first ${proposal.lines} lines: NGINX_LOG_FORMAT='${proposal.format}'`;
}
const formatExample = ([first]) => truncate(toSingleLine(first?.text ?? ''), exampleCharsMax);
/** About two terminal lines: more of a binary file is no use. */
const exampleCharsMax = 160;
async function checkDatabase({ database }, printOk) {
  assertDatabaseUsable(database);
  printOk(`database ${database}`);
}
async function checkSlack({ slack, operators }, printOk, printProblem, printNote) {
  if (slack === null) return printOk('Slack is not configured: messages appear in the terminal');
  const { teamId, scopes } = await identifyBot(slack);
  printOk(`Slack: the tokens are valid for workspace ${teamId}; invite the bot into ${slack.channel}`);
  if (!scopes.includes('files:write'))
    printNote('without the scope files:write, no charts, pages or CSV files are attached');
  const groups = operators.filter(isUserGroup);
  if (groups.length > 0 && !scopes.includes('usergroups:read'))
    printProblem(
      `OPERATORS: without the scope usergroups:read, the members of ${groups.join(', ')} are unknown; update the app from \`badgateway manifest\``,
    );
}
