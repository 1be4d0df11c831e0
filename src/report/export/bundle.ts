import { toClampedDate } from '../../base/calendar.js';
import { dayMs } from '../../base/duration.js';
import { pluralize } from '../../base/format-number.js';
import { makePrintable, toSingleLine } from '../../base/printable.js';
import { redact } from '../../base/redact.js';
import { formatIncidentName } from '../../incidents/incident.js';
import type { LogFormatRule } from '../../parse/decoder.js';
import { renderStandaloneSvg } from '../../render/charts/standalone-svg.js';
import { renderCsv } from '../../render/csv.js';
import { html } from '../../render/html.js';
import { renderPage } from '../../render/page.js';
import { renderSection } from '../../render/page-parts.js';
import { toPlainText } from '../../render/rich-text.js';
import { buildTimeSeriesChart } from '../charts.js';
import {
  formatIncidentTitle,
  renderIncident,
  renderIncidentTitle,
  renderRankedTables,
} from '../page/incident.js';
import type { FileCoverage } from '../repository.js';
import type { ConfiguredFormats, IncidentBundle } from '../summary/bundle.js';
import { listRecapSteps } from '../words/timeline.js';
import { serializeIncidentDetail } from './api-json.js';
import { buildFailureTable } from './tables.js';

/** A file of the bundle. */
export type BundleFile = { readonly path: string; readonly text: string };

/** All files of an incident's bundle, the one that tells of the others first. Times are in UTC. */
export function renderBundleFiles(bundle: IncidentBundle, now: number): readonly BundleFile[] {
  const name = formatIncidentName(bundle.detail.summary.incident);
  const files = [...listEntries(bundle, now)].flatMap(([path, description, text]) =>
    text === undefined ? [] : [{ path, says: description, text }],
  );
  const contents = files.map(({ path, says: description }) => `${path.padEnd(pathChars)}${description}`);
  return [{ path: 'README.txt', says: '', text: renderReadme(bundle, contents, now) }, ...files].map(
    ({ path, text }) => ({ path: `${name}/${path}`, text }),
  );
}

const pathChars = 15;
const timezone = 'UTC';
const readLaterMs = 2 * dayMs;

type BundleEntry = readonly [path: string, says: string, text: string | undefined];

function listEntries(bundle: IncidentBundle, now: number): readonly BundleEntry[] {
  const { detail, failures, records, files, formats } = bundle;
  const chart = buildTimeSeriesChart({ timeSeries: detail.timeSeries, changes: detail.changes, timezone });
  return [
    [
      'report.html',
      'the incident as a page: course, what happened when, cause, steps, records',
      renderPageFile(bundle, now),
    ],
    ['timeline.txt', 'what happened, in order', renderTimeline(bundle, now)],
    [
      'incident.json',
      'the same for programs',
      `${JSON.stringify(serializeIncidentDetail(detail), null, 2)}\n`,
    ],
    [
      'failures.csv',
      `${pluralize(failures.length, 'failed request')}, the latest, one a row`,
      renderCsv(buildFailureTable(failures)),
    ],
    [
      'records.txt',
      `${pluralize(records.length, 'record')} as they stand in the logs, the first and the latest`,
      renderRecordsFile(bundle),
    ],
    ['chart.svg', 'failures over time', chart && renderStandaloneSvg(chart, formatIncidentTitle(detail))],
    ['formats.txt', 'the logs, and how each was read', renderFormatsFile(files, formats)],
  ];
}

function renderReadme({ detail }: IncidentBundle, contents: readonly string[], now: number): string {
  return `${[
    formatIncidentTitle(detail),
    `As badgateway knew it at ${formatMinute(now)}.`,
    '',
    ...contents,
    '',
    'All times are in UTC. Hidden (•••): credentials, cookies, tokens, query values, e-mail addresses.',
    'Renamed: IP addresses other than those behind the gateway (address-1 …) and people (person-1 …).',
    'Left out: notes. As they were: host names, paths, names of upstreams and files.',
  ].join('\n')}\n`;
}

function renderPageFile({ detail }: IncidentBundle, now: number): string {
  const clock = { now, timezone: timezone };
  return renderPage({
    title: formatIncidentTitle(detail),
    body: [
      html`<h1>${renderIncidentTitle(detail)}</h1><p class="muted">As of ${formatMinute(now)}</p>`,
      renderIncident(detail, clock, true),
      renderSection('Where it struck', renderRankedTables(detail)),
    ],
    footer: html`<p>Secrets, addresses and people are hidden or renamed; README.txt says how.</p>`,
  });
}

/** `2026-11-22 14:00 UTC`. */
const formatMinute = (at: number) =>
  `${toClampedDate(at).toISOString().slice(0, 16).replace('T', ' ')} ${timezone}`;

const renderTimeline = ({ detail, changes, timelineEntries }: IncidentBundle, now: number): string =>
  [
    `Until ${formatMinute(now)}:`,
    // Told as if it were later, every time comes with its day.
    ...listRecapSteps(
      { incident: detail.summary.incident, changes, entries: timelineEntries },
      { now: now + readLaterMs, timezone },
    ).map(toPlainText),
    '',
  ].join('\n');

const renderRecordsFile = ({ records }: IncidentBundle): string =>
  records
    .map(
      ({ file, line, text }) => `${toSingleLine(file)}:${line}\n${redact(makePrintable(text)).trimEnd()}\n`,
    )
    .join('\n');

/** Undefined when nothing is known of the files any more. */
function renderFormatsFile(files: readonly FileCoverage[], formats: ConfiguredFormats): string | undefined {
  const fileLines = files.map(
    ({ file, gateway, records, unparsed }) =>
      `${toSingleLine(file)}: ${gateway ?? 'not understood'}, ${pluralize(records, 'record')}, ${unparsed} of them not understood\n`,
  );
  const formatRuleLines = (name: string, rules: readonly LogFormatRule[]) =>
    rules.map(({ glob, format }) => `${name}${glob === null ? '' : ` for ${glob}`}: ${format}\n`);
  const lines = [
    ...fileLines,
    ...formatRuleLines('NGINX_LOG_FORMAT', formats.nginxLogFormats),
    ...formatRuleLines('ENVOY_LOG_FORMAT', formats.envoyLogFormats),
  ];
  return lines.length === 0 ? undefined : lines.join('');
}
