import { hourMs, minuteMs } from '../../base/duration.js';
import {
  findRootCause,
  formatIncidentName,
  type Incident,
  listUpstreamNames,
} from '../../incidents/incident.js';
import { buildSilenceTarget, findCoveringSilence, type SilenceMatcher } from '../../notify/silence.js';
import { describeSilenceMatcher } from '../../notify/silence-words.js';
import { menu } from '../../render/controls.js';
import { text, toPlainText } from '../../render/rich-text.js';
import { noKnownNames } from '../../report/repository.js';
import { instructionReplies, silenceMsMax } from '../answers/instruction.js';
import { understandQuestion } from '../understand-question.js';
import { type ButtonHandler, encodeButtonValue, type PressContext, type RequestedAction } from './button.js';
import { buildInputModal, createChoiceField, createTextField } from './modal.js';

/** Silences an incident for a while, or ends the silence that covers it. */
export const silenceButton: ButtonHandler = {
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
    const endsAt = duration.durationMs === null ? null : context.now + duration.durationMs;
    return requestSilence(selectDefaultMatcher(incident), endsAt, '', context);
  },
  onSubmit: (incident, values, context) => {
    const scope = listSilenceScopes(incident).find(({ id }) => id === values[fieldIds.scope]);
    const endsAt = parseEnd(values[fieldIds.duration]?.trim() ?? '', context);
    if (scope === undefined) return { problems: { [fieldIds.scope]: 'Choose what to silence.' } };
    if (endsAt === undefined) return { problems: { [fieldIds.duration]: invalidDuration } };
    if (endsAt !== null && endsAt - context.now > silenceMsMax)
      return { problems: { [fieldIds.duration]: 'At most 30 days: a longer silence would be forgotten.' } };
    return requestSilence(scope.matcher, endsAt, values[fieldIds.reason]?.trim() ?? '', context);
  },
};

/** `durationMs` is null for a silence without an end. */
const durationChoices = [
  { choice: '30m', label: '30 min', durationMs: 30 * minuteMs },
  { choice: '2h', label: '2 h', durationMs: 2 * hourMs },
  { choice: '8h', label: '8 h', durationMs: 8 * hourMs },
  { choice: 'open', label: 'until I end it', durationMs: null },
] as const;
const otherChoice = { choice: 'other', label: 'other …' } as const;
const endChoice = { choice: 'end', label: 'End silence' } as const;

const invalidDuration = 'Write it like 90 min, 2 h or until 09:00, or leave it empty.';

function requestUnsilence(incident: Incident, { repository, silences = [], now }: PressContext) {
  const activeSilence = findCoveringSilence(buildSilenceTarget(incident, repository, now), silences, now);
  return activeSilence === undefined
    ? { message: instructionReplies.unknownSilence(null) }
    : {
        action: { type: 'unsilence', silence: activeSilence.id } as const,
        message: instructionReplies.silenceEnded(activeSilence),
      };
}

function requestSilence(
  matcher: SilenceMatcher,
  endsAt: number | null,
  reason: string,
  context: PressContext,
): RequestedAction {
  const { now, user } = context;
  const silence = { matcher, startsAt: now, endsAt, by: user, reason, createdAt: now };
  return {
    action: { type: 'silence', silence },
    message: instructionReplies.silenceStarted(silence, context),
  };
}

/** The upstream, when there is one; what several have in common otherwise. */
const selectDefaultMatcher = (incident: Incident): SilenceMatcher =>
  listSilenceScopes(incident)[0]?.matcher ?? { type: 'cause', cause: findRootCause(incident) };

function buildSilenceModal(incident: Incident) {
  const scopes = listSilenceScopes(incident).map(({ id, matcher }) => ({
    label: [toPlainText(text`${describeSilenceMatcher(matcher)}`)],
    value: id,
  }));
  return buildInputModal(`Silence ${formatIncidentName(incident)}`, 'Silence', [
    createChoiceField(fieldIds.scope, 'What', scopes, { isPreselected: true }),
    createTextField(fieldIds.duration, 'For how long', {
      optional: true,
      max_length: durationCharsMax,
      hint: '90 min, 2 h, until 09:00. Leave it empty for no end.',
    }),
    createTextField(fieldIds.reason, 'Why', {
      optional: true,
      max_length: reasonCharsMax,
      hint: 'Shown to others with the silence.',
    }),
  ]);
}

const fieldIds = { scope: 'scope', duration: 'term', reason: 'reason' } as const;
const durationCharsMax = 60;
const reasonCharsMax = 200;

/** Lists what can be silenced about an incident, the most likely first. Ids stand for names, because names come from logs. */
function listSilenceScopes(
  incident: Incident,
): readonly { readonly id: string; readonly matcher: SilenceMatcher }[] {
  const [upstream, ...others] = listUpstreamNames(incident);
  const upstreamScopes =
    typeof upstream === 'string' && others.length === 0
      ? [{ id: 'upstream', matcher: { type: 'upstream', upstream } } as const]
      : [];
  return [
    ...upstreamScopes,
    { id: 'cause', matcher: { type: 'cause', cause: findRootCause(incident) } },
    { id: 'all', matcher: { type: 'all' } },
  ];
}

/** Reads an end as the words `quiet …` do. Null for an empty text, which means no end; undefined for an invalid one. */
function parseEnd(text: string, context: PressContext): number | null | undefined {
  if (text === '') return null;
  const interpretation = understandQuestion(`quiet ${text}`, noKnownNames, context);
  if (interpretation.type !== 'interpreted' || interpretation.question.type !== 'instruction')
    return undefined;
  const { instruction } = interpretation.question;
  return instruction.type === 'silence' && instruction.matcher?.type === 'all' && instruction.reason === ''
    ? instruction.until
    : undefined;
}
