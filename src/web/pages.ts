import type { Clock } from '../base/calendar.js';
import { counted, grouped, lasting, percent } from '../base/format-number.js';
import { alarmingIn } from '../incidents/failure-counts.js';
import { alarmingOf, type Incident, incidentName, rootCause } from '../incidents/incident.js';
import { type Html, html, type Part, phraseHtml } from '../render/html.js';
import type { Message } from '../render/message.js';
import { messageHtml } from '../render/message-html.js';
import { pageText } from '../render/page.js';
import { figure, table, tag, tiles, titled } from '../render/page-parts.js';
import { moment, say } from '../render/rich-text.js';
import { failureChart, heatChart } from '../report/charts.js';
import {
  headcountWords,
  incidentArticle,
  rankedTables,
  titleOf,
  titleWords,
} from '../report/page/incident.js';
import { upstreamTable } from '../report/page/sections.js';
import type { IncidentDetail } from '../report/summary/incident-detail.js';
import type { SpanFacts } from '../report/summary/period.js';
import { understoodWords } from '../report/words/coverage.js';
import { failedForMs } from '../report/words/incident-line.js';
import { causeTitle, upstreamCode } from '../report/words/names.js';

/** The first page: what is open, and the last 24 hours. */
export type Overview = { readonly facts: SpanFacts; readonly open: readonly Incident[] };

export function overviewPage({ facts, open }: Overview, clock: Clock): string {
  const title = open.length === 0 ? 'Nothing is failing' : counted(open.length, 'open incident');
  return sitePage(title, clock, [
    html`<h1>${title}</h1>`,
    search(''),
    open.length === 0
      ? undefined
      : html`<div class="card message bad">${open.slice(0, openMax).map((each) => openItem(each, clock))}</div>`,
    html`<h2>Last 24 hours</h2>`,
    tiles([
      {
        words: 'Failures clients saw',
        figure: grouped(alarmingIn(facts.totals.outcomes)),
        isBad: open.length > 0,
      },
      { words: 'Of all requests', figure: shareOf(facts) },
      { words: 'Clients affected', figure: headcountWords(facts.clients) },
      { words: 'Incidents', figure: grouped(facts.incidents.length) },
      { words: 'Latest record', figure: latestOf(facts, clock) },
    ]),
    charts(facts),
    titled('Upstreams', upstreamTable(facts.upstreams)),
    titled('Incidents', incidentTable(facts.incidents, clock)),
  ]);
}

/** One incident with all that is known of it. */
export const incidentPage = (detail: IncidentDetail, clock: Clock): string =>
  sitePage(titleWords(detail), clock, [
    html`<h1>${titleOf(detail)}</h1>`,
    incidentArticle(detail, clock, true),
    titled('Where it struck', rankedTables(detail)),
    titled('Before', incidentTable(detail.facts.earlier, clock)),
  ]);

/** What was asked and what is answered; without a question, what can be asked. */
export const answerPage = (question: string, answer: Message, clock: Clock): string =>
  sitePage(question === '' ? 'Ask' : question, clock, [
    html`<h1>Ask</h1>`,
    search(question),
    messageHtml(answer),
  ]);

/** What is said where nothing else can be. */
export const wrongPage = (title: string, words: string): string =>
  pageText({ title, links: siteLinks, body: html`<h1>${title}</h1><p>${words}</p>`, footer: '' });

const openMax = 30;
const incidentsMax = 20;

/** The links at the top of every page of the site. */
export const siteLinks = [
  { href: '/', words: 'Overview' },
  { href: '/day', words: 'Today' },
  { href: '/ask', words: 'Ask' },
] as const;

const sitePage = (title: string, clock: Clock, body: Part): string =>
  pageText({
    title,
    links: siteLinks,
    body,
    footer: html`<p>As of ${phraseHtml([moment(clock.now, clock)])}, ${clock.zone}. Read only.</p>`,
  });

const search = (question: string): Html => html`<form action="/ask" role="search">
<label><span class="hidden">Question</span><input name="q" type="search" value="${question}" placeholder="why are we getting 502s?" autocomplete="off" maxlength="300"></label>
<button>Ask</button>
</form>
<p class="examples">For example: ${examples.map((words, at) => html`${at === 0 ? '' : ' · '}<a href="/ask?q=${encodeURIComponent(words)}">${words}</a>`)}</p>\n`;

const examples = [
  'status',
  'which upstream is down',
  'top routes today',
  'compare today with yesterday',
  'help',
];

function openItem(incident: Incident, clock: Clock): Html {
  const { acknowledged } = incident;
  return html`<p>${linkTo(incident)} <strong>${causeTitle(rootCause(incident))}</strong> at ${phraseHtml([upstreamCode(incident.upstream)])}${tag(incident.severity, incident.severity === 'minor' ? 'neutral' : 'bad')}<br>
<span class="faint">${counted(alarmingOf(incident), 'failure')} since ${phraseHtml([moment(incident.firstFailureAt, clock)])} (${lasting(failedForMs(incident, clock.now))}), ${
    acknowledged === null ? 'nobody is on it yet' : phraseHtml(say`${acknowledged.by} is on it`)
  }</span></p>`;
}

const incidentTable = (incidents: readonly Incident[], clock: Clock): Html | undefined =>
  table(
    [
      { words: 'Incident' },
      { words: 'What' },
      { words: 'Failures', isNumber: true },
      { words: 'From' },
      { words: 'For' },
    ],
    incidents
      .slice(0, incidentsMax)
      .map((incident) => [
        linkTo(incident),
        html`${causeTitle(rootCause(incident))} at ${phraseHtml([upstreamCode(incident.upstream)])}${incident.state.name === 'open' ? tag('open', 'bad') : undefined}`,
        grouped(alarmingOf(incident)),
        phraseHtml([moment(incident.firstFailureAt, clock)]),
        lasting(failedForMs(incident, clock.now)),
      ]),
  );

const linkTo = (incident: Incident): Html =>
  html`<a href="/incident/${incidentName(incident)}">${incidentName(incident)}</a>`;

function charts(facts: SpanFacts): Html {
  const drawings = [failureChart(facts), heatChart(facts)].filter((chart) => chart !== undefined);
  return html`<div class="card">${drawings.length === 0 ? html`<p class="faint">No failures to draw; ${phraseHtml(understoodWords(facts.coverage))}.</p>` : drawings.map(figure)}</div>`;
}

function shareOf({ totals }: SpanFacts): string {
  const failures = alarmingIn(totals.outcomes);
  return totals.requests === null ? 'not known' : percent(failures, Math.max(totals.requests, failures));
}

function latestOf({ coverage }: SpanFacts, { now }: Clock): string {
  const latest = Math.max(...coverage.map(({ latestAt }) => latestAt ?? -Infinity));
  return Number.isFinite(latest) ? `${lasting(now - latest)} ago` : 'none yet';
}
