import type { Clock } from '../../base/calendar.js';
import { counted, lasting } from '../../base/format-number.js';
import { incidentName } from '../../incidents/incident.js';
import type { Message } from '../../render/message.js';
import { bold, code, moment, say } from '../../render/rich-text.js';
import type { Trial, TrialRule } from '../../report/repository.js';
import { causeTitle, upstreamCode } from '../../report/words/names.js';
import type { Command } from '../answer.js';
import type { When } from '../question.js';
import { type Scope, scopeOf } from '../scope.js';
import { plainView } from './answer-view.js';

/** What another threshold would have made of what happened. */
export function trialView(
  trials: readonly Trial[],
  { failures, windowMs }: TrialRule,
  scope: Scope,
  clock: Clock,
): Message {
  const opened = trials.filter(({ number }) => number !== null).length;
  const rule = `${counted(failures, 'failure')} within ${lasting(windowMs)}`;
  return plainView(
    {
      lead: say`${bold(counted(trials.length, 'incident'))} would have opened at ${rule}, ${scope.window.words}; ${String(opened)} of them did.`,
      lines: [
        say`Set with ${code('OPEN_FAILURES')}. Shares of traffic (${code('OPEN_SHARE')}) are not part of this trial.`,
      ],
      list: {
        title: '',
        items: trials
          .slice(0, shownMax)
          .map(
            (trial) =>
              say`${moment(trial.at, clock)} ${causeTitle(trial.cause)} at ${upstreamCode(trial.upstream)}, ${counted(trial.failures, 'failure')}${trial.number === null ? '' : `, ${incidentName(trial)}`}`,
          ),
      },
    },
    scope,
    clock,
  );
}

const shownMax = 15;

/** `what would have fired last week with threshold 5?` */
export const trial: Command<'trial'> = {
  what: 'trial',
  usage: 'what would have fired last week with threshold 5?',
  help: 'which incidents another OPEN_FAILURES would have opened',
  answer: (question, context) => {
    const scope = scopeOf(question, context, 'client', lastWeek);
    const rule = { failures: Math.max(1, question.threshold ?? 5), windowMs: 60_000 };
    const trials = context.ledger.trial({ ...scope.window.span, from: scope.from }, rule, listedMax);
    return { message: trialView(trials, rule, scope, context) };
  },
};

const lastWeek: When = { name: 'last', count: 7, unit: 'day' };
const listedMax = 200;
