import { floorToMinute, minuteMs } from '../../base/duration.js';
import { ruleOut } from '../../diagnose/rule-outs/index.js';
import { findMixedCauses } from '../../incidents/incident.js';
/** What the logs of an incident exclude. Nothing where several upstreams or causes are told as one: it may not hold for all. */
export function collectRuleOuts(incident, cause, routes, repository) {
  const { upstream, upstreams, firstFailureAt, lastFailureAt } = incident;
  if (upstream === null || upstreams.length > 1 || findMixedCauses(incident) !== null) return [];
  const span = { from: firstFailureAt - aroundMs, to: lastFailureAt + 1 };
  return ruleOut({
    ...repository.upstreamStats(span, { upstream, cause }),
    cause,
    firstFailureAt,
    lastFailureAt,
    changes: [...repository.changes({ from: firstFailureAt - changeLookbackMs, to: lastFailureAt + 1 })].sort(
      (a, b) => a.at - b.at,
    ),
    routes,
  });
}
/**
 * The routes of the only upstream in the whole minutes of the incident: before and after it they are well in any case. None
 * where that is not known.
 */
export function listRoutes({ upstream, upstreams, firstFailureAt, lastFailureAt }, repository) {
  if (upstream === null || upstreams.length > 1) return [];
  const span = { from: floorToMinute(firstFailureAt) + minuteMs, to: floorToMinute(lastFailureAt) };
  if (span.to <= span.from) return [];
  const answers = repository.answers(span, 'route', { upstream });
  // Rounded outwards it would have minutes of before.
  if (answers === undefined || answers.span.from < span.from || answers.span.to > span.to) return [];
  const retried = repository.top('route', { from: firstFailureAt, to: lastFailureAt + 1 }, routesMax, {
    upstream,
    outcomes: ['saved-by-retry', 'saved-by-fallback', 'answered-otherwise', 'truncated'],
  });
  // Beyond the limit a route may have failures that are not listed.
  return retried.length >= routesMax ? [] : countRoutes(answers.counts, retried);
}
function countRoutes(counts, retried) {
  const routes = new Map();
  for (const { key, status, requests } of counts) {
    if (key === null) continue;
    const known = routes.get(key) ?? {
      route: key,
      answered: 0,
      failed: retried.find((route) => route.key === key)?.count ?? 0,
    };
    // A client that left may have waited for too long, and any server error is no good answer.
    const isAnswered = status !== null && status < 499;
    routes.set(key, {
      ...known,
      answered: known.answered + (isAnswered ? requests : 0),
      failed: known.failed + (isAnswered ? 0 : requests),
    });
  }
  return [...routes.values()];
}
const aroundMs = 10 * minuteMs;
const changeLookbackMs = 30 * minuteMs;
const routesMax = 100;
