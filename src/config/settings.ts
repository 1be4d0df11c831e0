import { z } from 'zod';
import { compileEnvoyFormat } from '../parse/format/envoy-format.js';
import { compileNginxFormat } from '../parse/format/nginx-format.js';
import {
  createFormatRulesSchema,
  createIntegerSchema,
  createSecondsSchema,
  customerKeySchema,
  fractionSchema,
  hostSchema,
  listSchema,
  operatorIdsSchema,
  ownersSchema,
  quietHoursSchema,
  timeOfDaySchema,
  timezoneSchema,
  urlSchema,
  weekdaySchema,
} from './schemas.js';

/** One environment variable: what it means, what it must look like, and how it is read. */
export type Setting<T> = {
  readonly name: string;
  /** For `.env.example`: one or two short lines. */
  readonly description: string;
  /** Completes "it must be …". */
  readonly expected: string;
  readonly example: string;
  /** Used when the variable is unset or empty. */
  readonly defaultValue?: string;
  /** Never shown beyond its prefix. */
  readonly secret?: true;
  readonly schema: z.ZodType<T, string>;
};

/** Every setting, in the order of `.env.example`. The checks and the example are made from this one list. */
export const settings = {
  logs: defineSetting({
    name: 'LOGS',
    description:
      'Log files to follow: globs, separated by commas. Access and error logs together tell the most.',
    expected: 'one or more paths or globs, separated by commas',
    example: '/var/log/nginx/*.log,/var/log/envoy/*.log',
    defaultValue: '/var/log/nginx/*.log,/var/log/envoy/*.log',
    schema: listSchema.pipe(z.array(z.string()).min(1)),
  }),
  nginxLogFormat: defineSetting({
    name: 'NGINX_LOG_FORMAT',
    description:
      'nginx log_format string, where the access log is in none of the well-known ones.\nSeveral: one GLOB=FORMAT a line.',
    expected: 'a log_format string with $variables, or lines of GLOB=FORMAT',
    example: `'$remote_addr [$time_local] "$request" $status $upstream_addr $upstream_status'`,
    schema: createFormatRulesSchema('$', compileNginxFormat),
  }),
  envoyLogFormat: defineSetting({
    name: 'ENVOY_LOG_FORMAT',
    description: 'Envoy access log format string, likewise.',
    expected: 'a format string with %OPERATORS%, or lines of GLOB=FORMAT',
    example: `'[%START_TIME%] "%REQ(:METHOD)% %REQ(:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS%'`,
    schema: createFormatRulesSchema('%', compileEnvoyFormat),
  }),
  logTimezone: defineSetting({
    name: 'LOG_TIMEZONE',
    description: "Zone of times that carry none (nginx's error log). Default: the zone of this machine.",
    expected: 'a zone name from the IANA list',
    example: 'Europe/Berlin',
    schema: timezoneSchema,
  }),
  customerKey: defineSetting({
    name: 'CUSTOMER_KEY',
    description:
      'What names a customer: host, path:2 (the second piece of the path) or field:http_x_tenant (a variable of\nNGINX_LOG_FORMAT or ENVOY_LOG_FORMAT). What looks like a secret is left out. Default: only addresses are known.',
    expected: 'host, path:1 to path:8, or field: and a variable of the log format that is no secret',
    example: 'host',
    schema: customerKeySchema,
  }),
  database: defineSetting({
    name: 'DATABASE',
    description: 'The SQLite file that holds everything. On a local disk.',
    expected: 'a path',
    example: '/var/lib/badgateway/badgateway.db',
    defaultValue: 'badgateway.db',
    schema: z.string().min(1),
  }),
  databaseMaxMb: defineSetting({
    name: 'DATABASE_MAX_MB',
    description: 'Beyond this size the oldest failures go early; counts and incidents stay.',
    expected: 'a whole number of megabytes from 16 to 1000000',
    example: '512',
    defaultValue: '512',
    schema: createIntegerSchema(16, 1_000_000).transform((count) => count * 1024 * 1024),
  }),
  slackBotToken: defineSetting({
    name: 'SLACK_BOT_TOKEN',
    description:
      'Bot token of your Slack app (OAuth & Permissions). Without one, messages appear in the terminal.',
    expected: 'a bot token that starts with xoxb-',
    example: 'xoxb-…',
    secret: true,
    schema: z.string().regex(/^xoxb-\S+$/),
  }),
  slackAppToken: defineSetting({
    name: 'SLACK_APP_TOKEN',
    description:
      'App-level token with connections:write (Basic Information): Socket Mode, no public address needed.',
    expected: 'an app-level token that starts with xapp- (or give SLACK_SIGNING_SECRET for HTTP mode)',
    example: 'xapp-…',
    secret: true,
    schema: z.string().regex(/^xapp-\S+$/),
  }),
  slackSigningSecret: defineSetting({
    name: 'SLACK_SIGNING_SECRET',
    description: 'Instead of the app token: HTTP mode, with the signing secret (Basic Information).',
    expected: 'the signing secret, letters and digits',
    example: '0123456789abcdef0123456789abcdef',
    secret: true,
    schema: z.string().regex(/^[A-Za-z0-9]{16,64}$/),
  }),
  slackHttpPort: defineSetting({
    name: 'SLACK_HTTP_PORT',
    description: 'HTTP mode: the port on 127.0.0.1 that your proxy forwards https://…/slack/events to.',
    expected: 'a port from 0 to 65535',
    example: '3000',
    defaultValue: '3000',
    schema: createIntegerSchema(0, 65_535),
  }),
  slackChannel: defineSetting({
    name: 'SLACK_CHANNEL',
    description: 'Id of the channel for alerts and reports (channel name > About > at the end).',
    expected: 'a channel id such as C0123456789, not a name',
    example: 'C0123456789',
    schema: z.string().regex(/^[CDG][A-Z0-9]{6,}$/),
  }),
  slackCommand: defineSetting({
    name: 'SLACK_COMMAND',
    description: 'The slash command, as in the app manifest.',
    expected: 'a slash and 1 to 31 lower-case letters, digits, - or _',
    example: '/badgateway',
    defaultValue: '/badgateway',
    schema: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
  }),
  slackApiUrl: defineSetting({
    name: 'SLACK_API_URL',
    description: 'Another root of the Slack API, for proxies.',
    expected: 'an http or https address that ends in /api/',
    example: 'https://slack.com/api/',
    defaultValue: 'https://slack.com/api/',
    schema: urlSchema,
  }),
  openFailures: defineSetting({
    name: 'OPEN_FAILURES',
    description: 'An incident opens when this many failures that clients saw (or may have seen) …',
    expected: 'a whole number from 1 to 10000',
    example: '5',
    defaultValue: '5',
    schema: createIntegerSchema(1, 10_000),
  }),
  openWindowS: defineSetting({
    name: 'OPEN_WINDOW_S',
    description: '… come within this many seconds.',
    expected: 'a whole number of seconds from 1 to 3600',
    example: '60',
    defaultValue: '60',
    schema: createSecondsSchema(1, 3_600),
  }),
  openShare: defineSetting({
    name: 'OPEN_SHARE',
    description: '… and are at least this share of the requests to that upstream, where an access log tells.',
    expected: 'a number from 0 to 1',
    example: '0.005',
    defaultValue: '0.005',
    schema: fractionSchema,
  }),
  quietS: defineSetting({
    name: 'QUIET_S',
    description: 'It is over after this many seconds without a failure …',
    expected: 'a whole number of seconds from 1 to 86400',
    example: '600',
    defaultValue: '600',
    schema: createSecondsSchema(1, 86_400),
  }),
  recoveryRequests: defineSetting({
    name: 'RECOVERY_REQUESTS',
    description: '… or, sooner, after this many good requests and OPEN_WINDOW_S without a failure.',
    expected: 'a whole number from 1 to 100000',
    example: '20',
    defaultValue: '20',
    schema: createIntegerSchema(1, 100_000),
  }),
  reopenS: defineSetting({
    name: 'REOPEN_S',
    description: 'The same fault within this many seconds after that reopens the incident.',
    expected: 'a whole number of seconds from 0 to 86400',
    example: '1800',
    defaultValue: '1800',
    schema: createSecondsSchema(0, 86_400),
  }),
  owners: defineSetting({
    name: 'OWNERS',
    description:
      'Whom to call for an upstream, or for a route when it begins with /. Called once when an incident opens,\nand once more when nobody takes it on.',
    expected: 'PATTERN=ID pairs, separated by commas; ids of users (U…) or user groups (S…)',
    example: 'payments-*=U0123ABCD,/api/*=S0456EFGH',
    schema: ownersSchema,
  }),
  operators: defineSetting({
    name: 'OPERATORS',
    description:
      'Who may silence, resolve, merge and correct in Slack; everybody may look, acknowledge and note. Default: all.',
    expected: 'ids of users (U…) and user groups (S…), separated by commas',
    example: 'U0123ABCD,S0456EFGH',
    schema: operatorIdsSchema,
  }),
  escalateAfterS: defineSetting({
    name: 'ESCALATE_AFTER_S',
    description: 'An incident that nobody acknowledged for so long is told once more, to all; 0: never.',
    expected: 'a whole number of seconds from 0 to 86400',
    example: '900',
    defaultValue: '900',
    schema: createSecondsSchema(0, 86_400),
  }),
  quietHours: defineSetting({
    name: 'QUIET_HOURS',
    description: 'Minor incidents wait for the end of these hours, in TIMEZONE; greater ones never do.',
    expected: 'two times such as 22:00-07:00',
    example: '22:00-07:00',
    schema: quietHoursSchema,
  }),
  reportAt: defineSetting({
    name: 'REPORT_AT',
    description: 'When the report of the day before is posted, in TIMEZONE.',
    expected: 'a time from 00:00 to 23:59',
    example: '09:00',
    defaultValue: '09:00',
    schema: timeOfDaySchema,
  }),
  weeklyReportDay: defineSetting({
    name: 'WEEKLY_REPORT_DAY',
    description:
      'The day on which the report of the seven days before is posted as well, at REPORT_AT. Default: none.',
    expected: 'a day of the week, such as monday',
    example: 'monday',
    schema: weekdaySchema,
  }),
  timezone: defineSetting({
    name: 'TIMEZONE',
    description: 'Zone of days and times that people read. Default: the zone of this machine.',
    expected: 'a zone name from the IANA list',
    example: 'Europe/Berlin',
    schema: timezoneSchema,
  }),
  httpPort: defineSetting({
    name: 'HTTP_PORT',
    description: 'Serves a read-only page, /metrics and /api/v1 on this port. Default: not at all.',
    expected: 'a port from 0 to 65535',
    example: '8502',
    schema: createIntegerSchema(0, 65_535),
  }),
  httpHost: defineSetting({
    name: 'HTTP_HOST',
    description: 'The address that the page is served on. Others than this machine need HTTP_TOKEN.',
    expected: 'an IP address or localhost',
    example: '127.0.0.1',
    defaultValue: '127.0.0.1',
    schema: hostSchema,
  }),
  httpToken: defineSetting({
    name: 'HTTP_TOKEN',
    description: 'What readers of the page must show: as a bearer token, or once as /?token=…',
    expected: 'at least 16 letters, digits, - or _',
    example: 'choose-a-long-random-one',
    secret: true,
    schema: z.string().regex(/^[\w-]{16,200}$/),
  }),
} as const;

/** The text of `.env.example`: every setting with its meaning, commented out at its default. */
export function formatEnvExample(): string {
  const all: readonly Setting<unknown>[] = Object.values(settings);
  const entries = all.map(({ name, description, defaultValue, example }) => {
    const comment = description.split('\n').map((line) => `# ${line}`);
    return [...comment, `#${name}=${defaultValue ?? example}`].join('\n');
  });
  return `# badgateway: copy to .env and uncomment what you need. The environment wins over this file.\n\n${entries.join('\n\n')}\n`;
}

/** Keeps the type of `schema` while the list stays one object. */
function defineSetting<const T extends Setting<unknown>>(entry: T): T {
  return entry;
}
