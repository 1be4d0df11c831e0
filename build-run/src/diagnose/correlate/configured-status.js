/** Attributes a bad status without an error record to the configuration: nginx logs every other reason. */
export function markConfiguredStatus(pending) {
  const { attempts, request } = pending;
  if (attempts.length > 0 || request?.finding == null || !isUnexplained(request)) return pending;
  const finding = {
    ...request.finding,
    symptom: 'returned',
    certainty: request.listsUpstreamAttempts === true ? 'likely' : 'guess',
    message: `${request.finding.message}, no record in the error log`,
    missingFields: [],
  };
  return { ...pending, request: { ...request, finding } };
}
/** True for a bad status that nginx set without trying a server, when the line does not show the reason. */
const isUnexplained = ({ gateway, finding, madeBy, upstreamAttempts, status }) =>
  gateway === 'nginx-access' &&
  finding?.symptom === 'unexplained' &&
  madeBy === 'gateway' &&
  upstreamAttempts.length === 0 &&
  status !== 500;
