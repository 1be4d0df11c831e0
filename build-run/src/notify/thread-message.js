import { formatDuration, joinWithAnd, pluralize } from '../base/format-number.js';
import { getCause } from '../diagnose/causes/index.js';
import { countClientImpacting, findRootCause, formatIncidentName } from '../incidents/incident.js';
import { buildMessage, list, section } from '../render/blocks.js';
import { bold, code, joinText, mention, personName, quote, text, timestamp } from '../render/rich-text.js';
import { describeFixAnswer } from '../report/words/fix-answer.js';
import {
  describeFault,
  describeReach,
  describeSuccesses,
  getIncidentTone,
  resolutionReasons,
} from '../report/words/incident.js';
import { formatUpstream, getCauseTitle } from '../report/words/names.js';
import { describeUpstreamCount, isMultiUpstream, sortByImpact } from '../report/words/upstreams.js';
import { describeActiveSilence } from './silence-words.js';
/** A reply in the thread of an incident: what has changed. */
export function renderThreadMessage(reason, summary, now, timezone, context = {}) {
  const line = threadLines[reason](summary, { now, timezone }, context);
  return buildMessage({
    text: text`${formatIncidentName(summary.incident)}: ${line}`,
    tone: reason === 'recovered' ? getIncidentTone(summary.incident) : reasonTones[reason],
    blocks: [section(line), ...(spreadReasons.has(reason) ? renderAffectedUpstreams(summary.incident) : [])],
  });
}
/** Reasons whose reply lists the affected upstreams. */
const spreadReasons = new Set(['spread', 'absorbed']);
/** A reply in the thread with a user's note. */
export function renderThreadNote(incident, by, note) {
  const line = [...text`${bold('Note')} by ${personName(by)}: `, quote(note)];
  return buildMessage({
    text: text`${formatIncidentName(incident)}: ${line}`,
    tone: 'neutral',
    blocks: [section(line)],
  });
}
/** A reply in the thread with what a user said ended the incident. */
export function renderThreadFixAnswer(incident, by, answer) {
  const line = text`${bold('What helped')}, says ${personName(by)}: ${describeFixAnswer(answer)}`;
  return buildMessage({
    text: text`${formatIncidentName(incident)}: ${line}`,
    tone: 'neutral',
    blocks: [section(line)],
  });
}
const mentionAll = (owners) =>
  joinText(
    owners.map((owner) => [mention(owner)]),
    ', ',
  );
