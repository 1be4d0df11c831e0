import type { Day } from '../base/calendar.js';
import type { Hint } from '../diagnose/failure.js';
import type { SilenceOf } from '../notify/silence.js';
import type { Change } from '../parse/event.js';
import type { Form } from '../render/attachment.js';
import type { Dimension, Of } from '../report/repository.js';

/** What somebody wants to know or to have done, as plain data: a kind, what it is about, and a time. */
export type Question = About & What;

/** What every question may be narrowed to. */
export type About = {
  readonly of: Of;
  /** The filters one by one: the sides of a comparison. */
  readonly sides: readonly Of[];
  /** The number of an incident: 142 for BG-142. */
  readonly incident: number | null;
  /** The times that were named, in their order: most questions look at the first, comparisons at both. */
  readonly when: readonly When[];
  /** What it shall be made as, where that was said: `as csv`. */
  readonly form: Form | null;
};

/** The kinds of questions. Each is answered by the file of that name in `commands/`. */
export type What =
  /** How things stand; or how one upstream, host or peer does. */
  | { readonly what: 'status' }
  | { readonly what: 'over' }
  | { readonly what: 'owner' }
  | { readonly what: 'recap' }
  | { readonly what: 'why' }
  | { readonly what: 'fix' }
  /** Ours or theirs? */
  | { readonly what: 'blame' }
  /** One server or all of them? */
  | { readonly what: 'spread' }
  | { readonly what: 'hint'; readonly hint: Hint['id'] }
  | { readonly what: 'changes'; readonly kind: Change['kind'] | null }
  | { readonly what: 'count' }
  | { readonly what: 'rate' }
  | {
      readonly what: 'top';
      readonly by: Dimension;
      readonly limit: number | null;
      /** By how many failed, or by what share of their own requests. */
      readonly order: 'count' | 'rate';
    }
  /** How much of all failures is this? */
  | { readonly what: 'share' }
  | { readonly what: 'compare' }
  /** Is this usual for such a day? */
  | { readonly what: 'normal' }
  | { readonly what: 'chart'; readonly by: Dimension | null }
  | { readonly what: 'lines'; readonly end: 'first' | 'latest'; readonly limit: number | null }
  | { readonly what: 'good' }
  | { readonly what: 'unparsed' }
  | { readonly what: 'lacks' }
  | { readonly what: 'before' }
  | { readonly what: 'trial'; readonly threshold: number | null }
  | { readonly what: 'report'; readonly period: 'day' | 'week' | 'month' }
  | { readonly what: 'bundle' }
  | { readonly what: 'silences' }
  | { readonly what: 'order'; readonly order: Order }
  | { readonly what: 'help' };

/** Something to be changed, as it was said. */
export type Order =
  | { readonly name: 'acknowledge'; readonly incident: number | null }
  | {
      readonly name: 'silence';
      /** Null where nothing was named that could be silenced. */
      readonly of: SilenceOf | null;
      /** Undefined when nothing was said of it. */
      readonly until: number | undefined;
      readonly reason: string;
    }
  | { readonly name: 'unsilence'; readonly silence: number | null }
  | { readonly name: 'note'; readonly incident: number | null; readonly words: string }
  | { readonly name: 'merge'; readonly incident: number | null; readonly into: number | null }
  | { readonly name: 'resolve'; readonly incident: number | null }
  | { readonly name: 'wrong-cause'; readonly incident: number | null; readonly words: string };

/** A time as it was said. Minutes count from midnight. */
export type When =
  | { readonly name: 'now' }
  | { readonly name: 'last'; readonly count: number; readonly unit: Unit }
  | { readonly name: 'day'; readonly day: Day | NamedDay }
  | { readonly name: 'weekday'; readonly weekday: number }
  | { readonly name: 'night' }
  | { readonly name: 'this'; readonly unit: Unit }
  | { readonly name: 'since'; readonly start: Start }
  | {
      readonly name: 'between';
      readonly from: number;
      readonly to: number;
      readonly day: Day | NamedDay | null;
    };

export type NamedDay = 'today' | 'yesterday';
export type Unit = 'minute' | 'hour' | 'day' | 'week' | 'month';

/** What a time may begin with. */
export type Start =
  | { readonly name: 'clock'; readonly minutes: number }
  | { readonly name: 'day'; readonly day: Day | NamedDay }
  | { readonly name: 'weekday'; readonly weekday: number }
  | { readonly name: 'change'; readonly kind: Change['kind'] };
