import { z } from 'zod';
import { hourMs } from '../base/duration.js';
import { compileEnvoyFormat } from '../parse/format/envoy-format.js';
import { compileNginxFormat } from '../parse/format/nginx-format.js';
import { fallbackSettings } from './fallback-settings.js';
import { httpSettings } from './http-settings.js';
import {
  createFormatRulesSchema,
  createIntegerSchema,
  createSecondsSchema,
  customerKeySchema,
  fractionSchema,
  listSchema,
  logsSchema,
  operatorIdsSchema,
  ownersSchema,
  quietHoursSchema,
  surroundingsSchema,
  timeOfDaySchema,
  timezoneSchema,
  weekdaySchema,
} from './schemas.js';
import { setting } from './setting.js';
import { slackSettings } from './slack-settings.js';
/**
 * Every setting, at the place of its value in `Config` and in the order of `.env.example`. The configuration, its checks,
 * `.env.example` and `docs/configuration.md` are made from this one object.
 */
export const settings = {
  logs: setting({
    name: 'LOGS',
    description:
      'Logs to follow, separated by commas: globs of files, docker:CONTAINER, journald:UNIT, or - for standard input.\nAccess and error logs together tell the most.',
    expected: 'one or more paths, globs or other logs, separated by commas',
    example: '/var/log/nginx/*.log,/var/log/envoy/*.log',
    default: '/var/log/nginx/*.log,/var/log/envoy/*.log',
    schema: logsSchema,
  }),
  archives: setting({
    name: 'ARCHIVES',
    description:
      'Rotated files that are moved to where neither their log nor logrotate.conf says, as comma-separated globs. Their names\nbegin or end with the name of the log.',
    defaultWords: 'rotated files are found beside their log, below it, and by olddir of logrotate',
    expected: 'one or more globs, separated by commas',
    example: '/srv/archive/nginx/*',
    unset: () => [],
    schema: listSchema,
  }),
  dockerHost: setting({
    name: 'DOCKER_HOST',
    description:
      'Where Docker answers, for docker:CONTAINER in LOGS: its socket, or a proxy that lets logs be read.',
    expected: 'unix:///path or tcp://host:port',
    example: 'tcp://127.0.0.1:2375',
    default: 'unix:///var/run/docker.sock',
    schema: z.string().min(1),
  }),
  /** Null to begin at the end of the logs. */
  historyMs: setting({
    name: 'HISTORY_H',
    description:
      'Hours of the logs that the first start reads into the counts, silently: no alerts, one message about all of it.\n0: the first start begins at the end of the logs.',
    expected: 'a whole number of hours from 0 to 720',
    example: '24',
    default: '24',
    schema: createIntegerSchema(0, 720).transform((hours) => (hours === 0 ? null : hours * hourMs)),
  }),
  nginxLogFormats: setting({
    name: 'NGINX_LOG_FORMAT',
    description:
      'nginx log_format string, for an access log in none of the well-known formats.\nFor several formats, one GLOB=FORMAT per line.',
    expected: 'a log_format string with $variables, or lines of GLOB=FORMAT',
    example: `'$remote_addr [$time_local] "$request" $status $upstream_addr $upstream_status'`,
    unset: () => [],
    schema: createFormatRulesSchema('$', compileNginxFormat),
  }),
  envoyLogFormats: setting({
    name: 'ENVOY_LOG_FORMAT',
    description: 'Envoy access log format string, likewise.',
    expected: 'a format string with %OPERATORS%, or lines of GLOB=FORMAT',
    example: `'[%START_TIME%] "%REQ(:METHOD)% %REQ(:PATH)% %PROTOCOL%" %RESPONSE_CODE% %RESPONSE_FLAGS%'`,
    unset: () => [],
    schema: createFormatRulesSchema('%', compileEnvoyFormat),
  }),
  localCauses: setting({
    name: 'LOCAL_CAUSES',
    description:
      'JSON file that teaches lines which are not understood: as noise, as a format, or as a cause with its own advice.\nIts samples are tried at every start; `check` shows what it would match. See docs/local-causes.md.',
    defaultWords: 'nothing is taught',
    expected: 'the path of a JSON file',
    example: '/etc/badgateway/local-causes.json',
    unset: () => null,
    schema: z.string().min(1),
  }),
  logTimezone: setting({
    name: 'LOG_TIMEZONE',
    description: 'Time zone of log times without an offset, as in the nginx error log.',
    defaultWords: 'the time zone of this machine',
    expected: 'a zone name from the IANA list',
    example: 'Europe/Berlin',
    unset: ({ timezone }) => timezone,
    schema: timezoneSchema,
  }),
  surroundings: setting({
    name: 'SURROUNDINGS',
    description:
      'What upstreams, or logs whose path matches if the pattern starts with /, run on or in, where records do not show it:\nhost, docker, kubernetes, windows or macos, a runtime such as node, unit:NAME, container:NAME (of the gateway).',
    defaultWords: 'only what the records show',
    expected: 'PATTERN=WORDS pairs, separated by commas; places, runtimes, unit:NAME or container:NAME',
    example: 'payments-*=node unit:payments,/var/log/edge/*=docker container:edge',
    unset: () => [],
    schema: surroundingsSchema,
  }),
  /** Null when nothing identifies customers. */
  customerKey: setting({
    name: 'CUSTOMER_KEY',
    description:
      'What identifies a customer: host, path:2 (the second path segment) or field:http_x_tenant (a variable of\nNGINX_LOG_FORMAT or ENVOY_LOG_FORMAT). Values that look like secrets are ignored.',
    defaultWords: 'customers are not known, only client addresses',
    expected: 'host, path:1 to path:8, or field: and a variable of the log format that is no secret',
    example: 'host',
    unset: () => null,
    schema: customerKeySchema,
  }),
  database: setting({
    name: 'DATABASE',
    description: 'SQLite file that holds everything, on a local disk.',
    expected: 'a path',
    example: '/var/lib/badgateway/badgateway.db',
    default: 'badgateway.db',
    schema: z.string().min(1),
  }),
  databaseBytesMax: setting({
    name: 'DATABASE_MAX_MB',
    description:
      'Above this size in MB, the oldest failures are deleted early; counts and incidents are kept.',
    expected: 'a whole number of megabytes from 16 to 1000000',
    example: '512',
    default: '512',
    schema: createIntegerSchema(16, 1_000_000).transform((count) => count * 1024 * 1024),
  }),
  slack: slackSettings,
  /** With its slash. */
  slackCommand: setting({
    name: 'SLACK_COMMAND',
    description: 'The slash command, as in the app manifest.',
    expected: 'a slash and 1 to 31 lower-case letters, digits, - or _',
    example: '/badgateway',
    default: '/badgateway',
    schema: z.string().regex(/^\/[a-z0-9_-]{1,31}$/),
  }),
  opening: {
    failuresMin: setting({
      name: 'OPEN_FAILURES',
      description: 'An incident opens after this many failures that clients saw or may have seen …',
      expected: 'a whole number from 1 to 10000',
      example: '5',
      default: '5',
      schema: createIntegerSchema(1, 10_000),
    }),
    windowMs: setting({
      name: 'OPEN_WINDOW_S',
      description: '… within this many seconds …',
      expected: 'a whole number of seconds from 1 to 3600',
      example: '60',
      default: '60',
      schema: createSecondsSchema(1, 3_600),
    }),
    shareMin: setting({
      name: 'OPEN_SHARE',
      description:
        '… if they are at least this share of the requests to the upstream, where an access log shows that.',
      expected: 'a number from 0 to 1',
      example: '0.005',
      default: '0.005',
      schema: fractionSchema,
    }),
  },
  applicationErrorShare: setting({
    name: 'APPLICATION_500_SHARE',
    description:
      'An application that answers 500 to at least this share of its requests, 10 or more within a minute, opens an\nincident of its own: no gateway failure, and never counted as one. 0: never.',
    expected: 'a number from 0 to 1',
    example: '0.5',
    default: '0.5',
    schema: fractionSchema,
  }),
  recovery: {
    quietMs: setting({
      name: 'QUIET_S',
      description: 'An incident resolves after this many seconds without a failure …',
      expected: 'a whole number of seconds from 1 to 86400',
      example: '600',
      default: '600',
      schema: createSecondsSchema(1, 86_400),
    }),
    successesMin: setting({
      name: 'RECOVERY_REQUESTS',
      description: '… or, sooner, after this many good requests and OPEN_WINDOW_S without a failure.',
      expected: 'a whole number from 1 to 100000',
      example: '20',
      default: '20',
      schema: createIntegerSchema(1, 100_000),
    }),
    reopenMs: setting({
      name: 'REOPEN_S',
      description: 'The same fault within this many seconds of the end reopens the incident.',
      expected: 'a whole number of seconds from 0 to 86400',
      example: '1800',
      default: '1800',
      schema: createSecondsSchema(0, 86_400),
    }),
  },
  notificationPolicy: {
    owners: setting({
      name: 'OWNERS',
      description:
        'Who is mentioned for an upstream, or for a route if it starts with /: once when an incident is major or\ncritical, and once more if nobody acknowledges it.',
      expected: 'PATTERN=ID pairs, separated by commas; ids of users (U…) or user groups (S…)',
      example: 'payments-*=U0123ABCD,/api/*=S0456EFGH',
      unset: () => [],
      schema: ownersSchema,
    }),
    escalateAfterMs: setting({
      name: 'ESCALATE_AFTER_S',
      description:
        'An incident that nobody has acknowledged after this many seconds is announced once more; 0: never.',
      expected: 'a whole number of seconds from 0 to 86400',
      example: '900',
      default: '900',
      schema: createSecondsSchema(0, 86_400).transform((durationMs) => durationMs || null),
    }),
    quietHours: setting({
      name: 'QUIET_HOURS',
      description:
        'Minor incidents are held until these hours end (in TIMEZONE); major and critical ones never are.',
      expected: 'two times such as 22:00-07:00',
      example: '22:00-07:00',
      unset: () => null,
      schema: quietHoursSchema,
    }),
  },
  operators: setting({
    name: 'OPERATORS',
    description:
      'Who may silence, resolve, merge and correct incidents, and say what helped, in Slack. Everybody may look, acknowledge and add notes.',
    defaultWords: 'everybody',
    expected: 'ids of users (U…) and user groups (S…), separated by commas',
    example: 'U0123ABCD,S0456EFGH',
    unset: () => [],
    schema: operatorIdsSchema,
  }),
  /** Minutes after midnight. */
  reportMinuteOfDay: setting({
    name: 'REPORT_AT',
    description: "Time of day, in TIMEZONE, at which the previous day's report is posted.",
    expected: 'a time from 00:00 to 23:59',
    example: '09:00',
    default: '09:00',
    schema: timeOfDaySchema,
  }),
  /** 1 for Monday to 7 for Sunday. */
  weeklyReportDay: setting({
    name: 'WEEKLY_REPORT_DAY',
    description: 'Day on which a report of the last seven days is posted as well, at REPORT_AT.',
    defaultWords: 'none',
    expected: 'a day of the week, such as monday',
    example: 'monday',
    unset: () => null,
    schema: weekdaySchema,
  }),
  timezone: setting({
    name: 'TIMEZONE',
    description: 'Time zone of the days and times in messages, answers and reports.',
    defaultWords: 'the time zone of this machine',
    expected: 'a zone name from the IANA list',
    example: 'Europe/Berlin',
    unset: ({ timezone }) => timezone,
    schema: timezoneSchema,
  }),
  http: httpSettings,
  fallback: fallbackSettings,
};
