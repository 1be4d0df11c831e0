import { decodeJson, decodeName, encodeJson, encodeName } from './values.js';
export function parseFailureRow(row) {
  const {
    request_at,
    gateway_host,
    made_by,
    upstream,
    request,
    timing,
    hints,
    missing_fields,
    evidence,
    ...rest
  } = row;
  return {
    ...rest,
    requestAt: request_at,
    gatewayHost: gateway_host,
    madeBy: made_by,
    upstream: decodeName(upstream),
    request: request === null ? null : decodeJson(request),
    timing: timing === null ? null : decodeJson(timing),
    hints: decodeJson(hints),
    missingFields: decodeJson(missing_fields),
    evidence: decodeJson(evidence),
  };
}
export const parseSampledFailureRow = ({ request, timing, gateway_host, ...rest }) => ({
  ...rest,
  gatewayHost: gateway_host,
  request: request === null ? null : decodeJson(request),
  timing: timing === null ? null : decodeJson(timing),
});
/** The value of each column. */
const columnGetters = {
  key: ({ key }) => key,
  at: ({ at }) => at,
  request_at: ({ requestAt }) => requestAt,
  gateway: ({ gateway }) => gateway,
  gateway_host: ({ gatewayHost }) => gatewayHost,
  cause: ({ cause }) => cause,
  outcome: ({ outcome }) => outcome,
  made_by: ({ madeBy }) => madeBy,
  status: ({ status }) => status,
  upstream: ({ upstream }) => encodeName(upstream),
  peer: ({ peer }) => peer,
  client: ({ client }) => client,
  server: ({ server }) => server,
  host: ({ host }) => host,
  customer: ({ customer }) => customer,
  request: ({ request }) => (request === null ? null : encodeJson(request)),
  route: ({ route }) => route,
  attempts: ({ attempts }) => attempts,
  timing: ({ timing }) => (timing === null ? null : encodeJson(timing)),
  symptom: ({ symptom }) => symptom,
  phase: ({ phase }) => phase,
  certainty: ({ certainty }) => certainty,
  hints: ({ hints }) => encodeJson(hints),
  message: ({ message }) => message,
  missing_fields: ({ missingFields }) => encodeJson(missingFields),
  evidence: ({ evidence }) => encodeJson(evidence),
};
const orderedGetters = Object.values(columnGetters);
/** All columns of a failure, except its row id and incident. */
export const failureColumns = Object.keys(columnGetters);
/** Values in the order of `failureColumns`: named parameters cost twice as much in the busiest statement. */
export const toFailureValues = (failure) => orderedGetters.map((getValue) => getValue(failure));
