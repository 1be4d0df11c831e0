import type { KnownBlock } from '@slack/types';
import type { Clock } from '../base/calendar.js';
import { formatDuration, pluralize } from '../base/format-number.js';
import { getCause } from '../diagnose/causes/index.js';
import type { AffectedUpstream } from '../incidents/affected-upstream.js';
import {
  countClientImpacting,
  countFailures,
  findRootCause,
  formatIncidentName,
  type Incident,
} from '../incidents/incident.js';
import { buildMessage, list, section } from '../render/blocks.js';
import type { Message, Tone } from '../render/message.js';
import {
  bold,
  code,
  joinText,
  mention,
  personName,
  quote,
  type RichText,
  text,
  timestamp,
} from '../render/rich-text.js';
import type { IncidentSummary } from '../report/summary/incident.js';
import { describeImpact } from '../report/words/impact.js';
import { describeFault, getIncidentTone } from '../report/words/incident.js';
import { formatUpstream, getCauseTitle } from '../report/words/names.js';
import { describeUpstreamCount, isMultiUpstream, sortByImpact } from '../report/words/upstreams.js';
import type { MessageContext } from './alert-message.js';
import type { NotifyReason } from './decide-notification.js';
import { describeActiveSilence } from './silence-words.js';

/** One line in the thread of an incident: what has turned. */
export function renderThreadMessage(
  reason: NotifyReason,
  summary: IncidentSummary,
  now: number,
  timezone: string,
  context: MessageContext = {},
): Message {
  const line = threadLines[reason](summary, { now, timezone }, context);
  return buildMessage({
    text: text`${formatIncidentName(summary.incident)}: ${line}`,
    tone: reason === 'recovered' ? getIncidentTone(summary.incident) : reasonTones[reason],
    blocks: [section(line), ...(spreadReasons.has(reason) ? renderAffectedUpstreams(summary.incident) : [])],
  });
}

/** Reasons that are about which upstreams are hit. */
const spreadReasons: ReadonlySet<NotifyReason> = new Set(['spread', 'absorbed']);

/** A line in the thread that somebody wrote. */
export function renderThreadNote(incident: Incident, by: string, words: string): Message {
  const line: RichText = [...text`${bold('Note')} by ${personName(by)}: `, quote(words)];
  return buildMessage({
    text: text`${formatIncidentName(incident)}: ${line}`,
    tone: 'neutral',
    blocks: [section(line)],
  });
}

type ThreadLine = (summary: IncidentSummary, clock: Clock, messageContext: MessageContext) => RichText;

const threadLines: Readonly<Record<NotifyReason, ThreadLine>> = {
  opened: ({ incident }, clock) =>
    text`${bold('Opened.')} ${pluralize(countClientImpacting(incident), 'failure')} since ${timestamp(incident.firstFailureAt, clock)}.`,
  spread: ({ peers, incident }) =>
    isMultiUpstream(incident)
      ? text`${bold('Spread.')} ${describeUpstreamCount(incident)} now.`
      : text`${bold('Spread.')} ${pluralize(peers.length, 'peer')} now: ${describePeers(peers)}.`,
  worsened: (summary, { now }) =>
    text`${bold(describeWorsening(summary.incident))} ${describeFault(summary)}. ${describeFailureCount(summary)} in ${formatDuration(now - summary.incident.firstFailureAt)}.`,
  'still-failing': (summary, { now }) =>
    text`${bold('Still failing')} after ${formatDuration(now - summary.incident.firstFailureAt)}: ${describeFailureCount(summary)}.`,
  'cause-changed': (summary) =>
    text`${bold('Another cause.')} ${getCause(findRootCause(summary.incident)).title}; ${describeFailureCount(summary)}.`,
  acknowledged: ({ incident: { acknowledgement } }) =>
    acknowledgement === null ? text`Acknowledged.` : text`${personName(acknowledgement.by)} is on it.`,
  escalated: (summary, { now }, { owners = [] }) =>
    text`${bold('Nobody is on it')} after ${formatDuration(now - findFailingSince(summary.incident))}: ${describeFault(summary)}. ${joinText(
      owners.map((owner) => [mention(owner)]),
      ', ',
    )}`,
  silenced: (_, clock, { silence }) =>
    silence === undefined
      ? text`${bold('Silenced.')} It is counted on and told in the report.`
      : text`${describeActiveSilence(silence, clock)} It is counted on and told in the report.`,
  'silence-ended': (summary, { now }) =>
    text`${bold('No longer silenced, and still failing')} after ${formatDuration(now - summary.incident.firstFailureAt)}: ${describeFailureCount(summary)}.`,
  absorbed: ({ related, incident: { upstreams } }, _, { absorbedNotifiedCount = 0 }) =>
    text`${bold('Speaks now for')} ${joinText(
      related.children.slice(absorbedNotifiedCount).map((child) => [formatIncidentName(child)]),
      ', ',
    )} as well: one fault, ${pluralize(upstreams.length, 'upstream')}.`,
  merged: ({ related }) =>
    related.parent === null
      ? text`${bold('Merged')} into another incident: both are one fault.`
      : text`${bold('Merged')} into ${formatIncidentName(related.parent)}: both are one fault, and it goes on there.`,
  recovered: (summary) =>
    text`${describeEnd(summary.incident)} It failed for ${formatFailureDuration(summary.incident)}: ${describeFailureCount(summary)}.`,
  reopened: (summary, clock) =>
    text`${bold('Back again:')} ${describeFault(summary)}. Failing since ${timestamp(findFailingSince(summary.incident), clock)}; ${describeFailureCount(summary)} in all.${summary.incident.acknowledgement === null ? text` Nobody is on it yet.` : ''}`,
};

