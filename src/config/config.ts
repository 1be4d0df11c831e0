import { isLoopbackHost } from '../base/ip-address.js';
import { truncate } from '../base/printable.js';
import { redact } from '../base/redact.js';
import { findNearestWord } from '../base/spelling.js';
import type { OpeningRule, RecoveryRule } from '../incidents/incident.js';
import type { NotificationPolicy } from '../notify/policy.js';
import type { CustomerKey } from '../parse/customer.js';
import type { LogFormatRule } from '../parse/decoder.js';
import { type Setting, settings } from './settings.js';

/** What the program must be told, checked once at the door. `reportAt` in minutes after midnight. */
export type Config = {
  readonly logs: readonly string[];
  readonly nginxLogFormats: readonly LogFormatRule[];
  readonly envoyLogFormats: readonly LogFormatRule[];
  readonly logTimezone: string;
  /** Null: nothing names customers. */
  readonly customerKey: CustomerKey | null;
  readonly database: string;
  readonly databaseBytesMax: number;
  /** Null: messages appear in the terminal. */
  readonly slack: SlackConfig | null;
  /** The slash command with its slash. */
  readonly slackCommand: string;
  readonly opening: OpeningRule;
  readonly recovery: RecoveryRule;
  /** Whom to call, and when rather not. */
  readonly notificationPolicy: NotificationPolicy;
  /** Who may do more in Slack than look, acknowledge and note; empty: everybody. */
  readonly operators: Operators;
  readonly reportMinuteOfDay: number;
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
    | { readonly type: 'socket'; readonly appToken: string }
    | { readonly type: 'http'; readonly signingSecret: string; readonly port: number };
};

/** Where the page is served, and what its readers must show; null on this machine alone. */
export type HttpConfig = { readonly port: number; readonly host: string; readonly token: string | null };

/** Something wrong in the environment, told so that the reader can put it right. */
export type ConfigProblem = {
  readonly name: string;
  /** What came; a secret is never shown beyond its prefix. */
  readonly got: string;
  readonly expected: string;
  readonly example: string;
};

export type Environment = Readonly<Record<string, string | undefined>>;

export type ConfigResult =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly ConfigProblem[] };

/** The configuration, or everything that is wrong with it at once. `hostZone` is the zone of the machine. */
export function parseConfig(environment: Environment, hostTimezone: string): ConfigResult {
  const problems: ConfigProblem[] = [];

  function read<T>(setting: Setting<T>): T | undefined {
    const text = environment[setting.name]?.trim() || setting.defaultValue;
    if (text === undefined) return undefined;
    const result = setting.schema.safeParse(text);
    if (result.success) return result.data;
    problems.push(createInvalidProblem(setting, text, result.error.issues[0]));
    return undefined;
  }

  /** For settings with a fallback: undefined only beside a problem, and then no config is returned. */
  const readRequired = <T>(setting: Setting<T>): T => read(setting) as T;

  const slack = parseSlackConfig(read, problems);
  const config: Config = {
    logs: readRequired(settings.logs),
    nginxLogFormats: read(settings.nginxLogFormat) ?? [],
    envoyLogFormats: read(settings.envoyLogFormat) ?? [],
    logTimezone: read(settings.logTimezone) ?? hostTimezone,
    customerKey: read(settings.customerKey) ?? null,
    database: readRequired(settings.database),
    databaseBytesMax: readRequired(settings.databaseMaxMb),
    slack,
    slackCommand: readRequired(settings.slackCommand),
    opening: {
      failuresMin: readRequired(settings.openFailures),
      windowMs: readRequired(settings.openWindowS),
      shareMin: readRequired(settings.openShare),
    },
    recovery: {
      quietMs: readRequired(settings.quietS),
      successesMin: readRequired(settings.recoveryRequests),
      reopenMs: readRequired(settings.reopenS),
    },
    notificationPolicy: {
      owners: read(settings.owners) ?? [],
      quietHours: read(settings.quietHours) ?? null,
      escalateAfterMs: readRequired(settings.escalateAfterS) || null,
    },
    operators: read(settings.operators) ?? [],
    reportMinuteOfDay: readRequired(settings.reportAt),
    weeklyReportDay: read(settings.weeklyReportDay) ?? null,
    timezone: read(settings.timezone) ?? hostTimezone,
    http: parseHttpConfig(read, problems),
  };
  if (!isCustomerFieldLogged(config)) problems.push(createUnloggedFieldProblem(config.customerKey));
  return problems.length === 0 ? { ok: true, config } : { ok: false, problems };
}

