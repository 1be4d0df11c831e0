import type { Day } from '../base/calendar.js';
import type { CauseId } from '../diagnose/causes/index.js';
import type { IncidentNumber } from '../incidents/incident.js';
import type { SilenceMatcher } from '../notify/silence.js';
import type { Change } from '../parse/event.js';
import type { FailureFilter } from '../report/repository.js';
import type { OutputFormat } from './attachment.js';

/** What every question may be narrowed to. */
export type QuestionScope = {
  readonly filter: FailureFilter;
  /** The filters one by one: the sides of a comparison. */
  readonly operands: readonly FailureFilter[];
  /** The number of an incident: 142 for BG-142. */
  readonly incidentNumber: IncidentNumber | null;
  /** The times that were named, in their order: most questions look at the first, comparisons at both. */
  readonly times: readonly TimeExpression[];
  /** What it shall be made as, where that was said: `as csv`. */
  readonly format: OutputFormat | null;
};

/** Something to be changed, as it was said. */
export type Instruction =
  | { readonly type: 'acknowledge'; readonly incidentNumber: IncidentNumber | null }
  | {
      readonly type: 'silence';
      /** Null where nothing was named that could be silenced. */
      readonly matcher: SilenceMatcher | null;
      /** Undefined when nothing was said of it. */
      readonly until: number | undefined;
      readonly reason: string;
    }
  | { readonly type: 'unsilence'; readonly silenceId: number | null }
  | { readonly type: 'note'; readonly incidentNumber: IncidentNumber | null; readonly text: string }
  | {
      readonly type: 'merge';
      readonly incidentNumber: IncidentNumber | null;
      readonly intoIncidentNumber: IncidentNumber | null;
    }
  | { readonly type: 'resolve'; readonly incidentNumber: IncidentNumber | null }
  | {
      readonly type: 'wrong-cause';
      readonly incidentNumber: IncidentNumber | null;
      /** The catalogue entry that `text` names; null when it names none. */
      readonly cause: CauseId | null;
      readonly text: string;
    };

/** A time as it was said. Minutes count from midnight. */
export type TimeExpression =
  | { readonly type: 'now' }
  | { readonly type: 'last'; readonly count: number; readonly unit: TimeUnit }
  | { readonly type: 'day'; readonly day: Day | RelativeDay }
  | { readonly type: 'weekday'; readonly weekday: number }
  | { readonly type: 'night' }
  | { readonly type: 'this'; readonly unit: TimeUnit }
  | { readonly type: 'since'; readonly start: SinceStart }
  | {
      readonly type: 'between';
      readonly fromMinutes: number;
      readonly toMinutes: number;
      readonly day: Day | RelativeDay | null;
    };

export type RelativeDay = 'today' | 'yesterday';
export type TimeUnit = 'minute' | 'hour' | 'day' | 'week' | 'month';

/** What a time may begin with. */
export type SinceStart =
  | { readonly type: 'clock'; readonly minutes: number }
  | { readonly type: 'day'; readonly day: Day | RelativeDay }
  | { readonly type: 'weekday'; readonly weekday: number }
  | { readonly type: 'change'; readonly changeType: Change['kind'] };
