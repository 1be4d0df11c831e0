import { counted, grouped, lasting } from '../../base/format-number.js';
import { causeById } from '../../diagnose/causes/index.js';
import { subjectOf } from '../../diagnose/fix-target.js';
import { alarmingIn, savedIn } from '../../incidents/failure-counts.js';
import { type Html, html, type Part, phraseHtml } from '../../render/html.js';
import { recordsBlock, tag } from '../../render/page-parts.js';
import { type Phrase, say } from '../../render/rich-text.js';
import { comparisonWith } from '../report-scope.js';
import type { Before } from '../summary/compare-periods.js';
import type { GroupFacts } from '../summary/group.js';
import { avoidWords, hintWords, stepsAgainst } from '../words/advice.js';
import { upstreamCode } from '../words/names.js';

/** What a page says of a cause at an upstream: how much, what to do first, and what not to do. */
export type GroupNotes = {
  readonly before?: Before | undefined;
  /** When that was: `the day before`. */
  readonly when: string;
  readonly isSlow: boolean;
};

export function groupCard(group: GroupFacts, { before, when, isSlow }: GroupNotes): Html {
  const { cause, upstream, peers, family, hints, examples } = group;
  const entry = causeById(cause);
  const steps = stepsAgainst(entry, family, subjectOf({ peer: peers[0]?.key ?? null, upstream }), hints);
  return html`<article class="card">
<h3>${grouped(alarmingIn(group.outcomes))} × ${entry.title} at ${phraseHtml([upstreamCode(upstream)])}${
    before?.isNew ? tag('new', 'bad') : undefined
  }${isSlow ? tag('slow burn', 'warning') : undefined}</h3>
<p class="faint">${phraseHtml(courseWords(group, before, when))}</p>
<p>${entry.meaning}</p>
${hints.map((hint) => html`<p>${phraseHtml(hintWords(hint))}</p>`)}
<ol class="steps">${steps.slice(0, stepsMax).map(stepItem)}</ol>
${entry.avoid.slice(0, 1).map((advice) => html`<p class="avoid">${phraseHtml(avoidWords(advice))}</p>`)}
${examples.length === 0 ? undefined : html`<details><summary>${recordsTitle(examples.length)}</summary>${recordsBlock(examples.map(({ text }) => text))}</details>`}
</article>\n`;
}

/** A step, and below it what to type. */
export const stepItem = ({ say: words, type }: { readonly say: string; readonly type?: string }): Html =>
  html`<li>${words}${type === undefined ? undefined : html`<code>${type}</code>`}</li>`;

const stepsMax = 3;

const recordsTitle = (count: number): Part => (count === 1 ? 'A record' : `${counted(count, 'record')}`);

function courseWords(group: GroupFacts, before: Before | undefined, when: string): Phrase {
  const { outcomes, aftermath, firstAt, lastAt, peers } = group;
  const saved = savedIn(outcomes);
  const followed = alarmingIn(aftermath);
  const named = peers.filter(({ key }) => key !== null);
  const parts = [
    `within ${lasting(lastAt - firstAt)}`,
    ...(followed > 0 ? [`${grouped(followed)} of them with no server left to try`] : []),
    ...(saved > 0 ? [`${grouped(saved)} more saved`] : []),
    ...(named.length > 1 ? [`at ${counted(named.length, 'peer')}`] : []),
    ...(before === undefined || before.alarming === 0
      ? []
      : [comparisonWith(before.alarming, alarmingIn(outcomes), when)]),
  ];
  return say`${parts.join(', ')}`;
}
