import type { Clock } from '../../base/calendar.js';
import { counted, grouped, lasting } from '../../base/format-number.js';
import { alarmingOf, incidentName, upstreamsOf } from '../../incidents/incident.js';
import { type Html, html, phraseHtml } from '../../render/html.js';
import { figure, recordsBlock, type Tile, table, tag, tiles } from '../../render/page-parts.js';
import { bold, code, joined, moment, type Phrase, person, say } from '../../render/rich-text.js';
import { failureChart } from '../charts.js';
import {
  type IncidentDetail,
  type IncidentStep,
  type IncidentTurn,
  untilAcknowledgedMs,
} from '../summary/incident-detail.js';
import type { Headcount } from '../summary/period.js';
import { avoidWords, causeWords, hintWords, stepsAgainst } from '../words/advice.js';
import { courseOf, toneOf } from '../words/incident.js';
import { failedForMs } from '../words/incident-line.js';
import { upstreamCode, upstreamName } from '../words/names.js';
import { stepItem } from './group.js';

/** One incident from its first failure to its proven end. `isAlone`: it has the page for itself. */
export function incidentArticle(detail: IncidentDetail, clock: Clock, isAlone = false): Html {
  const { facts } = detail;
  const { incident, cause } = facts;
  const steps = stepsAgainst(cause, facts.family, facts.subject, facts.hints);
  return html`<article class="card" id="${incidentName(incident)}">
${isAlone ? undefined : html`<h3>${titleOf(detail)}</h3>`}
<p>${phraseHtml(courseOf(facts, clock))}.</p>
${tiles(tilesOf(detail, clock))}
${figure(failureChart({ course: detail.course, changes: detail.changes, zone: clock.zone }, !isAlone))}
<ol class="timeline">${detail.steps.map((step) => html`<li>${phraseHtml([moment(step.at, clock)])}<span>${phraseHtml(stepWords(step, detail))}</span></li>`)}</ol>
${causeParagraph(detail)}
${facts.hints.map((hint) => html`<p>${phraseHtml(hintWords(hint))}</p>`)}
${isAlone ? html`<ol class="steps">${steps.map(stepItem)}</ol>` : undefined}
${isAlone ? cause.avoid.map((advice) => html`<p class="avoid">${phraseHtml(avoidWords(advice))}</p>`) : undefined}
${recordsBlock(facts.evidence.slice(0, recordsMax).map(({ text }) => text))}
</article>\n`;
}

/** `BG-142 Upstream refuses connections at api`, with its state. */
export function titleOf({ facts: { incident, cause } }: IncidentDetail): Html {
  const others = upstreamsOf(incident).length - 1;
  const more = others > 0 ? ` and ${counted(others, 'other upstream')}` : '';
  return html`${incidentName(incident)} ${cause.title} at ${phraseHtml([upstreamCode(incident.upstream)])}${more} ${tag(stateWords[incident.state.name], toneOf(incident))}`;
}

/** The same as bare words, for the title of a window. */
export const titleWords = ({ facts: { incident, cause } }: IncidentDetail): string =>
  `${incidentName(incident)} ${cause.title} at ${upstreamName(incident.upstream)}`;

/** Routes and peers that it hit, most often first. */
export function rankedTables({ facts: { routes, peers } }: IncidentDetail): readonly (Html | undefined)[] {
  const rows = (ranked: typeof routes) =>
    ranked.map(({ key, count, alarming }) => [
      phraseHtml([code(key ?? '')]),
      grouped(alarming),
      grouped(count - alarming),
    ]);
  const heads = (words: string) => [
    { words },
    { words: 'Failures', isNumber: true as const },
    { words: 'Saved', isNumber: true as const },
  ];
  return [table(heads('Route'), rows(routes)), table(heads('Peer'), rows(peers))];
}

/** `12`, or `over 10,000`. */
export const headcountWords = ({ count, isMore }: Headcount): string =>
  isMore ? `over ${grouped(count)}` : grouped(count);

const recordsMax = 4;

const stateWords = { watching: 'watching', open: 'open', resolved: 'over' } as const;

function tilesOf({ facts: { incident }, clients }: IncidentDetail, { now }: Clock): readonly Tile[] {
  const untilAcknowledged = untilAcknowledgedMs(incident);
  const { state } = incident;
  return [
    { words: 'Failures clients saw', figure: grouped(alarmingOf(incident)) },
    { words: 'Clients', figure: headcountWords(clients) },
    {
      words: state.name === 'open' ? 'Failing for' : 'Failed for',
      figure: lasting(failedForMs(incident, now)),
    },
    {
      words: 'Acknowledged after',
      figure: untilAcknowledged === null ? 'never' : lasting(untilAcknowledged),
    },
    {
      words: 'Known to be over after',
      figure: state.name === 'resolved' ? lasting(state.resolvedAt - incident.firstFailureAt) : 'still open',
    },
  ];
}

function causeParagraph({ facts: { cause, certainty } }: IncidentDetail): Html | undefined {
  const words = causeWords(cause, certainty);
  return words === undefined ? undefined : html`<p>${phraseHtml(words)}</p>`;
}

function stepWords({ at, what }: IncidentStep, { facts: { incident } }: IncidentDetail): Phrase {
  const before = incident.firstFailureAt - at;
  return before > 0 ? say`${turnWords(what)}, ${lasting(before)} before` : turnWords(what);
}

function turnWords(what: IncidentTurn): Phrase {
  switch (what.name) {
    case 'first-failure':
      return say`first failure`;
    case 'changed':
      return joined(
        [
          say`${bold(what.change.words)}`,
          ...(what.change.by === null ? [] : [say`${person(what.change.by)}`]),
        ],
        ' by ',
      );
    case 'opened':
      return say`${bold('opened')}`;
    case 'acknowledged':
      return say`${person(what.by)} is on it`;
    case 'last-failure':
      return say`last failure`;
    case 'resolved':
      return say`${bold(endings[what.proof])}`;
  }
}

const endings = {
  'good-requests': 'recovered, proven by good requests',
  quiet: 'quiet for so long that it counts as over',
  'by-hand': 'resolved by hand',
  merged: 'merged into another incident',
} as const;
