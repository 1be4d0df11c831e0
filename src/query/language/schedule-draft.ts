import type { Moment, ScheduleDay, ScheduleExpression } from '../question.js';

/** Collects the parts of a schedule in the order in which they are named. */
export class ScheduleDraft {
  readonly #start: Mutable<Moment> = { day: null, minutes: null };
  readonly #end: Mutable<Moment> = { day: null, minutes: null };
  #lengthMs: number | null = null;
  #delayMs: number | null = null;
  #endEvent: ScheduleExpression['endEvent'] = null;
  readonly #weekdays = new Set<number>();
  #slot: 'start' | 'end' = 'start';
  #last: ScheduleValue['type'] | undefined;

  get expression(): ScheduleExpression {
    return {
      start: { ...this.#start },
      end: { ...this.#end },
      lengthMs: this.#lengthMs,
      delayMs: this.#delayMs,
      endEvent: this.#endEvent,
      weekdays: [...this.#weekdays].sort((a, b) => a - b),
    };
  }

  get endsWithDay(): boolean {
    return this.#last === 'day' || this.#last === 'weekdays';
  }

  get endsWithWeekdays(): boolean {
    return this.#last === 'weekdays';
  }

  /** Adds a part; false if there is no place for it, so that it belongs to the reason. */
  add(item: ScheduleItem): boolean {
    if (item.preposition === 'start' || item.preposition === 'between') this.#slot = 'start';
    if (item.preposition === 'end' || (item.preposition === 'and' && item.type === 'clock'))
      this.#slot = 'end';
    const isAdded = this.#place(item);
    if (isAdded) this.#last = item.type;
    return isAdded;
  }

  #place(item: ScheduleItem): boolean {
    switch (item.type) {
      case 'clock':
        return this.#placeClock(item.minutes, item.preposition);
      case 'day':
        return this.#placeDay(item.day);
      case 'duration':
        return this.#placeDuration(item.ms, item.preposition);
      case 'weekdays':
        for (const weekday of item.weekdays) this.#weekdays.add(weekday);
        return true;
      case 'event':
        if (this.#endEvent !== null) return false;
        this.#endEvent = item.event;
        return true;
    }
  }

  #placeClock(minutes: number, preposition: Preposition | null): boolean {
    // The second of two times is the end: `22:00-23:00`, `22:00 to 23:00`.
    if (preposition === null && this.#slot === 'start' && this.#start.minutes !== null) this.#slot = 'end';
    const moment = this.#slot === 'end' ? this.#end : this.#start;
    if (moment.minutes !== null) return false;
    moment.minutes = minutes;
    return true;
  }

  #placeDay(day: ScheduleDay): boolean {
    const moment = this.#slot === 'end' ? this.#end : this.#start;
    if (moment.day !== null) return false;
    moment.day = day;
    return true;
  }

  #placeDuration(ms: number, preposition: Preposition | null): boolean {
    if (preposition === 'delay') {
      if (this.#delayMs !== null) return false;
      this.#delayMs = ms;
      return true;
    }
    if (this.#lengthMs !== null) return false;
    this.#lengthMs = ms;
    return true;
  }
}

/** The words in front of a time, by what they say of it. */
export type Preposition = 'start' | 'end' | 'length' | 'delay' | 'every' | 'between' | 'and';

/** A time with the preposition in front of it, and the number of words of both. */
export type ScheduleItem = {
  readonly preposition: Preposition | null;
  readonly length: number;
} & ScheduleValue;

/** A part of a schedule as one word or phrase gives it. */
export type ScheduleValue =
  | { readonly type: 'clock'; readonly minutes: number }
  | { readonly type: 'duration'; readonly ms: number }
  | { readonly type: 'day'; readonly day: ScheduleDay }
  | { readonly type: 'weekdays'; readonly weekdays: readonly number[] }
  | { readonly type: 'event'; readonly event: 'deploy' | 'by-hand' };

type Mutable<T> = { -readonly [key in keyof T]: T[key] };
