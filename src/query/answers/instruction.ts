import type { Clock } from '../../base/calendar.js';
import { dayMs, hourMs } from '../../base/duration.js';
import { formatIncidentName, type Incident, type IncidentNumber } from '../../incidents/incident.js';
import type { Silence } from '../../notify/silence.js';
import { describeSilenceEnd, describeSilenceMatcher } from '../../notify/silence-words.js';
import type { Message } from '../../render/message.js';
import { bold, code, personName, type RichText, text, timestamp } from '../../render/rich-text.js';
import { getCauseTitle } from '../../report/words/names.js';
import type { OperatorAction } from '../action.js';
import type { AnswerContext, QuestionHandler } from '../answer.js';
import type { Instruction } from '../question.js';
import { renderSentence } from './answer-view.js';
import { renderNoIncident } from './why.js';

/** Something to be changed. */
export type InstructionQuestion = { readonly type: 'instruction'; readonly instruction: Instruction };

/** `ack BG-142`, `silence payments-api 2h deploying v813`: checks what was ordered, and hands on what is to be done. */
export const instructionHandler: QuestionHandler<InstructionQuestion> = {
  type: 'instruction',
  phrases: [],
  usage:
    'ack|resolve|note|wrong cause BG-142 …, merge BG-143 into BG-142, silence payments-api 2h …, quiet until 09:00, unsilence 3',
  help: 'takes an incident on, ends, annotates or joins it; keeps the channel quiet for a while',
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

/** How long a silence lasts of which nothing was said; and none longer, since it would be forgotten. */
const defaultSilenceMs = hourMs;
const silenceMsMax = 30 * dayMs;

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

/** The one that is named; where none is, the only open one. */
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

/** What is said to somebody who ordered something. */
export const instructionReplies = {
  anonymous: (): Message =>
    renderSentence(text`Nobody can be named for that here: say it in Slack, where others see who did it.`),
  unknownTarget: (said: string): Message =>
    renderSentence(
      said === ''
        ? text`Say what to silence: ${code('silence payments-api 2h deploying v813')}, or ${code('quiet until 09:00')} for everything.`
        : text`I do not know what to silence in ${code(said)}: name one upstream, cause, route or gateway, such as ${code('silence payments-api 2h deploying v813')}.`,
    ),
  tooLong: (): Message =>
    renderSentence(text`A silence lasts 30 days at most; a longer one would be forgotten.`),
  unknownSilence: (id: number | null): Message =>
    renderSentence(
      id === null
        ? text`Say which one: ${code('silences')} lists them with their numbers.`
        : text`There is no silence ${bold(String(id))}: ${code('silences')} lists those that there are.`,
    ),
  silenceStarted: (
    { matcher, endsAt, reason }: Pick<Silence, 'matcher' | 'endsAt' | 'reason'>,
    clock: Clock,
  ): Message =>
    renderSentence([
      ...text`Silenced ${describeSilenceMatcher(matcher)}${describeSilenceEnd(endsAt, clock)}`,
      ...(reason === '' ? [] : text`: ${reason}`),
      '. It is counted as ever, and told when the silence ends if it still fails.',
    ]),
  silenceEnded: ({ id, matcher }: Silence): Message =>
    renderSentence(
      text`Silence ${bold(String(id))} is over: ${describeSilenceMatcher(matcher)} is told again.`,
    ),
  incomplete: ({ type }: Instruction, incident: string): Message =>
    renderSentence(
      type === 'merge'
        ? text`Say into which other incident: ${code(`merge ${incident} into BG-142`)}.`
        : text`Say what to note: ${code(`note ${incident} rolled back to v812`)}.`,
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
      return state.type === 'open' ? text`${name} is resolved by hand.` : text`${name} was over already.`;
    case 'note':
      return text`Noted at ${name}: ${action.text}`;
    case 'correct-cause':
      return action.cause === null
        ? text`Noted that the cause of ${name} is another one: ${action.text}`
        : text`The cause of ${name} is now “${getCauseTitle(action.cause)}”.`;
    case 'merge':
      return text`${name} is now a part of the other incident.`;
    case 'silence':
    case 'unsilence':
      return text`Done.`;
  }
}
