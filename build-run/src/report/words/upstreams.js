import { affectedUpstreamsMax } from '../../incidents/affected-upstream.js';
import { sumClientImpacting } from '../../incidents/failure-counts.js';
import { countFailures, listUpstreamNames } from '../../incidents/incident.js';
import { joinText, text } from '../../render/rich-text.js';
import { formatUpstreamName } from './names.js';
/** The upstreams of an incident: `api`, `12 upstreams: api, cart, pay and 9 more`, `40 addresses of shop.example:8080`. */
export function describeUpstreams(affected) {
  const names = listUpstreamNames(affected).map(formatUpstreamName);
  if (!isMultiUpstream(affected)) return describeUpstreamCount(affected);
  const more = names.length - namesShownMax;
  const shown = joinText(
    names.slice(0, namesShownMax).map((name) => text`${name}`),
    ', ',
  );
  return text`${describeUpstreamCount(affected)}: ${shown}${more > 0 ? text` and ${more} more` : ''}`;
}
/** The same without names where there are several: `12 upstreams`. */
export function describeUpstreamCount({ upstreams, service }) {
  if (upstreams.length === 1) return text`${formatUpstreamName(upstreams[0]?.upstream ?? null)}`;
  if (service !== null) return text`${upstreams.length} addresses of ${service}`;
  return [`${upstreams.length}${upstreams.length >= affectedUpstreamsMax ? ' or more' : ''} upstreams`];
}
/** True for several upstreams, unless they are addresses of one service. */
export const isMultiUpstream = ({ upstreams, service }) => upstreams.length > 1 && service === null;
/** The upstreams with their failure counts, most client impact first. */
export const rankUpstreams = ({ upstreams }) =>
  sortByImpact(upstreams).map((affected) => ({
    key: formatUpstreamName(affected.upstream),
    count: countFailures(affected),
    clientImpacting: sumClientImpacting(affected.outcomes),
  }));
/** The upstreams, most client impact first. */
export const sortByImpact = (upstreams) =>
  [...upstreams].sort((a, b) => sumClientImpacting(b.outcomes) - sumClientImpacting(a.outcomes));
const namesShownMax = 3;
