/** Parses a gRPC status in any notation: `Unavailable`, `UNAVAILABLE` or `14`. Undefined if unknown. */
export function parseGrpcStatus(text) {
  if (text === undefined) return undefined;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const index = statusNames.indexOf(text.replaceAll('_', '').toLowerCase());
  return index === -1 ? undefined : index;
}
/** Status returned by a gateway, or for an unavailable upstream. */
export const grpcUnavailable = 14;
const statusNames = [
  'ok',
  'canceled',
  'unknown',
  'invalidargument',
  'deadlineexceeded',
  'notfound',
  'alreadyexists',
  'permissiondenied',
  'resourceexhausted',
  'failedprecondition',
  'aborted',
  'outofrange',
  'unimplemented',
  'internal',
  'unavailable',
  'dataloss',
  'unauthenticated',
];
