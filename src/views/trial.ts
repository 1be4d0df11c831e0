import type { Clock } from '../calendar.js';
import { counted, lasting } from '../figures.js';
import { incidentName } from '../incident.js';
import type { Trial, TrialRule } from '../ledger.js';
import type { Message } from '../message.js';
import type { Scope } from '../scope.js';
import { causeTitle, upstreamCode } from './naming.js';
import { bold, code, moment, say } from './phrase.js';
import { plainView } from './plain.js';

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
