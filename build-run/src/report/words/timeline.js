import { pluralize } from '../../base/format-number.js';
import { personName, text, timestamp } from '../../render/rich-text.js';
import { describeFixAnswer } from './fix-answer.js';
import { formatUpstream, getCauseTitle } from './names.js';
/** The timeline of an incident, oldest first. */
export const listRecapSteps = (summary, clock) =>
  [...collectSteps(summary, clock)].sort((a, b) => a.at - b.at).map(({ text }) => text);
function collectSteps({ incident, changes, entries }, clock) {
  const { state, firstFailureAt, lastFailureAt } = incident;
  const step = (at, words) => ({
    at,
    text: [timestamp(at, clock), ' ', ...words],
  });
  return [
    ...changes.map((change) => ({ at: change.at, text: describeChange(change, clock) })),
    step(firstFailureAt, text`first failure`),
    ...[...entries, ...deriveMissingEntries(incident, entries)].map(({ at, by, event }) =>
      step(at, by === null ? describeEvent(event) : text`${describeEvent(event)}, by ${personName(by)}`),
    ),
    step(lastFailureAt, text`${state.type === 'open' ? 'latest' : 'last'} failure`),
  ];
}
/** A change as a list item. */
export const describeChange = ({ at, message, by }, clock) =>
  by === null
    ? text`${timestamp(at, clock)} ${message}`
    : text`${timestamp(at, clock)} ${message}, by ${personName(by)}`;
/** Entries that follow from the incident's own record and are missing from the stored timeline. */
function deriveMissingEntries({ state, acknowledgement }, storedEntries) {
  const entries = [];
  if (state.type !== 'pending') entries.push({ at: state.openedAt, by: null, event: { type: 'opened' } });
  if (acknowledgement !== null) entries.push({ ...acknowledgement, event: { type: 'acknowledged' } });
  if (state.type === 'resolved')
    entries.push({
      at: state.resolvedAt,
      by: null,
      event: { type: 'recovered', resolution: state.resolution },
    });
  return entries.filter((entry) => storedEntries.every(({ event }) => event.type !== entry.event.type));
}
function describeEvent(event) {
  switch (event.type) {
    case 'spread':
      return text`spread to ${pluralize(event.upstreams, 'upstream')}`;
    case 'worsened':
      return text`worsened, severity ${event.severity}`;
    case 'cause-changed':
      return text`cause changed to ${getCauseTitle(event.cause)}`;
    case 'corrected':
      return event.cause === null
        ? text`cause marked as wrong`
        : text`cause corrected to “${getCauseTitle(event.cause)}”`;
    case 'acknowledged':
      return text`acknowledged`;
    case 'recovered':
      return [resolutionEvents[event.resolution]];
    case 'absorbed':
      return text`another incident merged into this one`;
    case 'merged':
      return text`merged into another incident`;
    case 'split':
      return text`${formatUpstream(event.upstream)} split off`;
    case 'helped':
      return text`ended by: ${describeFixAnswer(event.answer)}`;
    case 'noted':
      return text`“${event.text}”`;
    default:
      return [event.type.replaceAll('-', ' ')];
  }
}
const resolutionEvents = {
  'good-requests': 'resolved: requests succeeded and none failed',
  quiet: 'resolved: no more failures, but no proof of recovery by good requests',
  'by-hand': 'resolved manually',
  merged: 'merged into another incident',
  retracted: 'taken back: its failures were none, or belong to another incident',
};