/** A field that no format has would never name anybody. */
const isCustomerFieldLogged = ({ customerKey: key, nginxLogFormats, envoyLogFormats }: Config): boolean =>
  key?.type !== 'field' ||
  [...nginxLogFormats, ...envoyLogFormats].some(({ format }) => format.includes(key.field));

const createUnloggedFieldProblem = (customerKey: CustomerKey | null): ConfigProblem => ({
  name: settings.customerKey.name,
  got: `got "field:${customerKey?.type === 'field' ? customerKey.field : ''}"`,
  expected: 'a variable of NGINX_LOG_FORMAT or ENVOY_LOG_FORMAT, and neither has it',
  example: 'host',
});

/** Names that are no settings but nearly, each with the one that was probably meant. Others are other programs'. */
export function suggestSettingNames(names: readonly string[]): readonly string[] {
  const settingNames = Object.values(settings).map(({ name }) => String(name));
  return names.flatMap((name) => {
    const suggestion = settingNames.includes(name) ? undefined : findNearestWord(name, settingNames);
    return suggestion === undefined ? [] : [`${name}: no setting has this name; did you mean ${suggestion}?`];
  });
}

/** One line a problem, for standard error. */
export const formatConfigProblem = ({ name, got, expected, example }: ConfigProblem): string =>
  `${name}: ${got}, but it must be ${expected}. Example: ${name}=${example}`;

type ReadSetting = <T>(setting: Setting<T>) => T | undefined;

function parseSlackConfig(read: ReadSetting, problems: ConfigProblem[]): SlackConfig | null {
  const botToken = read(settings.slackBotToken);
  const appToken = read(settings.slackAppToken);
  const signingSecret = read(settings.slackSigningSecret);
  const channel = read(settings.slackChannel);
  const apiUrl = read(settings.slackApiUrl);
  const port = read(settings.slackHttpPort);
  const identifyingSettings = [
    settings.slackBotToken,
    settings.slackAppToken,
    settings.slackSigningSecret,
    settings.slackChannel,
  ];
  const hasInvalidValue = identifyingSettings.some(({ name }) =>
    problems.some((problem) => problem.name === name),
  );
  const isConfigured = [botToken, appToken, signingSecret, channel].some((value) => value !== undefined);
  if (!isConfigured || hasInvalidValue) return null;

  if (botToken === undefined) problems.push(createMissingProblem(settings.slackBotToken));
  if (channel === undefined) problems.push(createMissingProblem(settings.slackChannel));
  if (appToken === undefined && signingSecret === undefined)
    problems.push(createMissingProblem(settings.slackAppToken));
  if (botToken === undefined || channel === undefined || apiUrl === undefined) return null;
  if (appToken !== undefined) {
    return { botToken, channel, apiUrl, transport: { type: 'socket', appToken } };
  }
  if (signingSecret === undefined || port === undefined) return null;
  return { botToken, channel, apiUrl, transport: { type: 'http', signingSecret, port } };
}

function parseHttpConfig(read: ReadSetting, problems: ConfigProblem[]): HttpConfig | null {
  const port = read(settings.httpPort);
  const host = read(settings.httpHost);
  const token = read(settings.httpToken) ?? null;
  if (port === undefined || host === undefined) return null;
  const isTokenInvalid = problems.some(({ name }) => name === settings.httpToken.name);
  if (token === null && !isTokenInvalid && !isLoopbackHost(host))
    problems.push({
      ...createMissingProblem(settings.httpToken),
      got: `nothing was given although HTTP_HOST is ${host}`,
    });
  return { port, host, token };
}

const createMissingProblem = <T>({ name, expected, example }: Setting<T>): ConfigProblem => ({
  name,
  got: 'nothing was given although other Slack settings were',
  expected,
  example,
});

const createInvalidProblem = <T>(
  { name, expected, example, secret }: Setting<T>,
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

/** The kind of a token (`xoxb-`), which is no secret; of anything else nothing is shown. */
const extractTokenPrefix = (secret: string) => /^x[a-z]{2,4}-/.exec(secret)?.[0] ?? '…';
const truncateValue = (text: string) => truncate(text, 80);

/** Who may silence, end, join and rename incidents: ids of Slack users and of user groups (S…). Nobody named means everybody. */
export type Operators = readonly string[];
