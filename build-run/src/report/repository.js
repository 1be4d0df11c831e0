import { findRootCause, listUpstreamNames } from '../incidents/incident.js';
/** Returns the filter for these upstreams. */
export const filterByUpstreams = (upstreams) => {
  const [first = null, ...more] = upstreams;
  return more.length === 0 ? { upstream: first } : { upstreams };
};
/** The filter for errors that applications made themselves: without it, they are left out. */
export const applicationErrorFilter = { causes: ['upstream-500'] };
/** The filter for the failures of an incident, by its upstreams: errors of applications only if it is about these. */
export const filterByIncident = (incident) => {
  const filter = filterByUpstreams(listUpstreamNames(incident));
  return findRootCause(incident) === 'upstream-500' ? { ...filter, ...applicationErrorFilter } : filter;
};
/** No names at all. */
export const noKnownNames = { upstreams: [], routes: [], peers: [], hosts: [], customers: [] };
/** True when logs were read in the period: neither failures nor requests means that nothing was read. */
export const hasTraffic = ({ failures, requests }) => failures > 0 || (requests ?? 0) > 0;
