import type { Incident } from '../../incidents/incident.js';
import type { Act } from '../../query/action.js';
import type { Store } from '../../storage/store.js';

/** What became of an act, and the incidents that it changed as they are afterwards. */
export type Done = { readonly isDone: boolean; readonly incidents: readonly Incident[] };

/** Does what somebody ordered. Not done is what came too late, such as ending what is over. */
export function carryOut(
  act: Act,
  by: string,
  now: number,
  { byHand, acknowledge, addSilence, endSilence }: Hands,
): Done {
  switch (act.name) {
    case 'acknowledge': {
      const incident = acknowledge(act.incident, by, now);
      return changing(incident === undefined ? [] : [incident]);
    }
    case 'resolve':
      return changing(byHand.resolve(act.incident, by, now));
    case 'note':
      return changing(byHand.note(act.incident, act.words, by, now));
    case 'correct': {
      const corrected = byHand.correct(act.incident, act.cause, by);
      // Words that name no cause of the catalogue are all there is to go by.
      if (act.cause === null && act.words !== '') byHand.note(act.incident, act.words, by, now);
      return changing(corrected);
    }
    case 'merge':
      return changing(byHand.merge(act.into, act.incident, by, now));
    case 'silence':
      addSilence(act.silence);
      return { isDone: true, incidents: [] };
    case 'unsilence':
      return { isDone: endSilence(act.silence, now) !== undefined, incidents: [] };
  }
}

type Hands = Pick<Store, 'byHand' | 'acknowledge' | 'addSilence' | 'endSilence'>;

const changing = (incidents: readonly Incident[]): Done => ({ isDone: incidents.length > 0, incidents });
