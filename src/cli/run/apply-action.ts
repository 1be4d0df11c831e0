import type { Incident } from '../../incidents/incident.js';
import type { OperatorAction } from '../../query/action.js';
import type { Store } from '../../storage/store.js';

/** What became of an act, and the incidents that it changed as they are afterwards. */
export type ActionResult = { readonly isApplied: boolean; readonly incidents: readonly Incident[] };

/** Does what somebody ordered. Not done is what came too late, such as ending what is over. */
export function applyAction(
  action: OperatorAction,
  by: string,
  now: number,
  { manualChanges, acknowledge, addSilence, endSilence }: ActionStore,
): ActionResult {
  switch (action.type) {
    case 'acknowledge': {
      const incident = acknowledge(action.incidentId, by, now);
      return toResult(incident === undefined ? [] : [incident]);
    }
    case 'resolve':
      return toResult(manualChanges.resolve(action.incidentId, by, now));
    case 'note':
      return toResult(manualChanges.note(action.incidentId, action.text, by, now));
    case 'correct-cause': {
      const incidents = manualChanges.correct(action.incidentId, action.cause, by);
      // Words that name no cause of the catalogue are all there is to go by.
      if (action.cause === null && action.text !== '')
        manualChanges.note(action.incidentId, action.text, by, now);
      return toResult(incidents);
    }
    case 'merge':
      return toResult(manualChanges.merge(action.intoIncidentId, action.incidentId, by, now));
    case 'silence':
      addSilence(action.silence);
      return { isApplied: true, incidents: [] };
    case 'unsilence':
      return { isApplied: endSilence(action.silence, now) !== undefined, incidents: [] };
  }
}

type ActionStore = Pick<Store, 'manualChanges' | 'acknowledge' | 'addSilence' | 'endSilence'>;

const toResult = (incidents: readonly Incident[]): ActionResult => ({
  isApplied: incidents.length > 0,
  incidents,
});
