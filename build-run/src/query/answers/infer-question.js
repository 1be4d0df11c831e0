import { isPlaceFilter, isUnfiltered } from '../language/filters.js';
import { asksForAnswers } from './statuses.js';
import { createTopQuestion } from './top.js';
/**
 * Infers the question of a sentence in which no phrase asks for one: an incident asks why, a status how many, an upstream
 * how it does.
 */
export function inferQuestion(sentence) {
  const { instruction, hasConflictingFilters, scope } = sentence;
  if (instruction !== undefined) return { type: 'instruction', instruction };
  if (hasConflictingFilters) return { type: 'compare' };
  const changeType = sentence.findLeadingChange();
  if (changeType !== undefined) return { type: 'changes', changeType };
  if (sentence.has('threshold'))
    return { type: 'threshold-trial', threshold: sentence.findNumber('threshold') };
  if (scope.incidentNumber !== null) return { type: 'why' };
  if (sentence.has('period')) return { type: 'report', period: sentence.findPeriod() };
  if (sentence.findDimension() !== null) return createTopQuestion(sentence);
  if (isUnfiltered(scope.filter)) return inferFromTimes(sentence);
  const type = inferFromFilter(sentence);
  return type === 'count' && asksForAnswers(sentence) ? { type: 'statuses', wants: 'count' } : { type };
}
function inferFromFilter(sentence) {
  const { filter, times } = sentence.scope;
  if (sentence.has('whether') && times.every(({ type }) => type === 'now')) return 'share';
  return isPlaceFilter(filter) && times.length === 0 ? 'status' : 'count';
}
function inferFromTimes(sentence) {
  const { times } = sentence.scope;
  if (isSingleDay(times)) return { type: 'report', period: 'day' };
  return times.some(({ type }) => type !== 'now') ? createTopQuestion(sentence) : { type: 'status' };
}
const isSingleDay = (times) => times.length === 1 && times[0]?.type === 'day';
