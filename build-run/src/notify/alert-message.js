import { formatDuration } from '../base/format-number.js';
import { affectedUpstreamsMax } from '../incidents/affected-upstream.js';
import { formatIncidentName } from '../incidents/incident.js';
import { buildMessage, context, header, list, records, section } from '../render/blocks.js';
import { bold, code, joinText, mention, personName, text, timestamp } from '../render/rich-text.js';
import {
  describeCause,
  describeHint,
  describeRuledOut,
  describeStep,
  describeWarnings,
} from '../report/words/advice.js';
import { listIncidentSteps } from '../report/words/fix-answer.js';
import { renderLastHour } from '../report/words/hour-strip.js';
import {
  describeActor,
  describeCommonFactor,
  describeCourse,
  describeFaultOf,
  describeIncidentTitle,
  describeMaintenance,
  describeMergedIncidents,
  describeMixedCauses,
  describeOnlyClient,
  describeReach,
  describeSpan,
  describeState,
  describeSuccesses,
  describeSurroundings,
  getIncidentTone,
  resolutionReasons,
} from '../report/words/incident.js';
import { describeUpstreams } from '../report/words/upstreams.js';
import { describeActiveSilence } from './silence-words.js';
/** The one message of an incident, edited for as long as it lasts: what fails, since when, how badly, first steps. */
export function renderAlertMessage(summary, now, timezone, context = {}) {
  const clock = { now, timezone };
  const { incident, lastHour, related } = summary;
  if (related.parent !== null) return renderMergedMessage(summary, related.parent, context, clock);
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
        text`${describeMixedCauses(incident)}${describeCause(summary.cause, summary.certainty, summary.fixFacts) ?? []}`,
        ...summary.hints.slice(0, 1).map(describeHint),
        isOpen ? describeHiddenRuleOuts(summary) : undefined,
        text`${describeReach(summary)}.`,
        describeOnlyClient(summary),
        describeCommonFactor(incident),
        describeMergedIncidents(related.children),
      ),
      // First steps come before all other detail: on a phone the rest is below the fold.
      ...(isOpen ? renderAdvice(summary) : []),
      renderLastHour(lastHour, !isOpen),
      section(...describeSurroundings(summary)),
      section(describeLastTime(summary, clock)),
      records(
        'First record',
        summary.evidence.slice(0, 1).map(({ text }) => text),
      ),
      context.renderButtons?.(incident, silence !== undefined),
      // The footer is last: Slack draws the colour bar beside it.
      renderFooter(summary, clock),
    ],
  });
}
/** The message of a merged incident: where to follow it. */
function renderMergedMessage(summary, parent, { renderButtons }, clock) {
  const { incident } = summary;
  return buildMessage({
    text: text`${formatIncidentName(incident)} was merged into ${formatIncidentName(parent)}: ${describeFaultAtUpstreams(summary)}.`,
    tone: getIncidentTone(incident),
    blocks: [
      header(describeIncidentTitle(summary)),
      section(
        text`Merged into ${bold(formatIncidentName(parent))}. Follow it there.`,
        text`${describeCourse(summary, clock)}.`,
      ),
      renderButtons?.(incident, false),
      renderFooter(summary, clock),
    ],
  });
}
/** `Since 09:14 (12 min) · critical · nginx · owner @ada`. */
function describeIncidentHead({ incident, products }, { owners = [], silence }, clock) {
  const { severity } = incident;
  const parts = [
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
const productNames = {
  nginx: 'nginx',
  envoy: 'Envoy',
  haproxy: 'HAProxy',
  ztunnel: 'ztunnel',
  caddy: 'Caddy',
};
/** The end of a phone notification: shows whether the incident is already handled. */
const describeUnacknowledged = ({ state, acknowledgement }, silence) => {
  if (silence !== undefined) return [' Silenced.'];
  return state.type === 'open' && acknowledgement === null ? [' Not acknowledged yet.'] : [];
};
const stepsMax = 2;
/** What the routes, peers and gateways of the message do not show anyway. */
const describeHiddenRuleOuts = ({ ruledOut }) =>
  describeRuledOut(
    ruledOut.filter(({ id }) => !shownAnyway.has(id)),
    ruledOutMax,
  );
const shownAnyway = new Set(['single-peer', 'single-gateway', 'single-route']);
const ruledOutMax = 2;
const describeFaultAtUpstreams = (summary) =>
  describeMaintenance(summary) ?? describeFaultOf(summary.incident, describeUpstreams);
function describeResolution({ incident }, clock) {
  const { state, lastFailureAt } = incident;
  if (state.type !== 'resolved') return undefined;
  const at = timestamp(state.resolvedAt, clock);
  switch (state.resolution) {
    case 'good-requests':
      return text`Recovery confirmed at ${at}: ${describeSuccesses(incident)} since the last failure.`;
    case 'quiet':
      return text`No failures for ${formatDuration(state.resolvedAt - lastFailureAt)} until ${at}, but recovery is not confirmed: ${describeSuccesses(incident)} since.`;
    case 'by-hand':
      return text`Resolved manually at ${at}; not confirmed by traffic.`;
    case 'merged':
      return text`Merged into another incident at ${at}.`;
    case 'retracted':
      return text`Taken back at ${at}: ${resolutionReasons.retracted}.`;
  }
}
const describeAcknowledgement = ({ acknowledgement }, clock) =>
  acknowledgement === null
    ? undefined
    : text`Acknowledged by ${personName(acknowledgement.by)} at ${timestamp(acknowledgement.at, clock)}.`;
/** `Last time: BG-91, 9 d ago, ended 4 min after a restart by @ada.` */
function describeLastTime({ earlier: [last], endedBy }, clock) {
  if (last === undefined) return undefined;
  const { firstFailureAt, lastFailureAt } = last;
  const ago = formatDuration(clock.now - lastFailureAt);
  const ending =
    endedBy === null
      ? text`lasted ${formatDuration(lastFailureAt - firstFailureAt)}`
      : text`ended ${formatDuration(lastFailureAt - endedBy.at)} after ${endedBy.message}${describeActor(endedBy)}`;
  return text`${bold('Last time:')} ${formatIncidentName(last)}, ${ago} ago, ${ending}.`;
}
/** Pages the owners when the message is posted; Slack notifies nobody of an edit. A minor incident is no reason to page. */
const describeOwners = ({ acknowledgement, state, severity }, owners) =>
  owners.length === 0 || acknowledgement !== null || state.type !== 'open' || severity === 'minor'
    ? undefined
    : text`owner ${joinText(
        owners.map((owner) => [mention(owner)]),
        ', ',
      )}`;
function renderAdvice(summary) {
  const { cause, product } = summary;
  const steps = listIncidentSteps(summary).slice(0, stepsMax);
  return [
    list('First steps', 'ordered', steps.map(describeStep)),
    // The hint has said it, with the numbers.
    summary.hints[0]?.id === 'sudden-stall'
      ? undefined
      : section(...describeWarnings(cause, product).slice(0, 1)),
  ];
}
function renderFooter({ incident, earlier: [, ...older], missingFields }, clock) {
  return context(
    text`${formatIncidentName(incident)}`,
    older.length > 0 ? text`earlier: ${older.map(formatIncidentName).join(', ')}` : undefined,
    incident.upstreams.length >= affectedUpstreamsMax
      ? text`routes and chart cover ${affectedUpstreamsMax} of its upstreams`
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
