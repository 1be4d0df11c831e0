import type { ModalView } from '@slack/types';
import { dayMs, minuteMs } from '../../base/duration.js';
import {
  findRootCause,
  formatIncidentName,
  type Incident,
  listUpstreamNames,
} from '../../incidents/incident.js';
import { buildSilenceTarget, findCoveringSilence, type SilenceMatcher } from '../../notify/silence.js';
import { describeSilenceMatcher } from '../../notify/silence-words.js';
import { text, toPlainText } from '../../render/rich-text.js';
import { noKnownNames } from '../../report/repository.js';
import { instructionReplies } from '../answers/instruction.js';
import { understandQuestion } from '../understand-question.js';
import { type ButtonHandler, encodeModalContext, type PressContext, type RequestedAction } from './button.js';
import { buildInputModal, createChoiceField, createTextField } from './modal.js';

/** Keeps the channel from hearing of an incident for a while, or ends that. */
export const silenceButton: ButtonHandler = {
  actionType: 'silence',
  onPress: (incident, { choice }, context) => {
    if (choice === 'end') return requestUnsilence(incident, context);
    const until = durationsMs.get(choice);
    if (until === undefined) return { view: buildSilenceModal(incident, context.channel) };
    return requestSilence(
      selectDefaultMatcher(incident),
      until === null ? null : context.now + until,
      '',
      context,
    );
  },
  onSubmit: (incident, values, context) => {
    const scope = listSilenceScopes(incident).find(({ id }) => id === values[silenceFields.scope]);
    const until = parseUntil(values[silenceFields.duration]?.trim() ?? '', context);
    if (scope === undefined) return { problems: { [silenceFields.scope]: 'Choose what to silence.' } };
    if (until === undefined) return { problems: { [silenceFields.duration]: invalidDuration } };
    if (until !== null && until - context.now > silenceMsMax)
      return {
        problems: { [silenceFields.duration]: 'Thirty days at most: a longer one would be forgotten.' },
      };
    return requestSilence(scope.matcher, until, values[silenceFields.reason]?.trim() ?? '', context);
  },
};

const durationsMs: ReadonlyMap<string, number | null> = new Map([
  ['30m', 30 * minuteMs],
  ['2h', 120 * minuteMs],
  ['8h', 480 * minuteMs],
  ['open', null],
]);
const silenceMsMax = 30 * dayMs;
const invalidDuration = 'Say it like 90 min, 2 h or until 09:00, or leave it empty.';

/** One upstream is silenced as such; of several, what they have in common. */
const selectDefaultMatcher = (incident: Incident): SilenceMatcher =>
  listSilenceScopes(incident)[0]?.matcher ?? { type: 'cause', cause: findRootCause(incident) };

function requestSilence(
  matcher: SilenceMatcher,
  endsAt: number | null,
  reason: string,
  context: PressContext,
): RequestedAction {
  const { now, user } = context;
  const newSilence = { matcher, startsAt: now, endsAt, by: user, reason, createdAt: now };
  return {
    action: { type: 'silence', silence: newSilence },
    message: instructionReplies.silenceStarted(newSilence, context),
  };
}

function requestUnsilence(incident: Incident, { repository, silences = [], now }: PressContext) {
  const activeSilence = findCoveringSilence(buildSilenceTarget(incident, repository, now), silences, now);
  return activeSilence === undefined
    ? { message: instructionReplies.unknownSilence(null) }
    : {
        action: { type: 'unsilence', silence: activeSilence.id } as const,
        message: instructionReplies.silenceEnded(activeSilence),
      };
}

/** A term as the commands understand it; null when nothing is said, and it is to last until somebody ends it. */
function parseUntil(text: string, context: PressContext): number | null | undefined {
  if (text === '') return null;
  const interpretation = understandQuestion(`quiet ${text}`, noKnownNames, context);
  if (interpretation.type !== 'interpreted' || interpretation.question.type !== 'instruction')
    return undefined;
  const { instruction } = interpretation.question;
  return instruction.type === 'silence' && instruction.matcher?.type === 'all' && instruction.reason === ''
    ? instruction.until
    : undefined;
}

/** The fields of the modal. */
export const silenceFields = { scope: 'scope', duration: 'term', reason: 'reason' } as const;

/** What can be silenced about an incident, the most likely first. Ids stand for names, which come from logs. */
export function listSilenceScopes(
  incident: Incident,
): readonly { readonly id: string; readonly matcher: SilenceMatcher }[] {
  const upstreams = listUpstreamNames(incident);
  const [upstream] = upstreams;
  const upstreamScopes =
    upstreams.length === 1 && typeof upstream === 'string'
      ? [{ id: 'upstream', matcher: { type: 'upstream', upstream } } as const]
      : [];
  return [
    ...upstreamScopes,
    { id: 'cause', matcher: { type: 'cause', cause: findRootCause(incident) } },
    { id: 'all', matcher: { type: 'all' } },
  ];
}

/** Asks what to silence, for how long and why. */
export const buildSilenceModal = (incident: Incident, channel: string): ModalView =>
  buildInputModal(
    {
      callbackId: 'silence',
      title: `Silence ${formatIncidentName(incident)}`,
      submitLabel: 'Silence',
      modalContext: encodeModalContext(incident, channel),
    },
    [
      createChoiceField(
        silenceFields.scope,
        'What',
        listSilenceScopes(incident).map(({ id, matcher }) => ({
          label: [toPlainText(text`${describeSilenceMatcher(matcher)}`)],
          value: id,
        })),
        { isBegun: true },
      ),
      createTextField(silenceFields.duration, 'For how long', {
        optional: true,
        max_length: durationCharsMax,
        hint: '90 min, 2 h, until 09:00; empty: until somebody ends it.',
      }),
      createTextField(silenceFields.reason, 'Why', {
        optional: true,
        max_length: reasonCharsMax,
        hint: 'Others see it, now and when they wonder later.',
      }),
    ],
  );

const durationCharsMax = 60;
const reasonCharsMax = 200;
