import { counted, grouped, lasting, percent } from '../../base/format-number.js';
import { healthWords } from '../../health/message.js';
import { type Html, html, phraseHtml } from '../../render/html.js';
import { recordsBlock, table } from '../../render/page-parts.js';
import { code, joined, moment, type Phrase, say } from '../../render/rich-text.js';
import type { FileCoverage } from '../repository.js';
import type { Gone } from '../summary/compare-periods.js';
import { untilAcknowledgedMs, wasBrief } from '../summary/incident-detail.js';
import type { SpanFacts, UpstreamFacts } from '../summary/period.js';
import { gapWords, understoodWords } from '../words/coverage.js';
import { causeTitle, gatewayNames, upstreamCode } from '../words/names.js';

/** How each upstream fared, against its own requests where an access log tells. */
export const upstreamTable = (upstreams: readonly UpstreamFacts[]): Html | undefined =>
  table(
    [
      { words: 'Upstream' },
      { words: 'Failures', isNumber: true },
      { words: 'Of its requests', isNumber: true },
      { words: 'Saved', isNumber: true },
      { words: 'Peers that failed' },
    ],
    upstreams.map(({ upstream, alarming, requests, saved, peers }) => [
      phraseHtml([upstreamCode(upstream)]),
      grouped(alarming),
      requests === null || requests === 0 ? '–' : percent(alarming, Math.max(requests, alarming)),
      grouped(saved),
      phraseHtml(
        joined(
          peers.map(({ key, count }) => say`${code(key ?? '')} ${count}`),
          ', ',
        ),
      ),
    ]),
  );

/** Routes or customers that failed, the greatest share of their own requests first. */
export const rateTable = (what: 'Route' | 'Customer', all: SpanFacts['routes']): Html | undefined =>
  table(
    [
      { words: what },
      { words: 'Failures', isNumber: true },
      { words: 'Of its requests', isNumber: true },
      { words: 'Saved', isNumber: true },
    ],
    all.map(({ key, count, alarming, requests }) => [
      phraseHtml([code(key ?? '')]),
      grouped(alarming),
      requests === null ? '–' : percent(alarming, requests),
      grouped(count - alarming),
    ]),
  );

/** What the incidents asked of people, and how often they were spoken to. */
export function noiseWords({
  incidents,
  letters,
}: Pick<SpanFacts, 'incidents' | 'letters'>): readonly Phrase[] {
  const { posts, edits, replies, failed, waiting } = letters;
  return [
    ...(incidents.length === 0 ? [] : [incidentWords(incidents)]),
    ...(posts + edits + replies === 0
      ? []
      : [
          say`${counted(posts, 'message')} in the channel, edited ${counted(edits, 'time')}, ${counted(replies, 'reply', 'replies')} in threads`,
        ]),
    ...(failed + waiting === 0
      ? []
      : [say`${waiting} not sent yet, ${failed} given up: Slack did not take them`]),
  ];
}

function incidentWords(incidents: SpanFacts['incidents']): Phrase {
  const taken = incidents.map(untilAcknowledgedMs).filter((ms) => ms !== null);
  const parts = [
    say`${counted(incidents.length, 'incident')} opened`,
    taken.length === 0
      ? say`none acknowledged`
      : say`${taken.length} acknowledged, the slowest after ${lasting(Math.max(...taken))}`,
    say`${incidents.filter(wasBrief).length} over within 2 min`,
  ];
  return joined(parts, '; ');
}

/** How much of what was read was understood, file by file. */
export function trustSection({
  coverage,
  span,
  zone,
  gaps,
  ailments,
}: Pick<SpanFacts, 'coverage' | 'span' | 'zone' | 'gaps' | 'ailments'>): Html {
  const clock = { now: span.to, zone };
  const lost = gapWords(gaps, clock);
  const wrong = healthWords(ailments, clock);
  const examples = coverage.flatMap((file) => file.examples.slice(0, 1).map(({ text }) => text));
  return html`<p>${phraseHtml(understoodWords(coverage))}.${lost === undefined ? undefined : html` Lost: ${phraseHtml(lost)}.`}${wrong === undefined ? undefined : html` Wrong with ${phraseHtml(wrong)}.`}</p>
${table(
  [
    { words: 'File' },
    { words: 'Format' },
    { words: 'Lines', isNumber: true },
    { words: 'Records', isNumber: true },
    { words: 'Not understood', isNumber: true },
    { words: 'Latest record' },
  ],
  coverage
    .slice(0, filesMax)
    .map((file) => [
      phraseHtml([code(file.file)]),
      formatOf(file),
      grouped(file.lines),
      grouped(file.records),
      grouped(file.unparsed),
      file.latestAt === null ? '–' : phraseHtml([moment(file.latestAt, clock)]),
    ]),
)}
${examples.length === 0 ? undefined : html`<p>Not understood, for example:</p>${recordsBlock(examples.slice(0, examplesMax))}`}`;
}

/** What failed before and no longer does. */
export const goneWords = (gone: readonly Gone[]): readonly Phrase[] =>
  gone.map(
    ({ cause, upstream, alarming }) =>
      say`${causeTitle(cause)} at ${upstreamCode(upstream)} (${alarming} before)`,
  );

const filesMax = 30;
const examplesMax = 3;

const formatOf = ({ gateway, trouble }: FileCoverage): string =>
  trouble !== null ? `cannot be read: ${trouble}` : gateway === null ? 'unknown' : gatewayNames[gateway];