const threadLines = {
  opened: ({ incident }, clock) =>
    text`${bold('Opened.')} ${pluralize(countClientImpacting(incident), 'failure')} since ${timestamp(incident.firstFailureAt, clock)}.`,
  spread: ({ peers, incident }) =>
    isMultiUpstream(incident)
      ? text`${bold('Spread')} to ${describeUpstreamCount(incident)}.`
      : text`${bold('Spread')} to ${pluralize(peers.length, 'peer')}: ${describePeers(peers)}.`,
  worsened: (summary, { now }, { owners = [] }) =>
    text`${bold(describeWorsening(summary.incident))} ${describeFault(summary)}. In ${formatDuration(now - summary.incident.firstFailureAt)}: ${describeReach(summary)}.${owners.length === 0 ? [] : [' ', ...mentionAll(owners)]}`,
  'still-failing': (summary, { now }) =>
    text`${bold('Still failing')} after ${formatDuration(now - summary.incident.firstFailureAt)}: ${describeReach(summary)}.`,
  'cause-changed': (summary) =>
    text`${bold('Cause changed:')} ${getCause(findRootCause(summary.incident)).title}; ${describeReach(summary)}.`,
  acknowledged: ({ incident: { acknowledgement } }) =>
    acknowledgement === null
      ? text`${bold('Acknowledged.')}`
      : text`${bold('Acknowledged')} by ${personName(acknowledgement.by)}.`,
  escalated: (summary, { now }, { owners = [] }) =>
    text`${bold('Not acknowledged')} after ${formatDuration(now - findFailingSince(summary.incident))}: ${describeFault(summary)}. ${mentionAll(owners)}`,
  silenced: (_, clock, { silence }) =>
    silence === undefined
      ? text`${bold('Silenced.')} ${silencedNote}`
      : text`${describeActiveSilence(silence, clock)} ${silencedNote}`,
  'silence-ended': (summary, { now }) =>
    text`${bold('Silence ended, still failing')} after ${formatDuration(now - summary.incident.firstFailureAt)}: ${describeReach(summary)}.`,
  absorbed: ({ related, incident: { upstreams } }, _, { absorbedNotifiedCount = 0 }) =>
    text`${joinNames(related.children.slice(absorbedNotifiedCount))} ${bold('merged')} into this incident (${pluralize(upstreams.length, 'upstream')}).`,
  merged: ({ related }) =>
    related.parent === null
      ? text`${bold('Merged')} into another incident.`
      : text`${bold('Merged')} into ${formatIncidentName(related.parent)}. Follow it there.`,
  recovered: (summary) =>
    text`${describeEnd(summary.incident)} Failed for ${formatFailureDuration(summary.incident)}: ${describeReach(summary)}.`,
  reopened: (summary, clock) =>
    text`${bold('Reopened:')} ${describeFault(summary)}. Failing since ${timestamp(findFailingSince(summary.incident), clock)}. In total: ${describeReach(summary)}.${summary.incident.acknowledgement === null ? text` Not acknowledged yet.` : ''}`,
};
const silencedNote = 'Failures are still counted and appear in the report.';
/** A recovery takes the colour of its resolution instead. */
const reasonTones = {
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
const describeWorsening = ({ severity }) => (severity === 'minor' ? 'Worse:' : `Worse, now ${severity}:`);
/** The first failure, or the time it reopened. */
const findFailingSince = ({ firstFailureAt, reopenedAt }) => reopenedAt ?? firstFailureAt;
/** `BG-3`, `BG-3 and BG-4`, `BG-3, BG-4 and BG-5`. */
function joinNames(incidents) {
  if (incidents.length === 0) return 'Another incident';
  return joinWithAnd(incidents.map(formatIncidentName));
}
const peersShownMax = 5;
const formatFailureDuration = ({ firstFailureAt, lastFailureAt }) =>
  formatDuration(lastFailureAt - firstFailureAt);
const describePeers = (peers) =>
  joinText(
    peers.slice(0, peersShownMax).map(({ key }) => [code(key ?? '')]),
    ', ',
  );
function describeEnd(incident) {
  const { state } = incident;
  if (state.type !== 'resolved') return text`${bold('Recovered.')}`;
  switch (state.resolution) {
    case 'good-requests':
      return text`${bold('Recovered:')} ${describeSuccesses(incident)} since the last failure.`;
    case 'quiet':
      return text`${bold('Quiet:')} no more failures, but recovery is not confirmed: ${describeSuccesses(incident)} since.`;
    case 'by-hand':
      return text`${bold('Resolved manually.')}`;
    case 'merged':
      return text`${bold('Merged')} into another incident.`;
    case 'retracted':
      return text`${bold('Taken back:')} ${resolutionReasons.retracted}.`;
  }
}
/** The most affected upstreams and how to list the others; empty for a single upstream. */
export function renderAffectedUpstreams(incident) {
  if (!isMultiUpstream(incident)) return [];
  const { upstreams } = incident;
  const more = upstreams.length - shownMax;
  return [
    list(
      'Most affected',
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
/** The limit of the `top` question. */
const queryLimitMax = 50;
/** A phone shows this many without scrolling. */
const shownMax = 5;
/** Names the upstream's cause only where it differs from the incident's. */
function describeAffectedUpstream(affected, incident) {
  const cause = findRootCause(affected);
  const causeNote = cause === findRootCause(incident) ? [] : [`, ${getCauseTitle(cause)}`];
  return [
    ...text`${formatUpstream(affected.upstream)}: ${pluralize(countClientImpacting(affected), 'failure')}`,
    ...causeNote,
  ];
}
