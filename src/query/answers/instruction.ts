import type { Clock } from '../../base/calendar.js';
import { dayMs, hourMs } from '../../base/duration.js';
import { formatIncidentName, type Incident, type IncidentNumber } from '../../incidents/incident.js';
import type { Silence } from '../../notify/silence.js';
import { describeSilenceEnd, describeSilenceMatcher } from '../../notify/silence-words.js';
import type { Message } from '../../render/message.js';
import { bold, code, personName, type RichText, text, timestamp } from '../../render/rich-text.js';
import { getCauseTitle } from '../../report/words/names.js';
import type { OperatorAction } from '../operator-action.js';
import type { Instruction } from '../question.js';
import type { AnswerContext, QuestionHandler } from '../question-handler.js';
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
  help: 'acknowledges, resolves, annotates, corrects or merges an incident; silences alerts for a while',
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
  const { matcher, until = now + defaultSilenceMs, reason } = instruction;
  if (matcher === null) return { message: instructionReplies.unknownTarget(reason) };
  if (until - now > silenceMsMax) return { message: instructionReplies.tooLong() };
  const silence = { matcher, startsAt: now, endsAt: until, by: user, reason, createdAt: now };
  return {
    message: instructionReplies.silenceStarted(silence, context),
    action: { type: 'silence', silence } satisfies OperatorAction,
  };
}

/** Length of a silence without one. */
const defaultSilenceMs = hourMs;
/** A longer silence would be forgotten. */
export const silenceMsMax = 30 * dayMs;

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
  tooLong: (): Message =>
    renderSentence(text`A silence lasts at most 30 days: a longer one would be forgotten.`),
  unknownSilence: (id: number | null): Message =>
    renderSentence(
      id === null
        ? text`Name the silence by its number: ${code('silences')} lists them.`
        : text`There is no silence ${bold(String(id))}: ${code('silences')} lists them.`,
    ),
  silenceStarted: (
    { matcher, endsAt, reason }: Pick<Silence, 'matcher' | 'endsAt' | 'reason'>,
    clock: Clock,
  ): Message =>
    renderSentence([
      ...text`Silenced ${describeSilenceMatcher(matcher)}${describeSilenceEnd(endsAt, clock)}`,
      ...(reason === '' ? [] : text`: ${reason}`),
      '. Failures are still counted, and what still fails when the silence ends is announced.',
    ]),
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
    case 'merge':
      return text`${name} merged into the other incident.`;
    case 'silence':
    case 'unsilence':
      return text`Done.`;
  }
}
