/**
 * Turns environment variables into checked settings: `settings.ts` declares each of them once, and everything else
 * (`Config`, its checks, `.env.example`, `docs/configuration.md`) is derived from there.
 */

import { truncate } from '../base/printable.js';
import { redact } from '../base/redact.js';
import { findNearestWord } from '../base/spelling.js';
import type { ConfigProblem, Host, Setting, SettingTree } from './setting.js';
import { isSetting, isSettingGroup, listSettings } from './setting.js';
import { type Config, settings } from './settings.js';

export type Environment = Readonly<Record<string, string | undefined>>;

type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** Reads the configuration from environment variables, or returns everything that is wrong with them at once. */
export function parseConfig(environment: Environment, hostTimezone: string): ConfigResult {
  const problems: ConfigProblem[] = [];
  const config = readSettings(settings, {
    environment,
    host: { timezone: hostTimezone },
    report: (problem) => problems.push(problem),
  }) as Config; // The cast: a value that lacks its type has its problem, and then no config is returned.
  const isKeyInvalid = problems.some(({ name }) => name === settings.customerKey.name);
  if (!isKeyInvalid && !isCustomerFieldLogged(config)) problems.push(createUnloggedFieldProblem(config));
  return problems.length === 0 ? { ok: true, config } : { ok: false, problems };
}

type Reading = {
  readonly environment: Environment;
  readonly host: Host;
  readonly report: (problem: ConfigProblem) => void;
};

function readSettings(tree: SettingTree, reading: Reading): object {
  const entries = Object.entries(tree).map(([key, entry]) => [key, readEntry(entry, reading)] as const);
  return Object.fromEntries(entries);
}

function readEntry(entry: SettingTree[string], reading: Reading): unknown {
  if (isSetting(entry)) return readSetting(entry, reading);
  if (!isSettingGroup(entry)) return readSettings(entry, reading);
  // The cast: `settingGroup` has checked that the members fit.
  return entry.combine(readSettings(entry.members, reading) as never, reading.report);
}

/** Undefined when the text is invalid. */
function readSetting(setting: Setting, { environment, host, report }: Reading): unknown {
  const text = environment[setting.name]?.trim() || setting.default;
  if (text === undefined) return setting.unset?.(host);
  const result = setting.schema.safeParse(text);
  if (result.success) return result.data;
  report(createInvalidProblem(setting, text, result.error.issues[0]));
  return undefined;
}

const createInvalidProblem = (
  { name, expected, example, secret }: Setting,
  text: string,
  issue: { readonly code?: string | undefined; readonly message: string } | undefined,
): ConfigProblem => ({
  name,
  got: secret
    ? `got a value that starts with "${extractTokenPrefix(text)}"`
    : `got "${truncateValue(redact(text))}"${issue?.code === 'custom' && issue.message !== 'Invalid input' ? ` (${truncateValue(issue.message)})` : ''}`,
  expected,
  example,
});

/** The type of a token (`xoxb-`), which is no secret; nothing of any other value. */
const extractTokenPrefix = (secret: string) => /^x[a-z]{2,4}-/.exec(secret)?.[0] ?? '…';
const truncateValue = (text: string) => truncate(text, 80);

/** A field that no configured format logs would never identify anybody. */
const isCustomerFieldLogged = ({ customerKey: key, nginxLogFormats, envoyLogFormats }: Config): boolean =>
  key?.type !== 'field' ||
  [...(nginxLogFormats ?? []), ...(envoyLogFormats ?? [])].some(({ format }) => format.includes(key.field));

const createUnloggedFieldProblem = ({ customerKey: key }: Config): ConfigProblem => ({
  name: settings.customerKey.name,
  got: `got "field:${key?.type === 'field' ? key.field : ''}"`,
  expected: 'a variable of NGINX_LOG_FORMAT or ENVOY_LOG_FORMAT, and neither has it',
  example: 'host',
});

/** Warnings for names that are nearly those of settings. Other unknown names may belong to other programs. */
export function suggestSettingNames(names: readonly string[]): readonly string[] {
  const settingNames = listSettings(settings).map(({ name }) => name);
  return names.flatMap((name) => {
    const suggestion = settingNames.includes(name) ? undefined : findNearestWord(name, settingNames);
    return suggestion === undefined ? [] : [`${name}: no setting has this name; did you mean ${suggestion}?`];
  });
}

/** One line per problem, for standard error. */
export const formatConfigProblem = ({ name, got, expected, example }: ConfigProblem): string =>
  `${name}: ${got}, but it must be ${expected}. Example: ${name}=${example}`;
