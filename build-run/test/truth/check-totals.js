import { Comparison } from './mismatch.js';
import { countAnswers, countBy, countOutcomes, isImpacting } from './tally.js';
/** Compares the totals of `GET /api/v1/status` or `/api/v1/day`. */
export function checkTotals(surface, world, failures, json) {
  const { files, exchanges, features } = world;
  const comparison = new Comparison(surface);
  // The cast: the names of these fields are public.
  const period = JSON.parse(json);
  const impacting = failures.filter(isImpacting);
  comparison.equal('statuses', features.hasAccessLog ? countAnswers(exchanges) : null, period.statuses);
  comparison.equal('requests', features.hasAccessLog ? exchanges.length : null, period.requests);
  comparison.equal(
    'failures',
    { total: failures.length, alarming: failures.filter(isImpacting).length, ...countOutcomes(failures) },
    period.failures,
  );
  comparison.equal(
    'byStatus',
    countBy(failures, ({ status }) => status),
    period.byStatus,
  );
  comparison.equal(
    'clients',
    countDistinct(impacting, ({ client }) => client),
    period.clients.count,
  );
  comparison.equal(
    'records',
    files.reduce((sum, { lines }) => sum + lines.length, 0),
    period.records,
  );
  comparison.equal('unparsed', 0, period.unparsed);
  if (period.groups.length < groupsMax)
    comparison.equal('groups add up', countOutcomes(failures), sumGroups(period));
  checkUpstreams(comparison, failures, period, world);
  for (const group of period.groups) comparison.equal('count of a group', sumCounts(group), group.count);
  checkRoutes(comparison, failures, period);
  const inCourse = period.course.causes
    .flatMap(({ counts }) => counts)
    .reduce((sum, count) => sum + count, 0);
  comparison.equal('course adds up', impacting.length, inCourse);
  if (period.byHour !== undefined)
    comparison.equal(
      'by hour',
      countHours(impacting),
      Object.fromEntries(Object.entries(period.byHour).filter(([, count]) => count > 0)),
    );
  return comparison;
}
const countDistinct = (failures, read) => new Set(failures.map(read).filter((value) => value !== null)).size;
const sumCounts = ({ clientVisible, saved, truncated, undecided }) =>
  clientVisible + saved + truncated + undecided;
function sumGroups({ groups }) {
  const sum = (read) => groups.reduce((total, group) => total + read(group), 0);
  return {
    clientVisible: sum(({ clientVisible }) => clientVisible),
    saved: sum(({ saved }) => saved),
    truncated: sum(({ truncated }) => truncated),
    undecided: sum(({ undecided }) => undecided),
  };
}
/** Most entries that each list has. */
const groupsMax = 12;
const upstreamsMax = 10;
const peersMax = 6;
const routesMax = 10;
function checkUpstreams(comparison, failures, { upstreams }, world) {
  const names = new Set(failures.map(({ upstream }) => upstream));
  comparison.equal('upstreams', Math.min(upstreamsMax, names.size), upstreams.length);
  for (const { upstream, alarming, saved, peers, requests } of upstreams) {
    const ours = failures.filter((failure) => failure.upstream === upstream);
    const expected = { alarming: ours.filter(isImpacting).length, saved: countOutcomes(ours).saved };
    comparison.equal('failures of an upstream', expected, { alarming, saved });
    const ourPeers = new Set(ours.flatMap(({ peer }) => peer ?? []));
    comparison.within(
      'peers of an upstream',
      Math.min(peersMax - 1, ourPeers.size),
      ourPeers.size,
      peers.length,
    );
    for (const { name, count, alarming: impacting } of peers) {
      const atPeer = ours.filter(({ peer }) => peer === name);
      comparison.equal(
        'failures of a peer',
        [atPeer.length, atPeer.filter(isImpacting).length],
        [count, impacting],
      );
    }
    const range = expectRequests(upstream, world);
    if (range !== null) comparison.within('requests of an upstream', ...range, requests ?? 0);
  }
}
/** How many requests an upstream got, as far as the access log names it; null where it does not. */
function expectRequests(upstream, { exchanges, features }) {
  const { format, product, hasAccessLog } = features;
  const namesGroup = product === 'envoy' ? format !== 'envoy' : format === 'bg' || format === 'json';
  if (!hasAccessLog || !namesGroup) return null;
  // A line whose variable names no service counts for the peer that it lists last.
  const atPeer = exchanges.filter(
    ({ service, loggedService, tries }) => service !== loggedService && tries.at(-1)?.peer === upstream,
  );
  if (/^[\d.]+:\d+$/.test(upstream ?? '')) return [0, atPeer.length];
  const isNamed = (service) =>
    service === null ? upstream === null : service.name === upstream || service.proxyHost === upstream;
  const named = exchanges.filter(({ loggedService }) => isNamed(loggedService));
  // After a redirect to a file the line names none, and only its peer tells.
  const redirected = exchanges.filter(
    ({ service, loggedService }) => isNamed(service) !== isNamed(loggedService),
  );
  return [named.length - redirected.length, named.length + redirected.length];
}
function checkRoutes(comparison, failures, { routes }) {
  const names = new Set(
    failures.flatMap(({ request }) => (request === null ? [] : foldRoute(request.target))),
  );
  comparison.equal('routes', Math.min(routesMax, names.size), routes.length);
  for (const { name, count, alarming } of routes) {
    const ours = failures.filter(
      ({ request }) => (request === null ? null : foldRoute(request.target)) === name,
    );
    comparison.equal(
      'failures of a route',
      [ours.length, ours.filter(isImpacting).length],
      [count, alarming],
    );
  }
}
const foldRoute = (target) => (target.split('?')[0] ?? '').replace(/\/\d+(?=\/|$)/g, '/:id');
/** Failures by hour of the day, UTC. */
function countHours(failures) {
  return countBy(failures, ({ at }) => new Date(at).getUTCHours());
}
