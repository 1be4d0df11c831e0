import { mergeFilters } from './filters.js';
import { readInstruction } from './read-instruction.js';
import { readTimes } from './time-expressions.js';
/** A parsed sentence: what each question is read from. */
export class Sentence {
  /** The filter, times, incident and format of the question. */
  scope;
  /** True when two upstreams are named, which only a comparison can use. */
  hasConflictingFilters;
  /** Undefined unless the sentence is an instruction. */
  instruction;
  #parts;
  #tokens;
  constructor(parts, tokens, clock, vocabulary) {
    this.#parts = parts;
    this.#tokens = tokens;
    const filters = this.#findAll('filter').flatMap((meaning) =>
      'filter' in meaning ? [meaning.filter] : [],
    );
    const mergedFilter = mergeFilters(filters);
    this.hasConflictingFilters = mergedFilter === undefined;
    this.scope = {
      filter: mergedFilter ?? {},
      operands: filters,
      incidentNumber: this.#findIncidentNumber(),
      times: readTimes(parts, tokens),
      format: this.#findFormat(),
    };
    this.instruction =
      parts[0]?.type === 'instruction' ? readInstruction(parts, tokens, clock, vocabulary) : undefined;
  }
  has(type) {
    return this.#findFirst(type) !== undefined;
  }
  /** `top 10`, `threshold 5`; null when the sentence has no such number. */
  findNumber(type) {
    const meaning = this.#findFirst(type);
    return meaning !== undefined && 'number' in meaning ? meaning.number : null;
  }
  /** The dimension of `by upstream`. */
  findGroupBy() {
    const meaning = this.#findFirst('group-by');
    return meaning?.type === 'dimension' ? meaning.dimension : null;
  }
  /** The dimension of `by upstream`, else one that is merely named, as in `which routes`. */
  findDimension() {
    const meaning = this.#findFirst('subject');
    return this.findGroupBy() ?? (meaning?.type === 'dimension' ? meaning.dimension : null);
  }
  /** The period of `weekly`; a day without one. */
  findPeriod() {
    const meaning = this.#findFirst('period');
    return meaning?.type === 'period' ? meaning.period : 'day';
  }
  /** The intents in their order, without words for changes, which may belong to a time: `since the deploy`. */
  listIntents() {
    return this.#findAll('intent').flatMap((meaning) => (meaning.type === 'intent' ? [meaning.intent] : []));
  }
  /** The change that the first asking word names: `was there a deploy?`. Null for any change, undefined for none. */
  findLeadingChange() {
    const meaning = this.#findFirst('intent');
    return meaning?.type === 'change' ? meaning.changeType : undefined;
  }
  #findIncidentNumber() {
    const meaning = this.#findFirst('incident');
    if (meaning !== undefined && 'number' in meaning) return meaning.number;
    const [intent] = this.listIntents();
    return intent === undefined || intent.takesIncidentNumber ? this.findNumber('number') : null;
  }
  #findFormat() {
    const meaning = this.#findFirst('format');
    return meaning?.type === 'format' ? meaning.format : null;
  }
  #findFirst(type) {
    return this.#findAll(type)[0];
  }
  #findAll(type) {
    return this.#parts
      .filter((part) => part.type === type)
      .flatMap(({ tokenIndexes: [first = -1] }) => this.#tokens[first]?.meaning ?? []);
  }
}
