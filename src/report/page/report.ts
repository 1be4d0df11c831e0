import type { Clock } from '../../base/calendar.js';
import { counted, grouped, lasting, percent } from '../../base/format-number.js';
import { alarmingIn, savedIn } from '../../incidents/failure-counts.js';
import { type Html, html, type Part, phraseHtml } from '../../render/html.js';
import { type Page, pageText } from '../../render/page.js';
import { figure, type Tile, tiles, titled } from '../../render/page-parts.js';
import { joined, type Phrase } from '../../render/rich-text.js';
import { failureChart, heatChart } from '../charts.js';
import { dayScope, type ReportScope, weekScope } from '../report-scope.js';
import type { Changes } from '../summary/compare-periods.js';
import type { DayFacts } from '../summary/day.js';
import type { IncidentDetail } from '../summary/incident-detail.js';
import type { SpanFacts } from '../summary/period.js';
import type { WeekFacts } from '../summary/week.js';
import { spanWords } from '../words/coverage.js';
import { impactOf } from '../words/impact.js';
import { groupCard } from './group.js';
import { headcountWords, incidentArticle } from './incident.js';
import { goneWords, noiseWords, rateTable, trustSection, upstreamTable } from './sections.js';

/** What a report's page is made from. */
export type ReportPage = {
  readonly title: string;
  readonly facts: SpanFacts;
  /** The incidents that are told in full. */
  readonly details: readonly IncidentDetail[];
  /** Against earlier times; none for logs that stand alone. */
  readonly comparisons: readonly Phrase[];
  readonly turned?: Changes;
  /** What `turned` compares with: `the day before`. */
  readonly before?: string;
  readonly links?: Page['links'];
};

/** The report of a day as a page. */
export const dayPage = (
  facts: DayFacts,
  details: readonly IncidentDetail[],
  links: Page['links'] = [],
): string => reportPage({ ...scoped(dayScope(facts)), facts, details, links, turned: facts.turned });

/** The report of seven days as a page. */
export const weekPage = (facts: WeekFacts, details: readonly IncidentDetail[]): string =>
  reportPage({ ...scoped(weekScope(facts)), facts, details, turned: facts.turned });

const scoped = ({ fullTitle, comparisons, before }: ReportScope) => ({
  title: fullTitle,
  comparisons,
  before,
});

/** A report as a page that needs nothing else: to be attached, printed and kept. */
export function reportPage({
  title,
  facts,
  details,
  comparisons,
  turned,
  before = '',
  links = [],
}: ReportPage): string {
  const { span, zone, totals, incidents } = facts;
  const clock = { now: span.to - 1, zone };
  // Whoever reads the page in a year needs the day with the hour.
  const dated = { now: span.to + twoDaysMs, zone };
  return pageText({
    title,
    links,
    body: [
      html`<h1>${title}</h1>
<p class="faint">${phraseHtml(spanWords(span, dated))}, ${zone}</p>
<p class="lead">${phraseHtml(impactOf(totals))}.${comparisons.length === 0 ? undefined : html` That is ${phraseHtml(joined(comparisons, ', and '))}.`}</p>\n`,
      tiles(tilesOf(facts)),
      charts(facts),
      titled('What failed, and what to do first', groupCards(facts, turned, before)),
      titled(
        incidents.length === 1 ? 'The incident' : 'Incidents',
        incidentParts(details, incidents.length, clock),
      ),
      titled('Upstreams', upstreamTable(facts.upstreams)),
      titled('Routes', rateTable('Route', facts.routes)),
      titled('Customers', rateTable('Customer', facts.customers)),
      titled('No longer failing', listOf(turned === undefined ? [] : goneWords(turned.gone))),
      titled('What it asked of people', listOf(noiseWords(facts))),
      titled('What was read', trustSection(facts)),
    ],
    footer: html`<p>Counted over ${lasting(span.to - span.from)}. Failures are requests that clients saw fail, or may have seen; what a retry or a fallback saved is counted apart. Secrets, query values and e-mail addresses are redacted in records.</p>`,
  });
}

const twoDaysMs = 2 * 86_400_000;

function tilesOf({ totals, clients, incidents }: SpanFacts): readonly Tile[] {
  const failures = alarmingIn(totals.outcomes);
  const { requests } = totals;
  return [
    { words: 'Failures clients saw', figure: grouped(failures), isBad: failures > 0 },
    {
      words: 'Of all requests',
      figure: requests === null ? 'not known' : percent(failures, Math.max(requests, failures)),
    },
    { words: 'Clients affected', figure: headcountWords(clients) },
    { words: 'Saved by retry or fallback', figure: grouped(savedIn(totals.outcomes)) },
    { words: incidents.length === 1 ? 'Incident' : 'Incidents', figure: grouped(incidents.length) },
  ];
}

function charts(facts: SpanFacts): Html | undefined {
  const drawings = [failureChart(facts), heatChart(facts)].filter((chart) => chart !== undefined);
  return drawings.length === 0 ? undefined : html`<div class="card">${drawings.map(figure)}</div>`;
}

const isSlow = ({ cause, upstream }: SpanFacts['groups'][number], { slowBurns }: SpanFacts): boolean =>
  slowBurns.some(({ group }) => group.cause === cause && group.upstream === upstream);

function groupCards(facts: SpanFacts, turned: Changes | undefined, when: string): readonly Html[] {
  return facts.groups.map((group, at) =>
    groupCard(group, { before: turned?.before[at], when, isSlow: isSlow(group, facts) }),
  );
}

function incidentParts(told: readonly IncidentDetail[], count: number, clock: Clock): readonly Html[] {
  const more = count - told.length;
  return [
    ...told.map((detail) => incidentArticle(detail, clock)),
    ...(more > 0 ? [html`<p class="faint">${counted(more, 'more incident')} with fewer failures.</p>`] : []),
  ];
}

const listOf = (items: readonly Phrase[]): Part =>
  items.length === 0 ? undefined : html`<ul>${items.map((item) => html`<li>${phraseHtml(item)}</li>`)}</ul>`;
