import type { Clock } from '../../base/calendar.js';
import type { Change } from '../../parse/event.js';
import type { Dimension } from '../../report/repository.js';
import type { OutputFormat } from '../attachment.js';
import type { Instruction, QuestionScope } from '../question.js';
import { mergeFilters } from './filters.js';
import type { SentencePart, SentencePartType } from './grammar-actions.js';
import type { Intent } from './intent.js';
import { readInstruction } from './read-instruction.js';
import { readTimes } from './time-expressions.js';
import type { QuestionToken, WordMeaning } from './token.js';
import type { Vocabulary } from './vocabulary.js';

/** A parsed sentence: what each question is read from. */
export class Sentence {
  /** The filter, times, incident and format of the question. */
  readonly scope: QuestionScope;
  /** True when two upstreams are named, which only a comparison can use. */
  readonly hasConflictingFilters: boolean;
  /** Undefined unless the sentence is an instruction. */
  readonly instruction: Instruction | undefined;
  readonly #parts: readonly SentencePart[];
  readonly #tokens: readonly QuestionToken[];

  constructor(
    parts: readonly SentencePart[],
    tokens: readonly QuestionToken[],
    clock: Clock,
    vocabulary: Vocabulary,
  ) {
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

  has(type: SentencePartType): boolean {
    return this.#findFirst(type) !== undefined;
  }

  /** `top 10`, `last 5 lines`, `threshold 5`; null when the sentence has no such number. */
  findNumber(type: 'number' | 'threshold'): number | null {
    const meaning = this.#findFirst(type) ?? (type === 'number' ? this.#findFirst('latest') : undefined);
    return meaning !== undefined && 'number' in meaning ? meaning.number : null;
  }

  /** The dimension of `by upstream`. */
  findGroupBy(): Dimension | null {
    const meaning = this.#findFirst('group-by');
    return meaning?.type === 'dimension' ? meaning.dimension : null;
  }

  /** The dimension of `by upstream`, else one that is merely named, as in `which routes`. */
  findDimension(): Dimension | null {
    const meaning = this.#findFirst('subject');
    return this.findGroupBy() ?? (meaning?.type === 'dimension' ? meaning.dimension : null);
  }

  /** The period of `weekly`; a day without one. */
  findPeriod(): 'day' | 'week' | 'month' {
    const meaning = this.#findFirst('period');
    return meaning?.type === 'period' ? meaning.period : 'day';
  }

  /** The intents in their order, without words for changes, which may belong to a time: `since the deploy`. */
  listIntents(): readonly Intent[] {
    return this.#findAll('intent').flatMap((meaning) => (meaning.type === 'intent' ? [meaning.intent] : []));
  }

  /** The change that the first asking word names: `was there a deploy?`. Null for any change, undefined for none. */
  findLeadingChange(): Change['kind'] | null | undefined {
    const meaning = this.#findFirst('intent');
    return meaning?.type === 'change' ? meaning.changeType : undefined;
  }

  /** The change that any asking word names: `who restarted nginx`. Null for any change, undefined for none. */
  findChange(): Change['kind'] | null | undefined {
    const meaning = this.#findAll('intent').find(({ type }) => type === 'change');
    return meaning?.type === 'change' ? meaning.changeType : undefined;
  }

  /** Numbers of all incidents that are named. */
  listIncidentNumbers(): readonly number[] {
    return this.#findAll('incident').flatMap((meaning) => ('number' in meaning ? [meaning.number] : []));
  }

  #findIncidentNumber(): number | null {
    const meaning = this.#findFirst('incident');
    if (meaning !== undefined && 'number' in meaning) return meaning.number;
    const [intent] = this.listIntents();
    // `last 5 errors` counts failures.
    if (this.has('latest')) return null;
    return intent === undefined || intent.takesIncidentNumber ? this.findNumber('number') : null;
  }

  #findFormat(): OutputFormat | null {
    const meaning = this.#findFirst('format');
    return meaning?.type === 'format' ? meaning.format : null;
  }

  #findFirst(type: SentencePartType): WordMeaning | undefined {
    return this.#findAll(type)[0];
  }

  #findAll(type: SentencePartType): readonly WordMeaning[] {
    return this.#parts
      .filter((part) => part.type === type)
      .flatMap(({ tokenIndexes: [first = -1] }) => this.#tokens[first]?.meaning ?? []);
  }
}
