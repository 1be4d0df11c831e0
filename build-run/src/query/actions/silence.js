import { hourMs, minuteMs } from '../../base/duration.js';
import { findRootCause, formatIncidentName, listUpstreamNames } from '../../incidents/incident.js';
import { buildSilenceTarget, findCoveringSilence } from '../../notify/silence.js';
import { describeSilenceMatcher } from '../../notify/silence-words.js';
import { menu } from '../../render/controls.js';
import { text, toPlainText } from '../../render/rich-text.js';
import { noKnownNames } from '../../report/repository.js';
import { describeScheduleProblem, instructionReplies } from '../answers/instruction.js';
import { createScheduleFromNow } from '../language/resolve-schedule.js';
import { understandQuestion } from '../understand-question.js';
import { encodeButtonValue } from './button.js';
import { buildInputModal, createChoiceField, createTextField } from './modal.js';
/** Silences an incident for a while, or ends the silence that covers it. */
export const silenceButton = {
  name: 'silence',
  actionType: 'silence',
  isOffered: ({ state }) => state.type === 'open',
  control: {
    type: 'row',
    render: (name, { number }, isSilenced) =>
      menu(
        'Silence for',
        name,
        [...durationChoices, otherChoice, ...(isSilenced ? [endChoice] : [])].map(({ choice, label }) => ({
          label: [label],
          value: encodeButtonValue(number, choice),
        })),
      ),
  },
  onPress: (incident, choice, context) => {
    if (choice === endChoice.choice) return requestUnsilence(incident, context);
    const duration = durationChoices.find((entry) => entry.choice === choice);
    if (duration === undefined) return { view: buildSilenceModal(incident) };
    const schedule = createScheduleFromNow(context.now, duration.durationMs);
    return requestSilence(selectDefaultMatcher(incident), schedule, '', context);
  },
  onSubmit: (incident, values, context) => {
    const scope = listSilenceScopes(incident).find(({ id }) => id === values[fieldIds.scope]);
    const schedule = parseSchedule(values[fieldIds.duration]?.trim() ?? '', context);
    if (scope === undefined) return { problems: { [fieldIds.scope]: 'Choose what to silence.' } };
    if (typeof schedule === 'string')
      return { problems: { [fieldIds.duration]: toPlainText(describeScheduleProblem(schedule)) } };
    return requestSilence(scope.matcher, schedule, values[fieldIds.reason]?.trim() ?? '', context);
  },
};
/** `durationMs` is null for a silence without an end. */
const durationChoices = [
  { choice: '30m', label: '30 min', durationMs: 30 * minuteMs },
  { choice: '2h', label: '2 h', durationMs: 2 * hourMs },
  { choice: '8h', label: '8 h', durationMs: 8 * hourMs },
  { choice: 'open', label: 'until I end it', durationMs: null },
];
const otherChoice = { choice: 'other', label: 'other …' };
const endChoice = { choice: 'end', label: 'End silence' };
function requestUnsilence(incident, { repository, silences = [], now }) {
  const activeSilence = findCoveringSilence(buildSilenceTarget(incident, repository, now), silences, now);
  return activeSilence === undefined
    ? { message: instructionReplies.unknownSilence(null) }
    : {
        action: { type: 'unsilence', silence: activeSilence.id },
        message: instructionReplies.silenceEnded(activeSilence),
      };
}
function requestSilence(matcher, schedule, reason, context) {
  const { now, user } = context;
  const silence = { matcher, ...schedule, by: user, reason, createdAt: now };
  return {
    action: { type: 'silence', silence },
    message: instructionReplies.silenceStarted(silence, context),
  };
}
/** The upstream, when there is one; what several have in common otherwise. */
const selectDefaultMatcher = (incident) =>
  listSilenceScopes(incident)[0]?.matcher ?? { type: 'cause', cause: findRootCause(incident) };
function buildSilenceModal(incident) {
  const scopes = listSilenceScopes(incident).map(({ id, matcher }) => ({
    label: [toPlainText(text`${describeSilenceMatcher(matcher)}`)],
    value: id,
  }));
  return buildInputModal(`Silence ${formatIncidentName(incident)}`, 'Silence', [
    createChoiceField(fieldIds.scope, 'What', scopes, { isPreselected: true }),
    createTextField(fieldIds.duration, 'When', {
      optional: true,
      max_length: durationCharsMax,
      hint: '90 min, until 09:00, tomorrow 22:00 for 1h, every sunday 02:00-04:00. Empty: no end.',
    }),
    createTextField(fieldIds.reason, 'Why', {
      optional: true,
      max_length: reasonCharsMax,
      hint: 'Shown to others with the silence.',
    }),
  ]);
}
const fieldIds = { scope: 'scope', duration: 'term', reason: 'reason' };
const durationCharsMax = 60;
const reasonCharsMax = 200;
/** Lists what can be silenced about an incident, the most likely first. Ids stand for names, because names come from logs. */
function listSilenceScopes(incident) {
  const [upstream, ...others] = listUpstreamNames(incident);
  const upstreamScopes =
    typeof upstream === 'string' && others.length === 0
      ? [{ id: 'upstream', matcher: { type: 'upstream', upstream } }]
      : [];
  return [
    ...upstreamScopes,
    { id: 'cause', matcher: { type: 'cause', cause: findRootCause(incident) } },
    { id: 'all', matcher: { type: 'all' } },
  ];
}
/** Reads a time as the words `quiet …` do. An empty text means now, without an end. */
function parseSchedule(text, context) {
  if (text === '') return createScheduleFromNow(context.now, null);
  const interpretation = understandQuestion(`quiet ${text}`, noKnownNames, context);
  if (interpretation.type !== 'interpreted' || interpretation.question.type !== 'instruction')
    return 'unclear';
  const { instruction } = interpretation.question;
  return instruction.type === 'silence' && instruction.matcher?.type === 'all' && instruction.reason === ''
    ? instruction.schedule
    : 'unclear';
}
