import { toClampedDate } from '../../base/calendar.js';
import { dayMs } from '../../base/duration.js';
import { pluralize } from '../../base/format-number.js';
import { makePrintable, toSingleLine } from '../../base/printable.js';
import { redact } from '../../base/redact.js';
import { formatIncidentName } from '../../incidents/incident.js';
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
import { listRecapSteps } from '../words/timeline.js';
import { serializeIncidentDetail } from './api-json.js';
import { buildFailureTable } from './tables.js';
/** All files of an incident's bundle, README.txt first. Times are in UTC. */
export function renderBundleFiles(bundle, now) {
  const name = formatIncidentName(bundle.detail.summary.incident);
  const files = [...listEntries(bundle, now)].flatMap(([path, description, text]) =>
    text === undefined ? [] : [{ path, description, text }],
  );
  const contents = files.map(({ path, description }) => `${path.padEnd(pathChars)}${description}`);
  return [{ path: 'README.txt', description: '', text: renderReadme(bundle, contents, now) }, ...files].map(
    ({ path, text }) => ({ path: `${name}/${path}`, text }),
  );
}
const pathChars = 15;
const timezone = 'UTC';
const readLaterMs = 2 * dayMs;
function listEntries(bundle, now) {
  const { detail, failures, records, files, formats } = bundle;
  const chart = buildTimeSeriesChart({ timeSeries: detail.timeSeries, changes: detail.changes, timezone });
  return [
    ['report.html', 'incident page: chart, timeline, cause, steps, records', renderPageFile(bundle, now)],
    ['timeline.txt', 'the timeline as text', renderTimeline(bundle, now)],
    [
      'incident.json',
      'the incident as JSON',
      `${JSON.stringify(serializeIncidentDetail(detail), null, 2)}\n`,
    ],
    [
      'failures.csv',
      `the latest ${pluralize(failures.length, 'failed request')}, one per row`,
      renderCsv(buildFailureTable(failures)),
    ],
    [
      'records.txt',
      `${pluralize(records.length, 'log record')}, the first and the latest`,
      renderRecordsFile(bundle),
    ],
    ['chart.svg', 'failures over time', chart && renderStandaloneSvg(chart, formatIncidentTitle(detail))],
    ['formats.txt', 'the log files and their formats', renderFormatsFile(files, formats)],
  ];
}
function renderReadme({ detail }, contents, now) {
  return `${[
    formatIncidentTitle(detail),
    `State as of ${formatMinute(now)}.`,
    '',
    ...contents,
    '',
    'All times are in UTC. Hidden (•••): credentials, cookies, tokens, query values, e-mail addresses.',
    'Replaced: IP addresses other than those behind the gateway (address-1 …) and people (person-1 …).',
    'Omitted: notes. Unchanged: host names, paths, names of upstreams and files.',
  ].join('\n')}\n`;
}
function renderPageFile({ detail }, now) {
  const clock = { now, timezone };
  return renderPage({
    title: formatIncidentTitle(detail),
    body: [
      html`<h1>${renderIncidentTitle(detail)}</h1><p class="muted">As of ${formatMinute(now)}</p>`,
      renderIncident(detail, clock, true),
      renderSection('Affected routes and peers', renderRankedTables(detail)),
    ],
    footer: html`<p>Secrets are hidden, addresses and people replaced: see README.txt.</p>`,
  });
}
/** `2026-11-22 14:00 UTC`. */
const formatMinute = (at) => `${toClampedDate(at).toISOString().slice(0, 16).replace('T', ' ')} ${timezone}`;
const renderTimeline = ({ detail, changes, timelineEntries }, now) =>
  [
    `As of ${formatMinute(now)}:`,
    // A later `now` makes every time show its date.
    ...listRecapSteps(
      { incident: detail.summary.incident, changes, entries: timelineEntries },
      { now: now + readLaterMs, timezone },
    ).map(toPlainText),
    '',
  ].join('\n');
const renderRecordsFile = ({ records }) =>
  records
    .map(
      ({ file, line, text }) => `${toSingleLine(file)}:${line}\n${redact(makePrintable(text)).trimEnd()}\n`,
    )
    .join('\n');
/** Undefined when neither files nor configured formats are known. */
function renderFormatsFile(files, formats) {
  const fileLines = files.map(
    ({ file, gateway, records, unparsed }) =>
      `${toSingleLine(file)}: ${gateway ?? 'unknown format'}, ${pluralize(records, 'record')}, ${unparsed} unparsed\n`,
  );
  const formatRuleLines = (name, rules) =>
    rules.map(({ glob, format }) => `${name}${glob === null ? '' : ` for ${glob}`}: ${format}\n`);
  const lines = [
    ...fileLines,
    ...formatRuleLines('NGINX_LOG_FORMAT', formats.nginxLogFormats),
    ...formatRuleLines('ENVOY_LOG_FORMAT', formats.envoyLogFormats),
  ];
  return lines.length === 0 ? undefined : lines.join('');
}
