import type { Clock } from '../../base/calendar.js';
import { counted } from '../../base/format-number.js';
import type { Incident } from '../../incidents/incident.js';
import type { TimelineEntry, Turn } from '../../incidents/timeline.js';
import type { ChangeNote } from '../../parse/event.js';
import { moment, type Phrase, person, say } from '../../render/rich-text.js';
import type { Totals } from '../repository.js';
import { changeWords } from './change.js';
import { proofs } from './incident.js';
import { causeTitle, upstreamCode } from './names.js';

/** What a recap is made from. */
export type RecapFacts = {
  readonly incident: Incident;
  /** Before it and meanwhile. */
  readonly changes: readonly ChangeNote[];
  readonly entries: readonly TimelineEntry[];
  readonly totals: Totals;
};

/** What happened to it, by time. */
export const recapSteps = (
  facts: Pick<RecapFacts, 'incident' | 'changes' | 'entries'>,
  clock: Clock,
): readonly Phrase[] =>
  [...stepsOf(facts, clock)].sort((one, other) => one.at - other.at).map(({ words }) => words);

type Step = { readonly at: number; readonly words: Phrase };

function stepsOf(
  { incident, changes, entries }: Pick<RecapFacts, 'incident' | 'changes' | 'entries'>,
  clock: Clock,
): readonly Step[] {
  const { state, firstFailureAt, lastFailureAt } = incident;
  const step = (at: number, words: Phrase): Step => ({ at, words: [moment(at, clock), ' ', ...words] });
  return [
    ...changes.map((change) => ({ at: change.at, words: changeWords(change, clock) })),
    step(firstFailureAt, say`first failure`),
    ...[...entries, ...untold(incident, entries)].map(({ at, by, what }) =>
      step(at, by === null ? turnWords(what) : say`${turnWords(what)}, by ${person(by)}`),
    ),
    step(lastFailureAt, say`${state.name === 'open' ? 'latest' : 'last'} failure`),
  ];
}

/** What the incident itself tells, and nothing that was written down. */
function untold(
  { state, acknowledged }: Incident,
  written: readonly TimelineEntry[],
): readonly TimelineEntry[] {
  const entries: TimelineEntry[] = [];
  if (state.name !== 'watching') entries.push({ at: state.openedAt, by: null, what: { name: 'opened' } });
  if (acknowledged !== null) entries.push({ ...acknowledged, what: { name: 'acknowledged' } });
  if (state.name === 'resolved')
    entries.push({ at: state.resolvedAt, by: null, what: { name: 'recovered', proof: state.proof } });
  return entries.filter((own) => written.every(({ what }) => what.name !== own.what.name));
}

function turnWords(what: Turn): Phrase {
  switch (what.name) {
    case 'spread':
      return say`spread to ${counted(what.upstreams, 'upstream')}`;
    case 'worsened':
      return say`worse: ${what.severity}`;
    case 'cause-changed':
      return say`another cause: ${causeTitle(what.cause)}`;
    case 'corrected':
      return what.cause === null
        ? say`the cause is said to be another one`
        : say`the cause is said to be “${causeTitle(what.cause)}”`;
    case 'acknowledged':
      return say`taken on`;
    case 'recovered':
      return say`over: ${proofs[what.proof]}`;
    case 'took-in':
      return say`took in another incident`;
    case 'merged':
      return say`became a part of another incident`;
    case 'split':
      return say`${upstreamCode(what.upstream)} was taken out`;
    case 'noted':
      return say`“${what.text}”`;
    default:
      return [what.name.replaceAll('-', ' ')];
  }
}
