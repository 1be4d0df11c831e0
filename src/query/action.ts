import type { CauseId } from '../diagnose/causes/index.js';
import type { IncidentId } from '../incidents/incident.js';
import type { Silence } from '../notify/silence.js';

/** Something that somebody ordered, checked and ready to be done: plain data for whoever may write. */
export type OperatorAction =
  | { readonly type: 'acknowledge'; readonly incidentId: IncidentId }
  | { readonly type: 'resolve'; readonly incidentId: IncidentId }
  | { readonly type: 'note'; readonly incidentId: IncidentId; readonly text: string }
  /** `cause` is the catalogue entry that the words name; null when they name none. */
  | {
      readonly type: 'correct-cause';
      readonly incidentId: IncidentId;
      readonly cause: CauseId | null;
      readonly text: string;
    }
  | { readonly type: 'merge'; readonly incidentId: IncidentId; readonly intoIncidentId: IncidentId }
  | { readonly type: 'silence'; readonly silence: Omit<Silence, 'id'> }
  | { readonly type: 'unsilence'; readonly silence: number };
