import { dated } from '../../base/calendar.js';
import { counted } from '../../base/format-number.js';
import { oneLine, printable } from '../../base/printable.js';
import { redact } from '../../base/redact.js';
import { incidentName } from '../../incidents/incident.js';
import type { FormatRule } from '../../parse/decoder.js';
import { pictureOf } from '../../render/charts/standalone-svg.js';
import { csvText } from '../../render/csv.js';
import { html } from '../../render/html.js';
import { pageText } from '../../render/page.js';
import { titled } from '../../render/page-parts.js';
import { literalOf } from '../../render/rich-text.js';
import { failureChart } from '../charts.js';
import { incidentArticle, rankedTables, titleOf, titleWords } from '../page/incident.js';
import type { FileCoverage } from '../repository.js';
import type { BundleFacts, ConfiguredFormats } from '../summary/bundle.js';
import { recapSteps } from '../words/timeline.js';
import { incidentDetailJson } from './api-json.js';
import { failureTable } from './tables.js';

/** A file of the bundle. */
export type BundledText = { readonly path: string; readonly text: string };

/** All files of an incident's bundle, the one that tells of the others first. Times are in UTC. */
export function bundleTexts(facts: BundleFacts, now: number): readonly BundledText[] {
  const name = incidentName(facts.detail.facts.incident);
  const parts = [...partsOf(facts, now)].flatMap(([path, says, text]) =>
    text === undefined ? [] : [{ path, says, text }],
  );
  const contents = parts.map(({ path, says }) => `${path.padEnd(pathChars)}${says}`);
  return [{ path: 'README.txt', says: '', text: readme(facts, contents, now) }, ...parts].map(
    ({ path, text }) => ({ path: `${name}/${path}`, text }),
  );
}

const pathChars = 15;
const zone = 'UTC';
const laterMs = 2 * 86_400_000;

type BundlePart = readonly [path: string, says: string, text: string | undefined];

function partsOf(facts: BundleFacts, now: number): readonly BundlePart[] {
  const { detail, failures, records, files, formats } = facts;
  const chart = failureChart({ course: detail.course, changes: detail.changes, zone });
  return [
    [
      'report.html',
      'the incident as a page: course, what happened when, cause, steps, records',
      page(facts, now),
    ],
    ['timeline.txt', 'what happened, in order', timeline(facts, now)],
    ['incident.json', 'the same for programs', `${JSON.stringify(incidentDetailJson(detail), null, 2)}\n`],
    [
      'failures.csv',
      `${counted(failures.length, 'failed request')}, the latest, one a row`,
      csvText(failureTable(failures)),
    ],
    [
      'records.txt',
      `${counted(records.length, 'record')} as they stand in the logs, the first and the latest`,
      recordsText(facts),
    ],
    ['chart.svg', 'failures over time', chart && pictureOf(chart, titleWords(detail))],
    ['formats.txt', 'the logs, and how each was read', formatsText(files, formats)],
  ];
}

function readme({ detail }: BundleFacts, contents: readonly string[], now: number): string {
  return `${[
    titleWords(detail),
    `As badgateway knew it at ${minuteOf(now)}.`,
    '',
    ...contents,
    '',
    'All times are in UTC. Hidden (•••): credentials, cookies, tokens, query values, e-mail addresses.',
    'Renamed: IP addresses other than those behind the gateway (address-1 …) and people (person-1 …).',
    'Left out: notes. As they were: host names, paths, names of upstreams and files.',
  ].join('\n')}\n`;
}

function page({ detail }: BundleFacts, now: number): string {
  const clock = { now, zone };
  return pageText({
    title: titleWords(detail),
    body: [
      html`<h1>${titleOf(detail)}</h1><p class="faint">As of ${minuteOf(now)}</p>`,
      incidentArticle(detail, clock, true),
      titled('Where it struck', rankedTables(detail)),
    ],
    footer: html`<p>Secrets, addresses and people are hidden or renamed; README.txt says how.</p>`,
  });
}

/** `2026-11-22 14:00 UTC`. */
const minuteOf = (at: number) => `${dated(at).toISOString().slice(0, 16).replace('T', ' ')} ${zone}`;

const timeline = ({ detail, changes, entries }: BundleFacts, now: number): string =>
  [
    `Until ${minuteOf(now)}:`,
    // Told as if it were later, every time comes with its day.
    ...recapSteps({ incident: detail.facts.incident, changes, entries }, { now: now + laterMs, zone }).map(
      literalOf,
    ),
    '',
  ].join('\n');

const recordsText = ({ records }: BundleFacts): string =>
  records
    .map(({ file, line, text }) => `${oneLine(file)}:${line}\n${redact(printable(text)).trimEnd()}\n`)
    .join('\n');

/** Undefined when nothing is known of the files any more. */
function formatsText(files: readonly FileCoverage[], formats: ConfiguredFormats): string | undefined {
  const read = files.map(
    ({ file, gateway, records, unparsed }) =>
      `${oneLine(file)}: ${gateway ?? 'not understood'}, ${counted(records, 'record')}, ${unparsed} of them not understood\n`,
  );
  const set = (name: string, rules: readonly FormatRule[]) =>
    rules.map(({ glob, format }) => `${name}${glob === null ? '' : ` for ${glob}`}: ${format}\n`);
  const lines = [
    ...read,
    ...set('NGINX_LOG_FORMAT', formats.nginxLogFormats),
    ...set('ENVOY_LOG_FORMAT', formats.envoyLogFormats),
  ];
  return lines.length === 0 ? undefined : lines.join('');
}
