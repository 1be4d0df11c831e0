/** The request to which an application itself answered 500, as a failure. It has no records in the other log. */
export function toApplicationError(request) {
  const isMakerKnown = request.madeBy === 'upstream';
  const finding = {
    symptom: 'answered-500',
    phase: 'reading-header',
    socket: null,
    certainty: isMakerKnown ? 'certain' : 'likely',
    message: 'status 500',
    missingFields: isMakerKnown ? [] : ['$upstream_status'],
  };
  return { ...request, finding, outcome: 'application-error', madeBy: 'upstream' };
}
