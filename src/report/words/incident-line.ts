import type { Clock } from '../../base/calendar.js';
import { counted, lasting } from '../../base/format-number.js';
import { alarmingOf, type Incident, incidentName, rootCause } from '../../incidents/incident.js';
import { bold, link, moment, type Phrase, person, say } from '../../render/rich-text.js';
import { causeTitle, upstreamCode } from './names.js';
import { upstreamsWords } from './upstreams.js';

/** An incident as an item of a list: its name, what it is, since when or how long, and how many it hit. */
export function incidentLine(incident: Incident, clock: Clock, url?: string): Phrase {
  const { branches, service, acknowledged } = incident;
  const name = incidentName(incident);
  return [
    url === undefined ? bold(name) : link(url, name),
    ...say` ${causeTitle(rootCause(incident))} at ${branches.length > 1 ? upstreamsWords({ branches, service }) : upstreamCode(incident.upstream)}: `,
    ...say`${counted(alarmingOf(incident), 'failure')} ${courseWords(incident, clock)}`,
    ...(acknowledged === null ? [] : say`, ${person(acknowledged.by)} is on it`),
  ];
}

/** How long an incident failed, or has been failing. */
export const failedForMs = ({ state, firstFailureAt, lastFailureAt }: Incident, now: number): number =>
  (state.name === 'open' ? now : lastFailureAt) - firstFailureAt;

function courseWords(incident: Incident, clock: Clock): Phrase {
  const since = moment(incident.firstFailureAt, clock);
  const long = lasting(failedForMs(incident, clock.now));
  return incident.state.name === 'open' ? say`since ${since} (${long}), open` : say`from ${since}, ${long}`;
}
