import type { Day } from '../base/calendar.js';
import type { CauseId } from '../diagnose/causes/index.js';
import type { IncidentNumber } from '../incidents/incident.js';
import type { SilenceMatcher } from '../notify/silence.js';
import type { SilenceSchedule } from '../notify/silence-schedule.js';
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
      readonly schedule: SilenceSchedule | ScheduleProblem;
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

/** The time of a silence as it is worded: `tomorrow 22:00 for 1h`, `every sunday 02:00-04:00`, `until the deploy ends`. */
export type ScheduleExpression = {
  readonly start: Moment;
  readonly end: Moment;
  /** `for 2h`. */
  readonly lengthMs: number | null;
  /** `in 30 min`. */
  readonly delayMs: number | null;
  /** An end that is no time: `until the deploy ends`, `until I end it`. */
  readonly endEvent: 'deploy' | 'by-hand' | null;
  /** Days on which it repeats, 1 for Monday to 7 for Sunday; empty for a single window. */
  readonly weekdays: readonly number[];
};

/** A day, a time of day in minutes after midnight, both, or neither. */
export type Moment = { readonly day: ScheduleDay | null; readonly minutes: number | null };

/** A day as it is worded; a number is a weekday, 1 for Monday to 7 for Sunday. */
export type ScheduleDay = Day | 'today' | 'tomorrow' | number;

/** Why the words of an instruction name no time at which a silence can be. */
export type ScheduleProblem =
  /** It would have ended before now. */
  | 'over'
  /** It ends before it begins. */
  | 'reversed'
  /** It repeats, but no times of day say from when to when. */
  | 'no-times'
  | 'too-long'
  | 'too-far'
  /** Parts that do not go together, such as `every sunday in 2h`, or a time that could not be read. */
  | 'unclear';

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
    }
  /** A moment: `at 13:40`. */
  | { readonly type: 'around'; readonly minutes: number; readonly day: Day | RelativeDay | null };

export type RelativeDay = 'today' | 'yesterday';
export type TimeUnit = 'minute' | 'hour' | 'day' | 'week' | 'month';

/** The beginning of `since …`. */
export type SinceStart =
  | { readonly type: 'clock'; readonly minutes: number }
  | { readonly type: 'day'; readonly day: Day | RelativeDay }
  | { readonly type: 'weekday'; readonly weekday: number }
  | { readonly type: 'change'; readonly changeType: Change['kind'] };
