import type { Day } from '../base/calendar.js';
import type { CauseId } from '../diagnose/causes/index.js';
import type { IncidentNumber } from '../incidents/incident.js';
import type { SilenceMatcher } from '../notify/silence.js';
import type { Change } from '../parse/event.js';
import type { FailureFilter } from '../report/repository.js';
import type { OutputFormat } from './attachment.js';

/** The filter, times, incident and format that a sentence gives its question. */
export type QuestionScope = {
  readonly filter: FailureFilter;
  /** The filters one by one, for comparisons. */
  readonly operands: readonly FailureFilter[];
  /** The number of an incident: 142 for BG-142. */
  readonly incidentNumber: IncidentNumber | null;
  /** The times that are named, in their order. Most questions use the first, comparisons use two. */
  readonly times: readonly TimeExpression[];
  /** The format of `as csv`; null when none is named. */
  readonly format: OutputFormat | null;
};

/** A change that a sentence asks for, before it is checked. */
export type Instruction =
  | { readonly type: 'acknowledge'; readonly incidentNumber: IncidentNumber | null }
  | {
      readonly type: 'silence';
      /** Null when nothing that can be silenced is named. */
      readonly matcher: SilenceMatcher | null;
      /** Epoch ms; undefined when no end is named. */
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

/** A time as it is worded. Minutes count from midnight. */
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

/** The beginning of `since …`. */
export type SinceStart =
  | { readonly type: 'clock'; readonly minutes: number }
  | { readonly type: 'day'; readonly day: Day | RelativeDay }
  | { readonly type: 'weekday'; readonly weekday: number }
  | { readonly type: 'change'; readonly changeType: Change['kind'] };
