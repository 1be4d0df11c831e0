/** Collects the parts of a schedule in the order in which they are named. */
export class ScheduleDraft {
  #start = { day: null, minutes: null };
  #end = { day: null, minutes: null };
  #lengthMs = null;
  #delayMs = null;
  #endEvent = null;
  #weekdays = new Set();
  #slot = 'start';
  #last;
  get expression() {
    return {
      start: { ...this.#start },
      end: { ...this.#end },
      lengthMs: this.#lengthMs,
      delayMs: this.#delayMs,
      endEvent: this.#endEvent,
      weekdays: [...this.#weekdays].sort((a, b) => a - b),
    };
  }
  get endsWithDay() {
    return this.#last === 'day' || this.#last === 'weekdays';
  }
  get endsWithWeekdays() {
    return this.#last === 'weekdays';
  }
  /** Adds a part; false if there is no place for it, so that it belongs to the reason. */
  add(item) {
    if (item.preposition === 'start' || item.preposition === 'between') this.#slot = 'start';
    if (item.preposition === 'end' || (item.preposition === 'and' && item.type === 'clock'))
      this.#slot = 'end';
    const isAdded = this.#place(item);
    if (isAdded) this.#last = item.type;
    return isAdded;
  }
  #place(item) {
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
  #placeClock(minutes, preposition) {
    // The second of two times is the end: `22:00-23:00`, `22:00 to 23:00`.
    if (preposition === null && this.#slot === 'start' && this.#start.minutes !== null) this.#slot = 'end';
    const moment = this.#slot === 'end' ? this.#end : this.#start;
    if (moment.minutes !== null) return false;
    moment.minutes = minutes;
    return true;
  }
  #placeDay(day) {
    const moment = this.#slot === 'end' ? this.#end : this.#start;
    if (moment.day !== null) return false;
    moment.day = day;
    return true;
  }
  #placeDuration(ms, preposition) {
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
