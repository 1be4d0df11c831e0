import { formatIncidentName } from '../../incidents/incident.js';
import { describeSchedule, describeSilenceMatcher } from '../../notify/silence-words.js';
import { buildMessage, section } from '../../render/blocks.js';
import { button } from '../../render/controls.js';
import { bold, code, personName, text, timestamp } from '../../render/rich-text.js';
import { describeFixAnswer } from '../../report/words/fix-answer.js';
import { getCauseTitle } from '../../report/words/names.js';
import { confirmSilenceName, encodeSilence } from '../silence-proposal.js';
import { renderSentence } from './answer-view.js';
import { renderNoIncident } from './why.js';
/** `ack BG-142`, `silence payments-api 2h deploying v813`: checks an instruction and returns the action to apply. */
export const instructionHandler = {
  type: 'instruction',
  // Instructions have a grammar of their own.
  phrases: [],
  usage:
    'ack|resolve|note|wrong cause BG-142 …, merge BG-143 into BG-142, silence payments-api 2h …, quiet until 09:00, unsilence 3',
  help: 'acknowledges, resolves, annotates, corrects or merges an incident; silences alerts now, later (tomorrow 22:00 for 1h) or in windows (every sunday 02:00-04:00)',
  answer: ({ instruction }, context) => {
    if (context.user === undefined) return { message: instructionReplies.anonymous() };
    return instruction.type === 'silence' || instruction.type === 'unsilence'
      ? handleSilence(instruction, context, context.user)
      : handleIncidentInstruction(instruction, context);
  },
};
function handleSilence(instruction, context, user) {
  const { now, silences = [] } = context;
  if (instruction.type === 'unsilence') {
    const silence = silences.find(({ id }) => id === instruction.silenceId);
    if (silence === undefined) return { message: instructionReplies.unknownSilence(instruction.silenceId) };
    return {
      message: instructionReplies.silenceEnded(silence),
      action: { type: 'unsilence', silence: silence.id },
    };
  }
  const { matcher, schedule, reason } = instruction;
  if (matcher === null) return { message: instructionReplies.unknownTarget(reason) };
  if (typeof schedule === 'string') return { message: renderSentence(describeScheduleProblem(schedule)) };
  const silence = { matcher, ...schedule, by: user, reason, createdAt: now };
  // A window is easily misread, and nobody looks when it begins: it is repeated first, and set by a press.
  if (isWindow(silence)) return { message: renderSilenceProposal(silence, context) };
  return {
    message: instructionReplies.silenceStarted(silence, context),
    action: { type: 'silence', silence },
  };
}
/** True for a silence that begins later, or repeats. */
const isWindow = ({ startsAt, createdAt, recurrence }) => startsAt > createdAt || recurrence !== null;
/** Repeats a window as it was understood, with a button that sets it. */
function renderSilenceProposal(silence, clock) {
  const line = text`I understand: silence ${describeSilenceMatcher(silence.matcher)}${describeSchedule(silence, clock)}${silence.reason === '' ? [] : text`: ${silence.reason}`}. Nothing is silenced yet.`;
  return buildMessage({
    text: line,
    tone: 'neutral',
    blocks: [
      section(line),
      {
        type: 'actions',
        elements: [
          button('Set this silence', confirmSilenceName, encodeSilence(silence), { style: 'primary' }),
        ],
      },
    ],
  });
}
/** Says why a time cannot be used, and how to write it. */
export function describeScheduleProblem(problem) {
  switch (problem) {
    case 'over':
      return text`That time is over.`;
    case 'reversed':
      return text`That ends before it begins.`;
    case 'no-times':
      return text`Add from when to when: ${code('every day 02:00-04:00')}.`;
    case 'too-long':
      return text`At most 30 days: a longer silence would be forgotten. ${code('until I end it')} has no end.`;
    case 'too-far':
      return text`That begins more than a year from now.`;
    case 'unclear':
      return text`I do not understand when. Write it like ${code('2h')}, ${code('until 09:00')}, ${code('tomorrow 22:00 for 1h')}, ${code('from 22:00 to 23:00')} or ${code('every sunday 02:00-04:00')}.`;
  }
}
function handleIncidentInstruction(instruction, context) {
  const incident = findInstructedIncident(instruction.incidentNumber, context);
  if (incident === undefined) {
    return { message: renderNoIncident(instruction.incidentNumber ?? undefined, undefined, context) };
  }
  const action = createAction(incident, instruction, context);
  if (action === undefined)
    return { message: instructionReplies.incomplete(instruction, formatIncidentName(incident)) };
  return { message: instructionReplies.applied(action, incident, context), action };
}
/** The named incident, or the only open one. */
function findInstructedIncident(incidentNumber, { repository }) {
  if (incidentNumber !== null) return repository.incidentByNumber(incidentNumber);
  const openIncidents = repository.openIncidents();
  return openIncidents.length === 1 ? openIncidents[0] : undefined;
}
function createAction(incident, instruction, context) {
  switch (instruction.type) {
    case 'acknowledge':
    case 'resolve':
      return { type: instruction.type, incidentId: incident.id };
    case 'note':
      return instruction.text === ''
        ? undefined
        : { type: 'note', incidentId: incident.id, text: instruction.text };
    case 'wrong-cause':
      return {
        type: 'correct-cause',
        incidentId: incident.id,
        cause: instruction.cause,
        text: instruction.text,
      };
    case 'merge': {
      const target =
        instruction.intoIncidentNumber === null
          ? undefined
          : context.repository.incidentByNumber(instruction.intoIncidentNumber);
      return target === undefined || target.id === incident.id
        ? undefined
        : { type: 'merge', incidentId: incident.id, intoIncidentId: target.id };
    }
  }
}
/** Replies to instructions, typed or by button. */
export const instructionReplies = {
  anonymous: () => renderSentence(text`This needs a user. Run it in Slack.`),
  unknownTarget: (words) =>
    renderSentence(
      words === ''
        ? text`Name what to silence: ${code('silence payments-api 2h deploying v813')}, or ${code('quiet until 09:00')} for everything.`
        : text`I do not know what to silence in ${code(words)}. Name one upstream, cause, route or gateway, such as ${code('silence payments-api 2h deploying v813')}.`,
    ),
  unknownSilence: (id) =>
    renderSentence(
      id === null
        ? text`Name the silence by its number: ${code('silences')} lists them.`
        : text`There is no silence ${bold(String(id))}: ${code('silences')} lists them.`,
    ),
  silenceStarted: (silence, clock) =>
    renderSentence([
      ...text`${isWindow(silence) ? 'Set: silence' : 'Silenced'} ${describeSilenceMatcher(silence.matcher)}${describeSchedule(silence, clock)}`,
      ...(silence.reason === '' ? [] : text`: ${silence.reason}`),
      '. Failures are still counted, and what still fails when the silence ends is announced.',
    ]),
  proposalOver: () => renderSentence(text`That time is over. Nothing was silenced.`),
  silenceEnded: ({ id, matcher }) =>
    renderSentence(
      text`Silence ${bold(String(id))} ended: alerts resume for ${describeSilenceMatcher(matcher)}.`,
    ),
  incomplete: ({ type }, incident) =>
    renderSentence(
      type === 'merge'
        ? text`Name another incident to merge into: ${code(`merge ${incident} into BG-142`)}.`
        : text`Add the text of the note: ${code(`note ${incident} rolled back to v812`)}.`,
    ),
  applied: (action, incident, clock) => renderSentence(describeAction(action, incident, clock), 'good'),
};
function describeAction(action, incident, clock) {
  const name = bold(formatIncidentName(incident));
  const { acknowledgement, state } = incident;
  switch (action.type) {
    case 'acknowledge':
      return acknowledgement === null
        ? text`${name} is yours.`
        : text`${personName(acknowledgement.by)} has been on ${name} since ${timestamp(acknowledgement.at, clock)}.`;
    case 'resolve':
      return state.type === 'open' ? text`${name} resolved manually.` : text`${name} was already resolved.`;
    case 'note':
      return text`Note added to ${name}: ${action.text}`;
    case 'correct-cause':
      return action.cause === null
        ? text`Noted a different cause for ${name}: ${action.text}`
        : text`The cause of ${name} is now “${getCauseTitle(action.cause)}”.`;
    case 'what-helped':
      return text`Noted what ended ${name}: ${describeFixAnswer(action.answer)}. It is counted, and comes first once it helped twice.`;
    case 'merge':
      return text`${name} merged into the other incident.`;
    case 'silence':
    case 'unsilence':
      return text`Done.`;
  }
}
