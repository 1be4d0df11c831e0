import type { OutputFormat } from '../../render/attachment.js';
import type { Dimension } from '../../report/repository.js';
import type { SentencePart, SentencePartType } from './grammar-actions.js';
import type { QuestionIntent, QuestionToken, WordMeaning } from './token.js';

/** The parts of a sentence by name, each as what it means. */
export class SentenceParts {
  readonly #plan: readonly SentencePart[];
  readonly #tokens: readonly QuestionToken[];

  constructor(parts: readonly SentencePart[], tokens: readonly QuestionToken[]) {
    this.#plan = parts;
    this.#tokens = tokens;
  }

  findAll(name: SentencePartType): readonly WordMeaning[] {
    return this.#plan
      .filter(({ type }) => type === name)
      .flatMap(({ tokenIndexes: [first = -1] }) => this.#tokens[first]?.meaning ?? []);
  }

  findFirst(name: SentencePartType): WordMeaning | undefined {
    return this.findAll(name)[0];
  }

  has(name: SentencePartType): boolean {
    return this.findFirst(name) !== undefined;
  }

  findNumber(name: 'number' | 'threshold'): number | null {
    const meant = this.findFirst(name);
    return meant !== undefined && 'number' in meant ? meant.number : null;
  }

  /** A bare number behind these is the incident's: `why 142`. */
  findIncidentNumber(): number | null {
    const meant = this.findFirst('incident');
    if (meant !== undefined && 'number' in meant) return meant.number;
    const intent = this.listIntents()[0];
    return intent === undefined || incidentIntents.has(intent) ? this.findNumber('number') : null;
  }

  listIntents(): readonly QuestionIntent[] {
    return this.findAll('intent').flatMap((meaning) => (meaning.type === 'intent' ? [meaning.intent] : []));
  }

  findFormat(): OutputFormat | null {
    const meant = this.findFirst('format');
    return meant?.type === 'format' ? meant.format : null;
  }

  findDimension(): Dimension | null {
    const meant = this.findFirst('group-by') ?? this.findFirst('subject');
    return meant?.type === 'dimension' ? meant.dimension : null;
  }
}

const incidentIntents: ReadonlySet<QuestionIntent> = new Set([
  'why',
  'recap',
  'fix',
  'earlier-incidents',
  'bundle',
  'is-over',
  'assignee',
  'status',
]);
