import { dimensionColumns, listDimensionFilters } from './dimensions.js';
import { encodeJson, encodeName } from './values.js';
/** True of a failure that clients saw or may have seen, whatever became of it. */
export const isClientImpactingSql = `outcome IN ('client-visible', 'truncated', 'undecided', 'application-error')`;
/** The same for failures of the gateway alone. */
export const isImpactingGatewayFailureSql = `outcome IN ('client-visible', 'truncated', 'undecided')`;
/** A filter of individual failures, to follow other conditions. */
export const buildFailureConditions = (filter) =>
  concatFragments(
    buildSharedConditions(filter),
    ...listDimensionFilters(filter).map(({ dimension, values }) =>
      buildInCondition(dimensionColumns[dimension], values),
    ),
  );
/** The same for rollups; `dimension` chooses the rollup where the filter itself does not. */
export function buildRollupConditions(filter, dimension) {
  const [dimensionFilter] = listDimensionFilters(filter);
  const narrowedDimension = dimensionFilter?.dimension ?? dimension;
  return concatFragments(
    buildSharedConditions(filter),
    ...(narrowedDimension === undefined
      ? []
      : [{ sql: ' AND dimension = ?', parameters: [narrowedDimension] }]),
    ...(dimensionFilter === undefined ? [] : [buildInCondition('value', dimensionFilter.values)]),
  );
}
/**
 * Conditions on columns that individual failures and rollups have in common. Errors of applications are no gateway
 * failures: only a filter that names their cause or outcome gets them.
 */
const buildSharedConditions = (filter) => {
  const { cause, causes, statuses, outcomes } = filter;
  return concatFragments(
    buildUpstreamConditions(filter),
    ...(cause === undefined ? [] : [{ sql: ' AND cause = ?', parameters: [cause] }]),
    ...(causes === undefined ? [] : [buildInCondition('cause', causes)]),
    ...(statuses === undefined ? [] : [buildInCondition('status', statuses)]),
    ...(outcomes === undefined ? [] : [buildInCondition('outcome', outcomes)]),
    ...(cause === undefined && causes === undefined && outcomes === undefined
      ? [{ sql: ` AND outcome <> 'application-error'`, parameters: [] }]
      : []),
  );
};
/** Conditions on the upstream, the only column that requests have in common with failures. */
export const buildUpstreamConditions = ({ upstream, upstreams }) =>
  concatFragments(
    ...(upstream === undefined ? [] : [{ sql: ' AND upstream = ?', parameters: [encodeName(upstream)] }]),
    ...(upstreams === undefined ? [] : [buildInCondition('upstream', upstreams.map(encodeName))]),
  );
/** A list is one parameter, so that the statement does not depend on its length; a single value is compared faster. */
export function buildInCondition(column, values) {
  const [single, ...more] = values;
  return single !== undefined && more.length === 0
    ? { sql: ` AND ${column} = ?`, parameters: [single] }
    : { sql: ` AND ${column} IN (SELECT value FROM json_each(?))`, parameters: [encodeJson(values)] };
}
export const concatFragments = (...fragments) => ({
  sql: fragments.map(({ sql }) => sql).join(''),
  parameters: fragments.flatMap(({ parameters }) => parameters),
});
