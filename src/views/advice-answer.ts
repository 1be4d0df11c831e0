import type { Clock } from '../calendar.js';
import type { Hint } from '../failure.js';
import { counted, percent } from '../figures.js';
import type { GroupFacts } from '../group-facts.js';
import { hintEntries } from '../hints/index.js';
import { type Incident, incidentName } from '../incident.js';
import type { IncidentFacts } from '../incident-facts.js';
import type { Message } from '../message.js';
import type { Scope } from '../scope.js';
import { failuresWords } from './about.js';
import { avoidWords, hintWords, stepsAgainst, stepWords } from './advice.js';
import { groupWords } from './group.js';
import { incidentLine } from './incident-line.js';
import { upstreamCode } from './naming.js';
import { bold, code, joined, type Phrase, say } from './phrase.js';
import { plainView } from './plain.js';

/** What to do about an incident. */
export function fixView(
  { incident, cause, family, subject, hints }: IncidentFacts,
  scope: Scope,
  clock: Clock,
): Message {
  return plainView(
    {
      lead: say`${bold(incidentName(incident))}: ${cause.title} at ${upstreamCode(incident.upstream)}.`,
      lines: [...hints.map(hintWords), ...cause.avoid.map(avoidWords)],
      list: {
        title: 'What to do',
        style: 'ordered',
        items: stepsAgainst(cause, family, subject, hints).map(stepWords),
      },
    },
    scope,
    clock,
  );
}

/** Why something fails that is no incident: its causes, each with the one thing to do. */
export function causesView(
  groups: readonly GroupFacts[],
  open: readonly Incident[],
  scope: Scope,
  clock: Clock,
): Message {
  const about = failuresWords(scope.of);
  const { words } = scope.window;
  return plainView(
    groups.length === 0
      ? { lead: say`No ${about}, ${words}: nothing to explain.`, tone: 'good' }
      : {
          lead: say`${bold('Why')} ${about}, ${words}:`,
          lines: open.map((incident) => say`Open: ${incidentLine(incident, clock)}`),
          list: { title: '', style: 'ordered', items: groups.map(groupWords) },
        },
    scope,
    clock,
  );
}

/** Whether a pattern shows in what fails. */
export function hintView(
  id: Hint['id'],
  drawn: readonly { readonly name: Phrase; readonly hints: GroupFacts['hints'] }[],
  scope: Scope,
  clock: Clock,
): Message {
  const title = hintEntries.find((entry) => entry.id === id)?.title ?? id;
  const found = drawn.flatMap(({ name, hints }) =>
    hints.filter((hint) => hint.id === id).map((hint): Phrase => [...name, ': ', ...hintWords(hint)]),
  );
  return plainView(
    found.length === 0
      ? {
          lead: say`${bold('No')}: nothing that failed looks like ${title}, ${scope.window.words}.`,
          lines: [
            say`That is said only where there are enough failures and good requests to tell it from luck.`,
          ],
        }
      : { lead: say`${bold('Yes')}, it looks like ${title}.`, list: { title: '', items: found } },
    scope,
    clock,
  );
}

/** What an upstream's failures of this cause were like before, and what ended them. */
export function beforeView(
  incident: Incident,
  earlier: readonly { readonly incident: Incident; readonly words: readonly string[] }[],
  scope: Scope,
  clock: Clock,
): Message {
  const items = earlier.map(
    (one): Phrase => [
      ...incidentLine(one.incident, clock),
      ...one.words.flatMap((words): Phrase => ['\n', ...say`“${words}”`]),
    ],
  );
  return plainView(
    {
      lead:
        earlier.length === 0
          ? say`${incidentName(incident)} is the first of its kind at ${upstreamCode(incident.upstream)} that is on record.`
          : say`Before ${incidentName(incident)} this happened ${bold(counted(earlier.length, 'time'))} at ${upstreamCode(incident.upstream)}.`,
      lines: [
        earlier.every(({ words }) => words.length === 0)
          ? say`Nobody noted what was done; next time: ${code(`note ${incidentName(incident)} rolled back`)}.`
          : undefined,
      ],
      list: { title: '', items },
    },
    scope,
    clock,
  );
}

/** Ours, theirs, or between. */
export function blameView({ sides, hints, groups }: BlameFacts, scope: Scope, clock: Clock): Message {
  const all = sides.reduce((sum, { count }) => sum + count, 0);
  const [worst] = sides;
  return plainView(
    {
      lead:
        worst === undefined
          ? say`Neither: no ${failuresWords(scope.of)}, ${scope.window.words}.`
          : say`${bold(verdicts[worst.side])}: ${percent(worst.count, all)} of the ${failuresWords(scope.of)}, ${scope.window.words}.`,
      lines: [
        sides.length > 1
          ? joined(
              sides.map(({ side, count }) => say`${verdicts[side]} ${count}`),
              ', ',
            )
          : undefined,
        ...hints.map(hintWords),
      ],
      list: { title: 'By cause', style: 'ordered', items: groups.map(groupWords) },
    },
    scope,
    clock,
  );
}

/** Who could mend a cause. */
export type BlameSide = 'ours' | 'theirs' | 'between' | 'unknown';
export type BlameFacts = {
  /** Most failures first. */
  readonly sides: readonly { readonly side: BlameSide; readonly count: number }[];
  readonly hints: GroupFacts['hints'];
  readonly groups: readonly GroupFacts[];
};

const verdicts: Readonly<Record<BlameSide, string>> = {
  ours: 'Ours, the gateway',
  theirs: 'Theirs, the upstream',
  between: 'In between: network, names or TLS',
  unknown: 'Not told by the logs',
};
