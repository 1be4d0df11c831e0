import { isPlaceFilter, isUnfiltered } from '../language/filters.js';
import type { Sentence } from '../language/sentence.js';
import type { TimeExpression } from '../question.js';
import type { ChangesQuestion } from './changes.js';
import type { InstructionQuestion } from './instruction.js';
import type { LinesQuestion } from './log-lines.js';
import type { ReportQuestion } from './report.js';
import { asksForAnswers, type StatusesQuestion } from './statuses.js';
import type { ThresholdTrialQuestion } from './threshold-trial.js';
import { createTopQuestion, type TopQuestion } from './top.js';

type InferredQuestion =
  | ChangesQuestion
  | InstructionQuestion
  | LinesQuestion
  | ReportQuestion
  | StatusesQuestion
  | ThresholdTrialQuestion
  | TopQuestion
  | { readonly type: 'compare' | 'count' | 'share' | 'status' | 'why' };

/**
 * Infers the question of a sentence in which no phrase asks for one: an incident asks why, a status how many, an upstream
 * how it does.
 */
export function inferQuestion(sentence: Sentence): InferredQuestion {
  const { instruction, hasConflictingFilters, scope } = sentence;
  if (instruction !== undefined) return { type: 'instruction', instruction };
  if (hasConflictingFilters) return { type: 'compare' };
  const changeType = sentence.findLeadingChange();
  if (changeType !== undefined) return { type: 'changes', changeType };
  if (sentence.has('threshold'))
    return { type: 'threshold-trial', threshold: sentence.findNumber('threshold') };
  if (scope.incidentNumber !== null) return { type: 'why' };
  if (sentence.has('latest')) return { type: 'lines', end: 'latest', limit: sentence.findNumber('number') };
  if (sentence.has('period')) return { type: 'report', period: sentence.findPeriod() };
  if (sentence.findDimension() !== null) return createTopQuestion(sentence);
  if (isUnfiltered(scope.filter)) return inferFromTimes(sentence);
  const type = inferFromFilter(sentence);
  return type === 'count' && asksForAnswers(sentence) ? { type: 'statuses', wants: 'count' } : { type };
}

function inferFromFilter(sentence: Sentence): 'share' | 'status' | 'count' {
  const { filter, times } = sentence.scope;
  if (sentence.has('whether') && times.every(({ type }) => type === 'now')) return 'share';
  return isPlaceFilter(filter) && times.length === 0 ? 'status' : 'count';
}

function inferFromTimes(sentence: Sentence): ReportQuestion | TopQuestion | { readonly type: 'status' } {
  const { times } = sentence.scope;
  if (isSingleDay(times)) return { type: 'report', period: 'day' };
  return times.some(({ type }) => type !== 'now') ? createTopQuestion(sentence) : { type: 'status' };
}

const isSingleDay = (times: readonly TimeExpression[]) => times.length === 1 && times[0]?.type === 'day';
