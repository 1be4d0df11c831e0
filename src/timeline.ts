import type { CauseId } from './cause.js';
import type { Proof } from './incident.js';
import type { Severity } from './severity.js';

/** One thing that happened to an incident: who, what, when. Kept for as long as the incident is. */
export type TimelineEntry = {
  readonly at: number;
  /** A Slack user id or the name of who did it in a terminal; null when the logs did. */
  readonly by: string | null;
  readonly what: Turn;
};

/** All that can turn. Other incidents are named by their row numbers. */
export type Turn =
  | { readonly name: 'opened' }
  | { readonly name: 'reopened' }
  | { readonly name: 'spread'; readonly upstreams: number }
  | { readonly name: 'worsened'; readonly severity: Severity }
  | { readonly name: 'cause-changed'; readonly cause: CauseId }
  /** Somebody says that the cause is another one; null: that it is not this one. */
  | { readonly name: 'corrected'; readonly cause: CauseId | null }
  | { readonly name: 'acknowledged' }
  | { readonly name: 'escalated' }
  | { readonly name: 'silenced'; readonly silence: number; readonly until: number | null }
  | { readonly name: 'silence-ended'; readonly silence: number }
  | { readonly name: 'recovered'; readonly proof: Proof }
  /** Took in another incident, as both are one fault. */
  | { readonly name: 'took-in'; readonly incident: number }
  | { readonly name: 'merged'; readonly into: number }
  /** An upstream was taken out, into an incident of its own. */
  | { readonly name: 'split'; readonly upstream: string | null; readonly into: number }
  | { readonly name: 'noted'; readonly text: string };

/** An entry and the row number of its incident. */
export type Turned = { readonly incident: number; readonly entry: TimelineEntry };
