import { redact } from '../base/redact.js';
import { nearest } from '../base/spelling.js';
import type { Opening, Recovery } from '../incidents/incident.js';
import type { Manners } from '../notify/policy.js';
import type { CustomerKey } from '../parse/customer.js';
import type { FormatRule } from '../parse/decoder.js';
import { type Setting, settings } from './settings.js';

/** What the program must be told, checked once at the door. `reportAt` in minutes after midnight. */
export type Config = {
  readonly logs: readonly string[];
  readonly nginxLogFormats: readonly FormatRule[];
  readonly envoyLogFormats: readonly FormatRule[];
  readonly logTimezone: string;
  /** Null: nothing names customers. */
  readonly customerKey: CustomerKey | null;
  readonly database: string;
  readonly databaseBytesMax: number;
  /** Null: messages appear in the terminal. */
  readonly slack: SlackConfig | null;
  /** The slash command with its slash. */
  readonly command: string;
  readonly opening: Opening;
  readonly recovery: Recovery;
  /** Whom to call, and when rather not. */
  readonly manners: Manners;
  /** Who may do more in Slack than look, acknowledge and note; empty: everybody. */
  readonly operators: Operators;
  readonly reportAt: number;
  /** 1 for Monday to 7 for Sunday; null: no weekly report. */
  readonly weeklyReportDay: number | null;
  readonly timezone: string;
  /** Null: nothing is served. */
  readonly http: HttpConfig | null;
};

export type SlackConfig = {
  readonly botToken: string;
  readonly channel: string;
  readonly apiUrl: string;
  readonly transport:
    | { readonly name: 'socket'; readonly appToken: string }
    | { readonly name: 'http'; readonly signingSecret: string; readonly port: number };
};

/** Where the page is served, and what its readers must show; null on this machine alone. */
export type HttpConfig = { readonly port: number; readonly host: string; readonly token: string | null };

/** Something wrong in the environment, told so that the reader can put it right. */
export type Problem = {
  readonly name: string;
  /** What came; a secret is never shown beyond its prefix. */
  readonly got: string;
  readonly expected: string;
  readonly example: string;
};

export type Environment = Readonly<Record<string, string | undefined>>;

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** The configuration, or everything that is wrong with it at once. `hostZone` is the zone of the machine. */
export function configFrom(environment: Environment, hostZone: string): ConfigResult {
  const problems: Problem[] = [];

  function read<T>(setting: Setting<T>): T | undefined {
    const text = environment[setting.name]?.trim() || setting.fallback;
    if (text === undefined) return undefined;
    const result = setting.schema.safeParse(text);
    if (result.success) return result.data;
    problems.push(problemOf(setting, text, result.error.issues[0]));
    return undefined;
  }

  /** For settings with a fallback: undefined only beside a problem, and then no config is returned. */
  const sure = <T>(setting: Setting<T>): T => read(setting) as T;

  const slack = slackFrom(read, problems);
  const config: Config = {
    logs: sure(settings.logs),
    nginxLogFormats: read(settings.nginxLogFormat) ?? [],
    envoyLogFormats: read(settings.envoyLogFormat) ?? [],
    logTimezone: read(settings.logTimezone) ?? hostZone,
    customerKey: read(settings.customerKey) ?? null,
    database: sure(settings.database),
    databaseBytesMax: sure(settings.databaseMaxMb),
    slack,
    command: sure(settings.slackCommand),
    opening: {
      failures: sure(settings.openFailures),
      windowMs: sure(settings.openWindowS),
      share: sure(settings.openShare),
    },
    recovery: {
      quietMs: sure(settings.quietS),
      goodRequests: sure(settings.recoveryRequests),
      reopenMs: sure(settings.reopenS),
    },
    manners: {
      owners: read(settings.owners) ?? [],
      quietHours: read(settings.quietHours) ?? null,
      escalateMs: sure(settings.escalateAfterS) || null,
    },
    operators: read(settings.operators) ?? [],
    reportAt: sure(settings.reportAt),
    weeklyReportDay: read(settings.weeklyReportDay) ?? null,
    timezone: read(settings.timezone) ?? hostZone,
    http: httpFrom(read, problems),
  };
  if (!isFieldLogged(config)) problems.push(unlogged(config.customerKey));
  return problems.length === 0 ? { ok: true, config } : { ok: false, problems };
}

