import { formatCount, formatDuration, pluralize } from '../../base/format-number.js';
import { getCause } from '../../diagnose/causes/index.js';
import { sumClientImpacting, sumSaved } from '../../incidents/failure-counts.js';
import { html, renderRichText } from '../../render/html.js';
import { renderBadge, renderRecords } from '../../render/page-parts.js';
import { text } from '../../render/rich-text.js';
import { describeComparison } from '../report-scope.js';
import {
  describeEffects,
  describeHint,
  describeWarnings,
  describeWholeMeaning,
  formatStep,
  listFixSteps,
} from '../words/advice.js';
import { formatUpstream } from '../words/names.js';
/** A cause at an upstream on a page: counts, first steps, and what not to do. */
export function renderGroupCard(group, { previous, previousLabel, isSlowBurn }) {
  const { cause, upstream, product, fixFacts, hints, examples } = group;
  const entry = getCause(cause);
  const steps = listFixSteps(entry, product, fixFacts, hints);
  return html`<article class="card">
<h3>${formatCount(sumClientImpacting(group.outcomes))} × ${entry.title} at ${renderRichText([formatUpstream(upstream)])}${previous?.isNew ? renderBadge('new', 'bad') : undefined}${isSlowBurn ? renderBadge('slow burn', 'warning') : undefined}</h3>
<p class="muted">${renderRichText(describeGroupDetails(group, previous, previousLabel))}</p>
<p>${renderMeaning(entry, fixFacts)}</p>
${hints.map((hint) => html`<p>${renderRichText(describeHint(hint))}</p>`)}
<ol class="steps">${steps.slice(0, stepsMax).map(renderStep)}</ol>
${describeWarnings(entry, product)
  .slice(0, 1)
  .map((warning) => html`<p class="avoid">${renderRichText(warning)}</p>`)}
${examples.length === 0 ? undefined : html`<details><summary>${formatRecordsTitle(examples.length)}</summary>${renderRecords(examples.map(({ text }) => text))}</details>`}
</article>\n`;
}
function renderMeaning(cause, facts) {
  const meaning = describeWholeMeaning(cause, facts);
  return meaning === undefined ? undefined : renderRichText(meaning);
}
/** A step and, below it, its command. */
export const renderStep = (step) =>
  html`<li>${formatStep(step)}${step.command === undefined ? undefined : html`<code>${step.command}</code>`}${renderEffects(step)}</li>`;
function renderEffects(step) {
  const effects = describeEffects(step);
  return effects === undefined ? undefined : html`<span class="muted">${effects}</span>`;
}
const stepsMax = 3;
const formatRecordsTitle = (count) => pluralize(count, 'record');
function describeGroupDetails(group, previous, previousLabel) {
  const { outcomes, aftermath, firstAt, lastAt, peers } = group;
  const saved = sumSaved(outcomes);
  const secondary = sumClientImpacting(aftermath);
  const namedPeers = peers.filter(({ key }) => key !== null);
  const parts = [
    `over ${formatDuration(lastAt - firstAt)}`,
    ...(secondary > 0 ? [`${formatCount(secondary)} of them with no server left to try`] : []),
    ...(saved > 0 ? [`${formatCount(saved)} more saved`] : []),
    ...(namedPeers.length > 1 ? [`at ${pluralize(namedPeers.length, 'peer')}`] : []),
    ...(previous === undefined || previous.clientImpacting === 0
      ? []
      : [describeComparison(previous.clientImpacting, sumClientImpacting(outcomes), previousLabel)]),
  ];
  return text`${parts.join(', ')}`;
}
