import type { Clock } from '../../base/calendar.js';
import { counted, lasting } from '../../base/format-number.js';
import type { Span } from '../../base/span.js';
import { alarmingIn } from '../../incidents/failure-counts.js';
import type { Incident } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import { bold, type Phrase, say } from '../../render/rich-text.js';
import type { Totals } from '../../report/repository.js';
import { impactOf } from '../../report/words/impact.js';
import { incidentLine } from '../../report/words/incident-line.js';
import type { Scope } from '../scope.js';
import { plainView } from './answer-view.js';
import { goodWords } from './last-success.js';

/** How one upstream, host or peer does: what is open there, what failed lately, when it last answered well. */
export function placeView(
  { name, open, recent, day, good, failedAt }: PlaceFacts,
  scope: Scope,
  clock: Clock,
): Message {
  const hasFailed = open.length > 0 || alarmingIn(recent.outcomes) > 0;
  const isBack = open.length === 0 && failedAt !== null && (good?.from ?? 0) > failedAt;
  const isFailing = hasFailed && !isBack;
  return plainView(
    {
      lead: isFailing
        ? say`${name} is failing: ${impactOf(recent)} in the last 15 min.`
        : hasFailed && failedAt !== null
          ? say`${name} is back: ${impactOf(recent)} in the last 15 min, the last one ${lasting(clock.now - failedAt)} ago.`
          : say`${name} is fine: nothing failed in the last 15 min.`,
      lines: [say`Last 24 h: ${impactOf(day)}.`, goodWords(good, clock)],
      list: { title: 'Open', items: open.map((incident) => incidentLine(incident, clock)) },
      tone: isFailing ? 'bad' : 'good',
    },
    scope,
    clock,
  );
}

export type PlaceFacts = {
  /** When the latest failure of the last quarter of an hour was; null when there was none. */
  readonly failedAt: number | null;
  /** How it is called in the sentence. */
  readonly name: Phrase;
  readonly open: readonly Incident[];
  /** Of the last quarter of an hour, and of the last day. */
  readonly recent: Totals;
  readonly day: Totals;
  /** The minute of the latest good answer; undefined where that is not counted so narrowly. */
  readonly good: Span | null | undefined;
};

/** The incidents of a time, newest first. */
export function incidentsView(incidents: readonly Incident[], scope: Scope, clock: Clock): Message {
  const { words } = scope.window;
  const more = incidents.length - incidentsShown;
  return plainView(
    {
      lead:
        incidents.length === 0
          ? say`${bold('No')} incident, ${words}.`
          : say`${bold(counted(incidents.length, 'incident'))}, ${words}${more > 0 ? `; the newest ${incidentsShown}:` : '.'}`,
      list: {
        title: '',
        items: incidents.slice(0, incidentsShown).map((incident) => incidentLine(incident, clock)),
      },
    },
    scope,
    clock,
  );
}

const incidentsShown = 20;
