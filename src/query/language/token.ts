import type { Day } from '../../base/calendar.js';
import type { Change } from '../../parse/event.js';
import type { Token } from '../../parse/shape/token.js';
import type { Form } from '../../render/attachment.js';
import type { Dimension, Of } from '../../report/repository.js';
import type { NamedDay, Order, Unit, What } from '../question.js';

/** A token of a question, with what it means. */
export type QuestionToken = Token & { readonly meant: Meant };

/** What a word of a question can mean. The grammar sees the kind alone, or the word where it is one of its own. */
export type Meant =
  /** A word of the grammar: `since`, `by`, `between`. */
  | { readonly kind: 'word'; readonly word: string }
  | { readonly kind: 'ask'; readonly ask: Ask }
  | { readonly kind: 'change'; readonly change: Change['kind'] | null }
  | { readonly kind: 'order'; readonly order: Order['name'] }
  | { readonly kind: 'filter' | 'status'; readonly of: Of }
  | { readonly kind: 'dimension'; readonly by: Dimension }
  | { readonly kind: 'incident' | 'number'; readonly number: number }
  | { readonly kind: 'duration'; readonly count: number; readonly unit: Unit }
  | { readonly kind: 'unit'; readonly unit: Unit }
  | { readonly kind: 'clock'; readonly minutes: number }
  | { readonly kind: 'day'; readonly day: Day | NamedDay }
  | { readonly kind: 'weekday'; readonly weekday: number }
  | { readonly kind: 'period'; readonly period: 'day' | 'week' | 'month' }
  | { readonly kind: 'format'; readonly form: Form }
  | { readonly kind: 'is' }
  | { readonly kind: 'text'; readonly text: string };

/** What a word that wants something wants: a kind of question, or a form of one. */
export type Ask =
  | Exclude<What['what'], 'order' | 'changes' | 'hint'>
  | 'first'
  | 'now'
  | 'down'
  | `hint:${Extract<What, { what: 'hint' }>['hint']}`;
