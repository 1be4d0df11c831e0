import { isOwnAnswer } from './check-failures.js';
import { Comparison } from './mismatch.js';
import {
  countAnswers,
  countBy,
  countOutcomes,
  earliestOf,
  groupFailures,
  isImpacting,
  latestOf,
} from './tally.js';
/** Compares every number of `analyze --json` with the failures, which were compared with the truth one by one. */
export function checkAnalysis(world, json, printed) {
  const comparison = new Comparison('analyze --json');
  // The cast: the names of these fields are public.
  const analysis = JSON.parse(json);
  const failures = printed.filter((failure) => !isOwnAnswer(failure));
  checkReading(comparison, world, analysis);
  comparison.equal(
    'failures',
    { total: failures.length, alarming: failures.filter(isImpacting).length, ...countOutcomes(failures) },
    analysis.failures,
  );
  comparison.equal(
    'byStatus',
    countBy(failures, ({ status }) => status),
    analysis.byStatus,
  );
  checkGroups(comparison, analysis.groups, failures);
  return comparison;
}
function checkReading(comparison, { files, exchanges, features }, analysis) {
  const lines = files.reduce((sum, file) => sum + file.lines.length, 0);
  comparison.equal('lines', lines, analysis.lines);
  comparison.equal('records', lines, analysis.records);
  comparison.equal('unparsed', 0, analysis.unparsed);
  comparison.equal('statuses', features.hasAccessLog ? countAnswers(exchanges) : null, analysis.statuses);
  comparison.equal('requests', features.hasAccessLog ? exchanges.length : null, analysis.requests);
  const times = files.flatMap((file) => file.lines.map(({ atMs }) => atMs));
  if (times.length === 0) return;
  const [first, last] = [Math.min(...times), Math.max(...times)];
  if (features.isZoneUnknown) return;
  comparison.within('from', first - 1_000, first, Date.parse(analysis.from ?? ''));
  comparison.within('to', last - 999, last + 1, Date.parse(analysis.to ?? ''));
}
/** Most that a group lists. */
const rankedMax = 10;
function checkGroups(comparison, groups, failures) {
  const expected = groupFailures(failures);
  comparison.equal(
    'groups',
    [...expected.keys()].toSorted(),
    groups.map(({ cause, upstream }) => `${cause} at ${upstream}`).toSorted(),
  );
  for (const group of groups) {
    const own = expected.get(`${group.cause} at ${group.upstream}`);
    if (own === undefined) continue;
    const { count, clientVisible, saved, truncated, undecided } = group;
    comparison.equal(
      'counts of a group',
      { count: own.length, ...countOutcomes(own) },
      { count, clientVisible, saved, truncated, undecided },
    );
    comparison.equal(
      'statuses of a group',
      countBy(own, ({ status }) => status),
      group.statuses,
    );
    comparison.equal(
      'first and last of a group',
      [earliestOf(own), latestOf(own)],
      [group.firstAt, group.lastAt],
    );
    comparison.equal(
      'routes of a group',
      rank(own.map(({ request }) => request && foldRoute(request.target))),
      group.routes.map(({ route, count }) => `${count} ${route}`).toSorted(),
    );
    comparison.equal(
      'peers of a group',
      rank(own.map(({ peer }) => peer)),
      group.peers.map(({ peer, count }) => `${count} ${peer}`).toSorted(),
    );
  }
}
const foldRoute = (target) => (target.split('?')[0] ?? '').replace(/\/\d+(?=\/|$)/g, '/:id');
/** The most frequent names; worlds have fewer than are listed. */
function rank(names) {
  const counts = new Map();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts]
    .toSorted(([a, one], [b, other]) => other - one || (String(a) < String(b) ? -1 : 1))
    .slice(0, rankedMax)
    .map(([name, count]) => `${count} ${name}`)
    .toSorted();
}
