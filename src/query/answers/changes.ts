import type { Clock } from '../../base/calendar.js';
import { lasting } from '../../base/format-number.js';
import type { ChangeNote } from '../../parse/event.js';
import type { Message } from '../../render/message.js';
import { bold, moment, say } from '../../render/rich-text.js';
import { changeWords } from '../../report/words/change.js';
import type { Asked, Command, Context } from '../answer.js';
import type { When } from '../question.js';
import { incidentFor, type Scope, scopeOf } from '../scope.js';
import { plainView } from './answer-view.js';

/** What was done to the gateways; `began` is when the failures began that this is asked about. */
export function changesView({ kind, changes, began }: ChangesFacts, scope: Scope, clock: Clock): Message {
  const what = kind ?? 'change';
  const latest = changes.at(-1);
  const before = began === undefined ? undefined : changes.filter(({ at }) => at <= began).at(-1);
  const lead =
    latest === undefined
      ? say`${bold('No')} ${what} is on record, ${scope.window.words}.`
      : before !== undefined && began !== undefined
        ? say`${bold(before.words)}, ${lasting(began - before.at)} before the first failure at ${moment(began, clock)}.`
        : say`${bold(String(changes.length))} on record, ${scope.window.words}; the latest: ${latest.words} at ${moment(latest.at, clock)}.`;
  return plainView(
    {
      lead,
      lines: [
        latest === undefined
          ? say`What no log tells can be marked: badgateway mark "deploy api v42".`
          : undefined,
      ],
      list: { title: '', items: changes.slice(-changesShown).map((change) => changeWords(change, clock)) },
    },
    scope,
    clock,
  );
}

export type ChangesFacts = {
  readonly kind: ChangeNote['kind'] | null;
  /** By time. */
  readonly changes: readonly ChangeNote[];
  readonly began: number | undefined;
};

const changesShown = 20;

/** `what changed before it started?`, `was there a deploy?`, `did someone reload nginx last night?` */
export const changes: Command<'changes'> = {
  what: 'changes',
  usage: 'what changed before it started?, was there a deploy last night?',
  help: 'reloads, restarts and deploys that the logs tell of or somebody marked',
  answer: (question, context) => {
    const incident = question.when.length === 0 ? incidentFor(question, context) : undefined;
    const began = incident?.firstFailureAt;
    const scope =
      began === undefined ? scopeOf({ ...question, of: {} }, context) : around(began, question, context);
    const all = context.ledger.changes(scope.window.span);
    const asked = all.filter(({ kind }) =>
      question.kind === null ? kind !== 'ejection' : kind === question.kind,
    );
    return { message: changesView({ kind: question.kind, changes: asked, began }, scope, context) };
  },
};

/** An hour before it began is when people look; where none is on record then, a day. */
function around(began: number, question: Asked<'changes'>, context: Context): Scope {
  const scope = scopeOf({ ...question, of: {}, incident: null }, context, undefined, lastDay);
  const span = { from: Math.min(began - beforeMs, scope.window.span.from), to: context.now };
  return { ...scope, from: span.from, window: { span, words: 'the day until now' } };
}

const lastDay: When = { name: 'last', count: 24, unit: 'hour' };
const beforeMs = 60 * 60_000;
