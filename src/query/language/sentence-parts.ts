import type { Form } from '../../render/attachment.js';
import type { Dimension } from '../../report/repository.js';
import type { Part, PartName } from './grammar-actions.js';
import type { Ask, Meant, QuestionToken } from './token.js';

/** The parts of a sentence by name, each as what it means. */
export class Found {
  readonly #plan: readonly Part[];
  readonly #tokens: readonly QuestionToken[];

  constructor(plan: readonly Part[], tokens: readonly QuestionToken[]) {
    this.#plan = plan;
    this.#tokens = tokens;
  }

  all(name: PartName): readonly Meant[] {
    return this.#plan
      .filter(({ part }) => part === name)
      .flatMap(({ at: [first = -1] }) => this.#tokens[first]?.meant ?? []);
  }

  first(name: PartName): Meant | undefined {
    return this.all(name)[0];
  }

  has(name: PartName): boolean {
    return this.first(name) !== undefined;
  }

  number(name: 'number' | 'threshold'): number | null {
    const meant = this.first(name);
    return meant !== undefined && 'number' in meant ? meant.number : null;
  }

  /** A bare number behind these is the incident's: `why 142`. */
  incident(): number | null {
    const meant = this.first('incident');
    if (meant !== undefined && 'number' in meant) return meant.number;
    const ask = this.asks()[0];
    return ask === undefined || ofIncidents.has(ask) ? this.number('number') : null;
  }

  asks(): readonly Ask[] {
    return this.all('wish').flatMap((meant) => (meant.kind === 'ask' ? [meant.ask] : []));
  }

  form(): Form | null {
    const meant = this.first('format');
    return meant?.kind === 'format' ? meant.form : null;
  }

  by(): Dimension | null {
    const meant = this.first('grouping') ?? this.first('subject');
    return meant?.kind === 'dimension' ? meant.by : null;
  }
}

const ofIncidents: ReadonlySet<Ask> = new Set([
  'why',
  'recap',
  'fix',
  'before',
  'bundle',
  'over',
  'owner',
  'status',
]);