/** A field that no format has would never name anybody. */
const isFieldLogged = ({ customerKey: key, nginxLogFormats, envoyLogFormats }: Config): boolean =>
  key?.name !== 'field' ||
  [...nginxLogFormats, ...envoyLogFormats].some(({ format }) => format.includes(key.field));

const unlogged = (key: CustomerKey | null): Problem => ({
  name: settings.customerKey.name,
  got: `got "field:${key?.name === 'field' ? key.field : ''}"`,
  expected: 'a variable of NGINX_LOG_FORMAT or ENVOY_LOG_FORMAT, and neither has it',
  example: 'host',
});

/** Names that are no settings but nearly, each with the one that was probably meant. Others are other programs'. */
export function strangersIn(names: readonly string[]): readonly string[] {
  const known = Object.values(settings).map(({ name }) => String(name));
  return names.flatMap((name) => {
    const meant = known.includes(name) ? undefined : nearest(name, known);
    return meant === undefined ? [] : [`${name}: no setting has this name; did you mean ${meant}?`];
  });
}

/** One line a problem, for standard error. */
export const problemText = ({ name, got, expected, example }: Problem): string =>
  `${name}: ${got}, but it must be ${expected}. Example: ${name}=${example}`;

type Read = <T>(setting: Setting<T>) => T | undefined;

function slackFrom(read: Read, problems: Problem[]): SlackConfig | null {
  const botToken = read(settings.slackBotToken);
  const appToken = read(settings.slackAppToken);
  const signingSecret = read(settings.slackSigningSecret);
  const channel = read(settings.slackChannel);
  const apiUrl = read(settings.slackApiUrl);
  const port = read(settings.slackHttpPort);
  const named = [
    settings.slackBotToken,
    settings.slackAppToken,
    settings.slackSigningSecret,
    settings.slackChannel,
  ];
  const mistaken = named.some(({ name }) => problems.some((problem) => problem.name === name));
  const given = [botToken, appToken, signingSecret, channel].some((value) => value !== undefined);
  if (!given || mistaken) return null;

  if (botToken === undefined) problems.push(missing(settings.slackBotToken));
  if (channel === undefined) problems.push(missing(settings.slackChannel));
  if (appToken === undefined && signingSecret === undefined) problems.push(missing(settings.slackAppToken));
  if (botToken === undefined || channel === undefined || apiUrl === undefined) return null;
  if (appToken !== undefined) {
    return { botToken, channel, apiUrl, transport: { name: 'socket', appToken } };
  }
  if (signingSecret === undefined || port === undefined) return null;
  return { botToken, channel, apiUrl, transport: { name: 'http', signingSecret, port } };
}

function httpFrom(read: Read, problems: Problem[]): HttpConfig | null {
  const port = read(settings.httpPort);
  const host = read(settings.httpHost);
  const token = read(settings.httpToken) ?? null;
  if (port === undefined || host === undefined) return null;
  const mistaken = problems.some(({ name }) => name === settings.httpToken.name);
  if (token === null && !mistaken && !isLoopback(host))
    problems.push({ ...missing(settings.httpToken), got: `nothing was given although HTTP_HOST is ${host}` });
  return { port, host, token };
}

/** True for the addresses that only this machine reaches. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127\.\d{1,3}\.\d{1,3}\.\d{1,3}$/.test(host);

const missing = <T>({ name, expected, example }: Setting<T>): Problem => ({
  name,
  got: 'nothing was given although other Slack settings were',
  expected,
  example,
});

const problemOf = <T>(
  { name, expected, example, secret }: Setting<T>,
  text: string,
  issue: { readonly code?: string | undefined; readonly message: string } | undefined,
): Problem => ({
  name,
  got: secret
    ? `got a value that starts with "${prefixOf(text)}"`
    : `got "${cut(redact(text))}"${issue?.code === 'custom' && issue.message !== 'Invalid input' ? ` (${cut(issue.message)})` : ''}`,
  expected,
  example,
});

/** The kind of a token (`xoxb-`), which is no secret; of anything else nothing is shown. */
const prefixOf = (secret: string) => /^x[a-z]{2,4}-/.exec(secret)?.[0] ?? '…';
const cut = (text: string) => (text.length <= 80 ? text : `${text.slice(0, 79)}…`);

/** Who may silence, end, join and rename incidents: ids of Slack users and of user groups (S…). Nobody named means everybody. */
export type Operators = readonly string[];
