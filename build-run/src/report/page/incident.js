import { formatCount, formatDuration, pluralize } from '../../base/format-number.js';
import {
  countClientImpacting,
  findMixedCauses,
  formatIncidentName,
  listUpstreamNames,
} from '../../incidents/incident.js';
import { html, renderRichText } from '../../render/html.js';
import {
  renderBadge,
  renderFigure,
  renderRecords,
  renderTable,
  renderTiles,
} from '../../render/page-parts.js';
import { bold, code, joinText, personName, text, timestamp, toPlainText } from '../../render/rich-text.js';
import { buildTimeSeriesChart } from '../charts.js';
import { measureAcknowledgementMs } from '../summary/incident-detail.js';
import { describeCause, describeHint, describeRuledOut, describeWarnings } from '../words/advice.js';
import { listIncidentSteps } from '../words/fix-answer.js';
import { describeCourse, describeFaultAtFirst, getIncidentTone } from '../words/incident.js';
import { measureFailureMs } from '../words/incident-line.js';
import { renderStep } from './group.js';
/** One incident from its first failure to its resolution. `isStandalone`: on a page of its own, with all steps. */
export function renderIncident(detail, clock, isStandalone = false) {
  const { summary } = detail;
  const { incident, cause } = summary;
  const steps = listIncidentSteps(summary);
  return html`<article class="card" id="${formatIncidentName(incident)}">
${isStandalone ? undefined : html`<h3>${renderIncidentTitle(detail)}</h3>`}
<p>${renderRichText(describeCourse(summary, clock))}.</p>
${renderTiles(listTiles(detail, clock))}
${renderFigure(buildTimeSeriesChart({ timeSeries: detail.timeSeries, changes: detail.changes, timezone: clock.timezone }, !isStandalone))}
<ol class="timeline">${detail.steps.map((step) => html`<li>${renderRichText([timestamp(step.at, clock)])}<span>${renderRichText(describeTimelineStep(step, detail))}</span></li>`)}</ol>
${renderCause(detail)}
${summary.hints.map((hint) => html`<p>${renderRichText(describeHint(hint))}</p>`)}
${renderRuledOut(detail)}
${isStandalone ? html`<ol class="steps">${steps.map(renderStep)}</ol>` : undefined}
${isStandalone ? describeWarnings(cause, summary.product).map((warning) => html`<p class="avoid">${renderRichText(warning)}</p>`) : undefined}
${renderRecords(summary.evidence.slice(0, recordsMax).map(({ text }) => text))}
</article>\n`;
}
/** `BG-142 Upstream refuses connections at api`, with its state. */
export function renderIncidentTitle({ summary: { incident } }) {
  const othersCount = listUpstreamNames(incident).length - 1;
  const more =
    othersCount > 0 && findMixedCauses(incident) === null
      ? ` and ${pluralize(othersCount, 'other upstream')}`
      : '';
  return html`${formatIncidentName(incident)} ${renderRichText(describeFaultAtFirst(incident))}${more} ${renderBadge(stateLabels[incident.state.type], getIncidentTone(incident))}`;
}
/** The same as plain text, for the title of a window. */
export const formatIncidentTitle = ({ summary: { incident } }) =>
  `${formatIncidentName(incident)} ${toPlainText(describeFaultAtFirst(incident))}`;
/** Tables of affected routes and peers, most failures first. */
export function renderRankedTables({ summary: { routes, peers } }) {
  const toRows = (ranked) =>
    ranked.map(({ key, count, clientImpacting }) => [
      renderRichText([code(key ?? '')]),
      formatCount(clientImpacting),
      formatCount(count - clientImpacting),
    ]);
  const toColumns = (label) => [
    { label },
    { label: 'Failures', isNumeric: true },
    { label: 'Saved', isNumeric: true },
  ];
  return [renderTable(toColumns('Route'), toRows(routes)), renderTable(toColumns('Peer'), toRows(peers))];
}
/** `12`, or `over 10,000`. */
export const formatDistinctCount = ({ count, isMore }) =>
  isMore ? `over ${formatCount(count)}` : formatCount(count);
const recordsMax = 4;
const stateLabels = { pending: 'pending', open: 'open', resolved: 'resolved' };
function listTiles({ summary: { incident }, clients }, { now }) {
  const acknowledgementMs = measureAcknowledgementMs(incident);
  const { state } = incident;
  return [
    { label: 'Failures clients saw', value: formatCount(countClientImpacting(incident)) },
    { label: 'Clients', value: formatDistinctCount(clients) },
    {
      label: state.type === 'open' ? 'Failing for' : 'Failed for',
      value: formatDuration(measureFailureMs(incident, now)),
    },
    {
      label: 'Time to acknowledge',
      value:
        acknowledgementMs === null
          ? state.type === 'open'
            ? 'not yet'
            : 'never'
          : formatDuration(acknowledgementMs),
    },
    {
      label: 'Time to resolve',
      value:
        state.type === 'resolved' ? formatDuration(state.resolvedAt - incident.firstFailureAt) : 'still open',
    },
  ];
}
function renderCause({ summary: { cause, certainty, fixFacts } }) {
  const description = describeCause(cause, certainty, fixFacts);
  return description === undefined ? undefined : html`<p>${renderRichText(description)}</p>`;
}
function renderRuledOut({ summary: { ruledOut } }) {
  const description = describeRuledOut(ruledOut);
  return description === undefined ? undefined : html`<p>${renderRichText(description)}</p>`;
}
function describeTimelineStep({ at, milestone }, { summary: { incident } }) {
  const leadMs = incident.firstFailureAt - at;
  return leadMs > 0
    ? text`${describeMilestone(milestone)}, ${formatDuration(leadMs)} before`
    : describeMilestone(milestone);
}
function describeMilestone(milestone) {
  switch (milestone.name) {
    case 'first-failure':
      return text`first failure`;
    case 'changed':
      return joinText(
        [
          text`${bold(milestone.change.message)}`,
          ...(milestone.change.by === null ? [] : [text`${personName(milestone.change.by)}`]),
        ],
        ' by ',
      );
    case 'opened':
      return text`${bold('opened')}`;
    case 'acknowledged':
      return text`acknowledged by ${personName(milestone.by)}`;
    case 'last-failure':
      return text`last failure`;
    case 'resolved':
      return text`${bold(resolutionLabels[milestone.proof])}`;
  }
}
const resolutionLabels = {
  'good-requests': 'recovered, confirmed by good requests',
  quiet: 'resolved after a quiet period',
  'by-hand': 'resolved manually',
  merged: 'merged into another incident',
  retracted: 'taken back, as no failure of it is left',
};
