import type { Clock } from '../../base/calendar.js';
import { formatIncidentName, type Incident, type IncidentNumber } from '../../incidents/incident.js';
import type { Silence } from '../../notify/silence.js';
import { describeSchedule, describeSilenceMatcher } from '../../notify/silence-words.js';
import { buildMessage, section } from '../../render/blocks.js';
import { button } from '../../render/controls.js';
import type { Message } from '../../render/message.js';
import { bold, code, personName, type RichText, text, timestamp } from '../../render/rich-text.js';
import { describeFixAnswer } from '../../report/words/fix-answer.js';
import { getCauseTitle } from '../../report/words/names.js';
import type { OperatorAction } from '../operator-action.js';
import type { Instruction, ScheduleProblem } from '../question.js';
import type { AnswerContext, QuestionHandler } from '../question-handler.js';
import { confirmSilenceName, encodeSilence } from '../silence-proposal.js';
import { renderSentence } from './answer-view.js';
import { renderNoIncident } from './why.js';

/** Something to be changed. */
export type InstructionQuestion = { readonly type: 'instruction'; readonly instruction: Instruction };

/** `ack BG-142`, `silence payments-api 2h deploying v813`: checks an instruction and returns the action to apply. */
export const instructionHandler: QuestionHandler<InstructionQuestion> = {
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

type SilenceInstruction = Extract<Instruction, { readonly type: 'silence' | 'unsilence' }>;

function handleSilence(instruction: SilenceInstruction, context: AnswerContext, user: string) {
  const { now, silences = [] } = context;
  if (instruction.type === 'unsilence') {
    const silence = silences.find(({ id }) => id === instruction.silenceId);
    if (silence === undefined) return { message: instructionReplies.unknownSilence(instruction.silenceId) };
    return {
      message: instructionReplies.silenceEnded(silence),
      action: { type: 'unsilence', silence: silence.id } satisfies OperatorAction,
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
    action: { type: 'silence', silence } satisfies OperatorAction,
  };
}

/** True for a silence that begins later, or repeats. */
const isWindow = ({ startsAt, createdAt, recurrence }: Omit<Silence, 'id'>): boolean =>
  startsAt > createdAt || recurrence !== null;

/** Repeats a window as it was understood, with a button that sets it. */
function renderSilenceProposal(silence: Omit<Silence, 'id'>, clock: Clock): Message {
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
export function describeScheduleProblem(problem: ScheduleProblem): RichText {
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

type IncidentInstruction = Exclude<Instruction, SilenceInstruction>;

function handleIncidentInstruction(instruction: IncidentInstruction, context: AnswerContext) {
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
function findInstructedIncident(
  incidentNumber: IncidentNumber | null,
  { repository }: AnswerContext,
): Incident | undefined {
  if (incidentNumber !== null) return repository.incidentByNumber(incidentNumber);
  const openIncidents = repository.openIncidents();
  return openIncidents.length === 1 ? openIncidents[0] : undefined;
}

function createAction(
  incident: Incident,
  instruction: IncidentInstruction,
  context: AnswerContext,
): OperatorAction | undefined {
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
  anonymous: (): Message => renderSentence(text`This needs a user. Run it in Slack.`),
  unknownTarget: (words: string): Message =>
    renderSentence(
      words === ''
        ? text`Name what to silence: ${code('silence payments-api 2h deploying v813')}, or ${code('quiet until 09:00')} for everything.`
        : text`I do not know what to silence in ${code(words)}. Name one upstream, cause, route or gateway, such as ${code('silence payments-api 2h deploying v813')}.`,
    ),
  unknownSilence: (id: number | null): Message =>
    renderSentence(
      id === null
        ? text`Name the silence by its number: ${code('silences')} lists them.`
        : text`There is no silence ${bold(String(id))}: ${code('silences')} lists them.`,
    ),
  silenceStarted: (silence: Omit<Silence, 'id'>, clock: Clock): Message =>
    renderSentence([
      ...text`${isWindow(silence) ? 'Set: silence' : 'Silenced'} ${describeSilenceMatcher(silence.matcher)}${describeSchedule(silence, clock)}`,
      ...(silence.reason === '' ? [] : text`: ${silence.reason}`),
      '. Failures are still counted, and what still fails when the silence ends is announced.',
    ]),
  proposalOver: (): Message => renderSentence(text`That time is over. Nothing was silenced.`),
  silenceEnded: ({ id, matcher }: Silence): Message =>
    renderSentence(
      text`Silence ${bold(String(id))} ended: alerts resume for ${describeSilenceMatcher(matcher)}.`,
    ),
  incomplete: ({ type }: Instruction, incident: string): Message =>
    renderSentence(
      type === 'merge'
        ? text`Name another incident to merge into: ${code(`merge ${incident} into BG-142`)}.`
        : text`Add the text of the note: ${code(`note ${incident} rolled back to v812`)}.`,
    ),
  applied: (action: OperatorAction, incident: Incident, clock: Clock): Message =>
    renderSentence(describeAction(action, incident, clock), 'good'),
};

function describeAction(action: OperatorAction, incident: Incident, clock: Clock): RichText {
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
