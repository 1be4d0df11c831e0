/**
 * Turns environment variables into checked settings: `settings.ts` declares each of them once, and everything else
 * (`Config`, its checks, `.env.example`, `docs/configuration.md`) is derived from there.
 */
import { truncate } from '../base/printable.js';
import { redact } from '../base/redact.js';
import { findNearestWord } from '../base/spelling.js';
import { isSetting, isSettingGroup, listSettings } from './setting.js';
import { settings } from './settings.js';
/** Reads the configuration from environment variables, or returns everything that is wrong with them at once. */
export function parseConfig(environment, hostTimezone) {
  const problems = [];
  const config = readSettings(settings, {
    environment,
    host: { timezone: hostTimezone },
    report: (problem) => problems.push(problem),
  }); // The cast: a value that lacks its type has its problem, and then no config is returned.
  const isKeyInvalid = problems.some(({ name }) => name === settings.customerKey.name);
  if (!isKeyInvalid && !isCustomerFieldLogged(config)) problems.push(createUnloggedFieldProblem(config));
  return problems.length === 0 ? { ok: true, config } : { ok: false, problems };
}
function readSettings(tree, reading) {
  const entries = Object.entries(tree).map(([key, entry]) => [key, readEntry(entry, reading)]);
  return Object.fromEntries(entries);
}
function readEntry(entry, reading) {
  if (isSetting(entry)) return readSetting(entry, reading);
  if (!isSettingGroup(entry)) return readSettings(entry, reading);
  // The cast: `settingGroup` has checked that the members fit.
  return entry.combine(readSettings(entry.members, reading), reading.report);
}
/** Undefined when the text is invalid. */
function readSetting(setting, { environment, host, report }) {
  const text = environment[setting.name]?.trim() || setting.default;
  if (text === undefined) return setting.unset?.(host);
  const result = setting.schema.safeParse(text);
  if (result.success) return result.data;
  report(createInvalidProblem(setting, text, result.error.issues[0]));
  return undefined;
}
const createInvalidProblem = ({ name, expected, example, secret }, text, issue) => ({
  name,
  got: secret
    ? `got a value that starts with "${extractTokenPrefix(text)}"`
    : `got "${truncateValue(redact(text))}"${issue?.code === 'custom' && issue.message !== 'Invalid input' ? ` (${truncateValue(issue.message)})` : ''}`,
  expected,
  example,
});
/** The type of a token (`xoxb-`), which is no secret; nothing of any other value. */
const extractTokenPrefix = (secret) => /^x[a-z]{2,4}-/.exec(secret)?.[0] ?? '…';
const truncateValue = (text) => truncate(text, 80);
/** A field that no configured format logs would never identify anybody. */
const isCustomerFieldLogged = ({ customerKey: key, nginxLogFormats, envoyLogFormats }) =>
  key?.type !== 'field' ||
  [...(nginxLogFormats ?? []), ...(envoyLogFormats ?? [])].some(({ format }) => format.includes(key.field));
const createUnloggedFieldProblem = ({ customerKey: key }) => ({
  name: settings.customerKey.name,
  got: `got "field:${key?.type === 'field' ? key.field : ''}"`,
  expected: 'a variable of NGINX_LOG_FORMAT or ENVOY_LOG_FORMAT, and neither has it',
  example: 'host',
});
/** Warnings for names that are nearly those of settings. Other unknown names may belong to other programs. */
export function suggestSettingNames(names) {
  const settingNames = listSettings(settings).map(({ name }) => name);
  return names.flatMap((name) => {
    const suggestion = settingNames.includes(name) ? undefined : findNearestWord(name, settingNames);
    return suggestion === undefined ? [] : [`${name}: no setting has this name; did you mean ${suggestion}?`];
  });
}
/** One line per problem, for standard error. */
export const formatConfigProblem = ({ name, got, expected, example }) =>
  `${name}: ${got}, but it must be ${expected}. Example: ${name}=${example}`;