/** An end has the colour of its proof. */
const reasonTones: Readonly<Record<Exclude<NotifyReason, 'recovered'>, Tone>> = {
  opened: 'bad',
  spread: 'bad',
  worsened: 'bad',
  'still-failing': 'bad',
  'cause-changed': 'bad',
  acknowledged: 'warning',
  escalated: 'bad',
  silenced: 'neutral',
  'silence-ended': 'bad',
  absorbed: 'bad',
  merged: 'neutral',
  reopened: 'bad',
};

const describeWorsening = ({ severity }: Incident) =>
  severity === 'minor' ? 'Worse:' : `Worse, now ${severity}:`;

/** When it began, or began again. */
const findFailingSince = ({ firstFailureAt, reopenedAt }: Incident) => reopenedAt ?? firstFailureAt;

const peersShownMax = 5;

const describeFailureCount = ({ incident, byStatus, requests }: IncidentSummary): RichText =>
  countFailures(incident) === 0
    ? text`no failures`
    : describeImpact({ outcomes: incident.outcomes, byStatus, requests }, 'its');

const formatFailureDuration = ({ firstFailureAt, lastFailureAt }: Incident) =>
  formatDuration(lastFailureAt - firstFailureAt);

const describePeers = (peers: IncidentSummary['peers']): RichText =>
  joinText(
    peers.slice(0, peersShownMax).map(({ key }) => [code(key ?? '')]),
    ', ',
  );

function describeEnd({ state, successesSince }: Incident): RichText {
  if (state.type !== 'resolved') return text`${bold('Recovered.')}`;
  switch (state.resolution) {
    case 'good-requests':
      return text`${bold('Recovered:')} ${pluralize(successesSince, 'good request')} since the last failure.`;
    case 'quiet':
      return text`${bold('Quiet, not proven:')} no more failures, and too few good requests to tell.`;
    case 'by-hand':
      return text`${bold('Resolved by hand.')}`;
    case 'merged':
      return text`${bold('Merged')} into another incident.`;
  }
}

/** The upstreams of a storm, a line each for the worst of them, and how to see the others; nothing where there is but one. */
export function renderAffectedUpstreams(incident: Incident): readonly (KnownBlock | undefined)[] {
  if (!isMultiUpstream(incident)) return [];
  const { upstreams } = incident;
  const more = upstreams.length - shownMax;
  return [
    list(
      'Hit most',
      'bullet',
      sortByImpact(upstreams)
        .slice(0, shownMax)
        .map((affected) => describeAffectedUpstream(affected, incident)),
    ),
    more > 0
      ? section(
          text`and ${pluralize(more, 'more upstream')}: ask ${code(`top ${queryLimitMax} upstreams ${formatIncidentName(incident)}`)}`,
        )
      : undefined,
  ];
}

/** What `top` lists at most. */
const queryLimitMax = 50;
/** As many as a phone shows without scrolling. */
const shownMax = 5;

/** A cause is worth a word where it is not the one that names the incident. */
function describeAffectedUpstream(affected: AffectedUpstream, incident: Incident): RichText {
  const cause = findRootCause(affected);
  const causeNote = cause === findRootCause(incident) ? [] : [`, ${getCauseTitle(cause)}`];
  return [
    ...text`${formatUpstream(affected.upstream)}: ${pluralize(countClientImpacting(affected), 'failure')}`,
    ...causeNote,
  ];
}
