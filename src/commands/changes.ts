import type { Asked, Command, Context } from '../command.js';
import type { When } from '../question.js';
import { incidentFor, type Scope, scopeOf } from '../scope.js';
import { changesView } from '../views/changes.js';

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
