import type { Day } from '../../base/calendar.js';
import type { Change } from '../../parse/event.js';
import type { Token } from '../../parse/shape/token.js';
import type { Dimension, FailureFilter } from '../../report/repository.js';
import type { OutputFormat } from '../attachment.js';
import type { Instruction, RelativeDay, ScheduleExpression, TimeUnit } from '../question.js';
import type { Intent } from './intent.js';

/** A token of a question, with its meaning. */
export type QuestionToken = Token & { readonly meaning: WordMeaning };

/** The meaning of a word or phrase. The grammar sees its type, or the word itself for a keyword. */
export type WordMeaning =
  /** A keyword of the grammar: `since`, `by`, `between`. */
  | { readonly type: 'word'; readonly word: string }
  | { readonly type: 'intent'; readonly intent: Intent }
  | { readonly type: 'change'; readonly changeType: Change['kind'] | null }
  | { readonly type: 'instruction'; readonly instructionType: Instruction['type'] }
  | { readonly type: 'filter' | 'status'; readonly filter: FailureFilter }
  | { readonly type: 'dimension'; readonly dimension: Dimension }
  | { readonly type: 'incident' | 'number'; readonly number: number }
  | { readonly type: 'duration'; readonly count: number; readonly unit: TimeUnit }
  | { readonly type: 'unit'; readonly unit: TimeUnit }
  | { readonly type: 'clock'; readonly minutes: number }
  | { readonly type: 'day'; readonly day: Day | RelativeDay }
  | { readonly type: 'weekday'; readonly weekday: number }
  /** `this morning`, in minutes after midnight. */
  | { readonly type: 'daypart'; readonly fromMinutes: number; readonly toMinutes: number }
  | { readonly type: 'period'; readonly period: 'day' | 'week' | 'month' }
  | { readonly type: 'format'; readonly format: OutputFormat }
  | { readonly type: 'schedule'; readonly schedule: ScheduleExpression }
  | { readonly type: 'is' }
  | { readonly type: 'text'; readonly text: string };
