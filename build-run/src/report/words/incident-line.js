import { formatDuration, pluralize } from '../../base/format-number.js';
import {
  countClientImpacting,
  findMixedCauses,
  findRootCause,
  formatIncidentName,
} from '../../incidents/incident.js';
import { bold, link, personName, text, timestamp } from '../../render/rich-text.js';
import { describeFaultOf } from './incident.js';
import { formatUpstream, getFaultTitle } from './names.js';
import { describeUpstreams } from './upstreams.js';
/** An incident as a list item: name, fault, failures, and since when or for how long. */
export function formatIncidentLine(incident, clock, url) {
  const { upstreams, service, acknowledgement } = incident;
  const incidentLabel = formatIncidentName(incident);
  return [
    url === undefined ? bold(incidentLabel) : link(url, incidentLabel),
    ...(findMixedCauses(incident) === null
      ? text` ${getFaultTitle(incident, findRootCause(incident))} at ${upstreams.length > 1 ? describeUpstreams({ upstreams, service }) : formatUpstream(incident.upstream)}: `
      : text` ${describeFaultOf(incident, describeUpstreams)}: `),
    ...text`${pluralize(countClientImpacting(incident), 'failure')} ${describeDuration(incident, clock)}`,
    ...(acknowledgement === null ? [] : text`, acknowledged by ${personName(acknowledgement.by)}`),
  ];
}
/** Time from the first failure to the last, or to `now` while the incident is open. */
export const measureFailureMs = ({ state, firstFailureAt, lastFailureAt }, now) =>
  (state.type === 'open' ? now : lastFailureAt) - firstFailureAt;
function describeDuration(incident, clock) {
  const since = timestamp(incident.firstFailureAt, clock);
  const duration = formatDuration(measureFailureMs(incident, clock.now));
  return incident.state.type === 'open'
    ? text`since ${since} (${duration}), open`
    : text`from ${since}, ${duration}`;
}
