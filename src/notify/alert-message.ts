import type { KnownBlock } from '@slack/types';
import type { Clock } from '../base/calendar.js';
import { formatDuration, pluralize } from '../base/format-number.js';
import { affectedUpstreamsMax } from '../incidents/affected-upstream.js';
import { formatIncidentName, type Incident } from '../incidents/incident.js';
import type { Product } from '../parse/decoder.js';
import { buildMessage, context, header, list, records, section } from '../render/blocks.js';
import type { Message } from '../render/message.js';
import {
  bold,
  code,
  joinText,
  type MentionTarget,
  mention,
  personName,
  type RichText,
  text,
  timestamp,
} from '../render/rich-text.js';
import type { IncidentSummary } from '../report/summary/incident.js';
import {
  describeCause,
  describeHint,
  describeStep,
  describeWarning,
  listFixSteps,
} from '../report/words/advice.js';
import { renderLastHour } from '../report/words/hour-strip.js';
import {
  describeActor,
  describeCommonFactor,
  describeCourse,
  describeIncidentTitle,
  describeLocation,
  describeMergedIncidents,
  describeOnlyClient,
  describeReach,
  describeSpan,
  describeState,
  describeSurroundings,
  getIncidentTone,
} from '../report/words/incident.js';
import { describeUpstreams } from '../report/words/upstreams.js';
import { renderIncidentButtons } from './incident-buttons.js';
import type { Silence } from './silence.js';
import { describeActiveSilence } from './silence-words.js';

/** What besides the facts a message tells: whom it calls, why the channel hears no more of it, what it has heard. */
export type MessageContext = {
  readonly owners?: readonly MentionTarget[];
  readonly silence?: Silence | undefined;
  /** Of the incidents that it speaks for, so many were told before. */
  readonly absorbedNotifiedCount?: number;
};

/** The living message of one incident: what is wrong, since when, how bad it is, what to do first. */
export function renderAlertMessage(
  summary: IncidentSummary,
  now: number,
  timezone: string,
  context: MessageContext = {},
): Message {
  const clock = { now, timezone: timezone };
  const { incident, lastHour, related } = summary;
  if (related.parent !== null) return renderMergedMessage(summary, related.parent, clock);
  const { silence } = context;
  const isOpen = incident.state.type === 'open';
  return buildMessage({
    text: text`${formatIncidentName(incident)} ${describeState(incident).verb}: ${describeFaultAtUpstreams(summary)}. ${describeCourse(summary, clock)}.${describeUnacknowledged(incident, silence)}`,
    tone: silence === undefined ? getIncidentTone(incident) : 'neutral',
    blocks: [
      header(describeIncidentTitle(summary)),
      section(
        describeIncidentHead(summary, context, clock),
        describeResolution(summary, clock),
        describeAcknowledgement(incident, clock),
        silence === undefined ? undefined : describeActiveSilence(silence, clock),
        describeCause(summary.cause, summary.certainty),
        ...summary.hints.slice(0, 1).map(describeHint),
        text`${describeReach(summary)}.`,
        describeOnlyClient(summary),
        describeCommonFactor(incident),
        describeMergedIncidents(related.children),
      ),
      // What to do first stands before whatever else there is to know: on a phone the rest is below the fold.
      ...(isOpen ? renderAdvice(summary) : []),
      renderLastHour(lastHour, !isOpen),
      section(...describeSurroundings(summary)),
      section(describeLastTime(summary, clock)),
      records(
        'First record',
        summary.evidence.slice(0, 1).map(({ text }) => text),
      ),
      renderIncidentButtons(incident, silence !== undefined),
      // Last, as the bar of colour stands beside it.
      renderFooter(summary, clock),
    ],
  });
}

/** What is left of the message of an incident that is a part of another: where it goes on. */
function renderMergedMessage(summary: IncidentSummary, parent: Incident, clock: Clock): Message {
  const { incident } = summary;
  return buildMessage({
    text: text`${formatIncidentName(incident)} ${describeState(incident).verb}, ${formatIncidentName(parent)}: ${describeFaultAtUpstreams(summary)}.`,
    tone: getIncidentTone(incident),
    blocks: [
      header(describeIncidentTitle(summary)),
      section(
        text`One fault with ${bold(formatIncidentName(parent))}, which goes on for both: see there.`,
        text`${describeCourse(summary, clock)}.`,
      ),
      renderIncidentButtons(incident, false),
      renderFooter(summary, clock),
    ],
  });
}

