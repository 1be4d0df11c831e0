import { expectFailure } from './expect.js';
import { Comparison } from './mismatch.js';
/** An answer that an application made itself: it is told apart from failures of the gateway. */
export const isOwnAnswer = ({ outcome }) => outcome === 'application-error';
/** Compares the failures with the truth, each by its identity: exactly those that happened, each once. */
export function checkFailures(surface, world, failures) {
  const comparison = new Comparison(surface);
  const expected = world.exchanges.flatMap((exchange) => expectFailure(exchange, world.features) ?? []);
  const unmatched = matchAll(
    expected,
    failures.filter((failure) => !isOwnAnswer(failure)),
  );
  comparison.count += expected.length + failures.length;
  const extra = [...unmatched.failures];
  for (const missing of unmatched.expected.filter(({ isRequired }) => isRequired)) {
    const index = extra.findIndex((failure) => isSameRequest(missing, failure));
    const near = index < 0 ? undefined : extra.splice(index, 1)[0];
    comparison.mismatches.push(explain(surface, missing, near, world));
  }
  for (const failure of extra) {
    const scenarios = findScenarios(world, failure);
    comparison.report(
      `failure too many (${scenarios}): ${failure.cause}, ${failure.outcome}`,
      'no such failure',
      describe(failure),
    );
  }
  checkRecordsOnce(comparison, failures);
  return comparison;
}
/** Pairs each expected failure with a printed one that fits it, as many as possible (augmenting paths). */
function matchAll(expected, failures) {
  const ownerOf = new Map();
  const fitting = new Map(expected.map((one) => [one, failures.filter((failure) => fits(one, failure))]));
  const assign = (one, visited) =>
    (fitting.get(one) ?? []).some((failure) => {
      if (visited.has(failure)) return false;
      visited.add(failure);
      const owner = ownerOf.get(failure);
      if (owner !== undefined && !assign(owner, visited)) return false;
      ownerOf.set(failure, one);
      return true;
    });
  // Required ones first: an augmenting path never takes a partner away for good.
  const sorted = expected.toSorted((a, b) => Number(b.isRequired) - Number(a.isRequired));
  for (const one of sorted) assign(one, new Set());
  const matched = new Set(ownerOf.values());
  return {
    expected: expected.filter((one) => !matched.has(one)),
    failures: failures.filter((failure) => !ownerOf.has(failure)),
  };
}
const pathOf = (target) => target.split('?')[0] ?? '';
function isSameRequest({ exchange, isCut }, { client, request }) {
  if (isCut && request === null) return client === exchange.client;
  return (
    client === exchange.client &&
    request !== null &&
    request.method === exchange.method &&
    pathOf(request.target) === pathOf(exchange.target)
  );
}
const fits = (expected, failure) =>
  isSameRequest(expected, failure) && listDifferences(expected, failure).length === 0;
/** The fields that differ from what may be said. */
function listDifferences(expected, failure) {
  const at = Date.parse(failure.at);
  const checks = [
    ['at', at >= expected.at[0] && at <= expected.at[1]],
    ['cause', expected.causes.includes(failure.cause)],
    ['outcome', expected.outcomes.includes(failure.outcome)],
    ['status', expected.statuses.includes(failure.status)],
    ['upstream', expected.upstreams.includes(failure.upstream)],
    ['attempts', failure.attempts >= expected.attempts[0] && failure.attempts <= expected.attempts[1]],
  ];
  return checks.flatMap(([field, isRight]) => (isRight ? [] : [field]));
}
function explain(surface, missing, near, world) {
  const { exchange } = missing;
  const logs = describeLogs(world);
  const expected = JSON.stringify({
    scenario: exchange.scenario,
    id: exchange.id,
    causes: missing.causes,
    outcomes: missing.outcomes,
    statuses: missing.statuses,
    upstreams: missing.upstreams,
    attempts: missing.attempts,
    at: missing.at.map((at) => new Date(at).toISOString()),
    tries: exchange.tries.map(({ peer, end }) => `${peer} ${end.type}`),
  });
  if (near === undefined)
    return {
      surface,
      kind: `missing failure (${exchange.scenario}, ${logs})`,
      expected,
      got: 'no such failure',
    };
  const fields = listDifferences(missing, near);
  const got = fields.map((field) => `${field} ${JSON.stringify(near[field])}`).join(', ');
  return {
    surface,
    kind: `wrong ${fields.join(' and ')} (${exchange.scenario}, ${logs}): ${fields.includes('at') ? '' : got}`,
    expected,
    got: describe(near),
  };
}
/** The features that most mistakes depend on. */
function describeLogs({ features }) {
  const { format, hasAccessLog, hasErrorLog, order, isZoneUnknown, hosts, zoneMinutes } = features;
  return [
    `${hasAccessLog ? format : ''}${hasErrorLog ? '+error' : ''}`,
    ...(order === 'oldest-first' ? [] : [order]),
    ...(isZoneUnknown ? [`zone ${zoneMinutes} unknown`] : []),
    ...(hosts > 1 ? [`${hosts} hosts`] : []),
  ].join(', ');
}
const describe = ({ evidence, ...failure }) =>
  JSON.stringify({
    ...failure,
    evidence: evidence.map(({ file, line }) => `${file.split('/').at(-1)}:${line}`),
  });
/** Scenarios of the requests that the failure may be about. */
function findScenarios({ exchanges }, { request, client }) {
  const same = exchanges.filter(
    (exchange) => exchange.client === client && pathOf(exchange.target) === pathOf(request?.target ?? ''),
  );
  return [...new Set(same.map(({ scenario }) => scenario))].toSorted().slice(0, 3).join('/') || 'none';
}
/** No record belongs to two failures. */
function checkRecordsOnce(comparison, failures) {
  const seen = new Set();
  for (const failure of failures)
    for (const { file, byte } of failure.evidence) {
      const place = `${file} ${byte}`;
      if (seen.has(place)) comparison.report('record in two failures', 'one failure', describe(failure));
      seen.add(place);
    }
}
