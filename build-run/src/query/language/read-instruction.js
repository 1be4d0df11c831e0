import { noKnownNames } from '../../report/repository.js';
import { createScheduleFromNow, defaultSilenceMs, resolveSchedule } from './resolve-schedule.js';
import { startsLikeTime } from './schedule.js';
import { tokenizeQuestion } from './tokenize.js';
/** Reads the instruction of a sentence; undefined when it has none. */
export function readInstruction(parts, tokens, clock, vocabulary) {
  const [head, ...argumentMeanings] = parts.flatMap(
    ({ tokenIndexes: [first = -1] }) => tokens[first]?.meaning ?? [],
  );
  if (head?.type !== 'instruction') return undefined;
  const numbers = argumentMeanings.flatMap((meaning) => ('number' in meaning ? [meaning.number] : []));
  const incidentNumber = numbers[0] ?? null;
  const text = argumentMeanings.find((meaning) => meaning.type === 'text')?.text ?? '';
  switch (head.instructionType) {
    case 'acknowledge':
    case 'resolve':
      return { type: head.instructionType, incidentNumber };
    case 'unsilence':
      return { type: 'unsilence', silenceId: incidentNumber };
    case 'merge':
      return { type: 'merge', incidentNumber, intoIncidentNumber: numbers[1] ?? null };
    case 'note':
      return { type: 'note', incidentNumber, text };
    case 'wrong-cause':
      return { type: 'wrong-cause', incidentNumber, cause: findNamedCause(text, vocabulary), text };
    case 'silence':
      return {
        type: 'silence',
        matcher: readSilenceMatcher(argumentMeanings),
        schedule: readSchedule(argumentMeanings, text, clock),
        reason: text,
      };
  }
}
/** The only cause that the text names; null when it names none, or several such as a whole class. */
function findNamedCause(text, vocabulary) {
  const { tokens } = tokenizeQuestion(text, noKnownNames, vocabulary);
  const [first, ...more] = tokens.flatMap(({ meaning }) =>
    'filter' in meaning ? (meaning.filter.causes ?? []) : [],
  );
  return more.length === 0 ? (first ?? null) : null;
}
/** A silence has exactly one matcher: null when none or several are named. */
function readSilenceMatcher(given) {
  const [filter, ...more] = given.flatMap((meaning) => (meaning.type === 'filter' ? [meaning.filter] : []));
  return filter === undefined || more.length > 0 ? null : toSilenceMatcher(filter);
}
function toSilenceMatcher({ upstream, causes = [], routes = [], gateways = [], ...unsupported }) {
  if (Object.keys(unsupported).length > 0) return null;
  if (typeof upstream === 'string') return { type: 'upstream', upstream };
  const [cause, ...moreCauses] = causes;
  if (cause !== undefined) return moreCauses.length === 0 ? { type: 'cause', cause } : null;
  if (routes[0] !== undefined) return { type: 'route', route: routes[0] };
  if (gateways[0] !== undefined) return { type: 'gateway', gateway: gateways[0] };
  return { type: 'all' };
}
/** The time that is named, or the usual one. A reason that begins like a time is a time that could not be read. */
function readSchedule(given, reason, clock) {
  if (startsLikeTime(reason.split(/\s/, 1)[0]?.toLowerCase() ?? '')) return 'unclear';
  const time = given.find((meaning) => meaning.type === 'schedule');
  return time?.type === 'schedule'
    ? resolveSchedule(time.schedule, clock)
    : createScheduleFromNow(clock.now, defaultSilenceMs);
}