/** `Since 09:14 (12 min) · critical · nginx · owner @ada`. */
function describeIncidentHead(
  { incident, products }: IncidentSummary,
  { owners = [], silence }: MessageContext,
  clock: Clock,
) {
  const { severity } = incident;
  const parts: readonly (RichText | undefined)[] = [
    describeSpan(incident, clock),
    severity === 'minor' ? undefined : [bold(severity)],
    products.length === 0 ? undefined : [products.map((product) => productNames[product]).join(', ')],
    silence === undefined ? describeOwners(incident, owners) : undefined,
  ];
  return joinText(
    parts.filter((part) => part !== undefined),
    ' · ',
  );
}

const productNames: Readonly<Record<Product, string>> = { nginx: 'nginx', envoy: 'Envoy' };

/** Whether anybody needs to get up is what a phone should say. */
const describeUnacknowledged = (
  { state, acknowledgement }: Incident,
  silence: Silence | undefined,
): RichText => {
  if (silence !== undefined) return [' Silenced.'];
  return state.type === 'open' && acknowledgement === null ? [' Nobody is on it yet.'] : [];
};

const stepsMax = 2;

const describeFaultAtUpstreams = ({ cause, incident }: IncidentSummary): RichText =>
  text`${cause.title}${describeLocation(incident, describeUpstreams)}`;

function describeResolution({ incident }: IncidentSummary, clock: Clock): RichText | undefined {
  const { state, successesSince, lastFailureAt } = incident;
  if (state.type !== 'resolved') return undefined;
  const at = timestamp(state.resolvedAt, clock);
  switch (state.resolution) {
    case 'good-requests':
      return text`Proven at ${at}: ${pluralize(successesSince, 'good request')} since the last failure.`;
    case 'quiet':
      return text`Quiet, not proven: no failure in the ${formatDuration(state.resolvedAt - lastFailureAt)} until ${at}, and too few good requests to tell.`;
    case 'by-hand':
      return text`Somebody resolved it at ${at}; the log does not prove it.`;
    case 'merged':
      return text`One and the same fault as another incident, which goes on for both since ${at}.`;
  }
}

const describeAcknowledgement = ({ acknowledgement, state }: Incident, clock: Clock): RichText | undefined =>
  acknowledgement === null
    ? undefined
    : text`${personName(acknowledgement.by)} ${state.type === 'open' ? 'is' : 'was'} on it since ${timestamp(acknowledgement.at, clock)}.`;

/** `BG-91, 9 d ago, was the same: it ended 4 min after a restart by @ada.` */
function describeLastTime({ earlier: [last], endedBy }: IncidentSummary, clock: Clock): RichText | undefined {
  if (last === undefined) return undefined;
  const { firstFailureAt, lastFailureAt } = last;
  const ago = formatDuration(clock.now - lastFailureAt);
  const ending =
    endedBy === null
      ? text`lasted ${formatDuration(lastFailureAt - firstFailureAt)}`
      : text`ended ${formatDuration(lastFailureAt - endedBy.at)} after ${endedBy.message}${describeActor(endedBy)}`;
  return text`${bold('Last time:')} ${formatIncidentName(last)}, ${ago} ago, ${ending}.`;
}

/** Calls them when the message is posted; Slack calls nobody when it is edited. */
const describeOwners = (
  { acknowledgement, state }: Incident,
  owners: readonly MentionTarget[],
): RichText | undefined =>
  owners.length === 0 || acknowledgement !== null || state.type !== 'open'
    ? undefined
    : text`owner ${joinText(
        owners.map((owner) => [mention(owner)]),
        ', ',
      )}`;

function renderAdvice({
  cause,
  product,
  fixTarget: target,
  hints,
}: IncidentSummary): (KnownBlock | undefined)[] {
  const steps = listFixSteps(cause, product, target, hints).slice(0, stepsMax);
  return [
    list('Do first', 'ordered', steps.map(describeStep)),
    section(...cause.avoid.slice(0, 1).map(describeWarning)),
  ];
}

function renderFooter({ incident, earlier: [, ...older], missingFields }: IncidentSummary, clock: Clock) {
  return context(
    text`${formatIncidentName(incident)}`,
    older.length > 0 ? text`before that: ${older.map(formatIncidentName).join(', ')}` : undefined,
    incident.upstreams.length >= affectedUpstreamsMax
      ? text`statuses, routes and chart: of ${affectedUpstreamsMax} of its upstreams`
      : undefined,
    missingFields.length > 0
      ? text`the log lacks ${joinText(
          missingFields.map((field) => [code(field)]),
          ', ',
        )}`
      : undefined,
    text`updated ${timestamp(clock.now, clock)}`,
  );
}
