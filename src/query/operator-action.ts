import type { CauseId } from '../diagnose/causes/index.js';
import type { FixAnswer } from '../incidents/fix-answer.js';
import type { IncidentId } from '../incidents/incident.js';
import type { Silence } from '../notify/silence.js';

/** A change that a user asked for, checked and ready to be applied. Plain data, so that it can be sent to the writing thread. */
export type OperatorAction =
  | { readonly type: 'acknowledge'; readonly incidentId: IncidentId }
  | { readonly type: 'resolve'; readonly incidentId: IncidentId }
  | { readonly type: 'note'; readonly incidentId: IncidentId; readonly text: string }
  /** `cause` is the catalogue entry that `text` names; null when it names none. */
  | {
      readonly type: 'correct-cause';
      readonly incidentId: IncidentId;
      readonly cause: CauseId | null;
      readonly text: string;
    }
  | { readonly type: 'what-helped'; readonly incidentId: IncidentId; readonly answer: FixAnswer }
  | { readonly type: 'merge'; readonly incidentId: IncidentId; readonly intoIncidentId: IncidentId }
  | { readonly type: 'silence'; readonly silence: Omit<Silence, 'id'> }
  | { readonly type: 'unsilence'; readonly silence: number };
