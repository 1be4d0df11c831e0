/** The number of a gRPC status, whichever way it is printed: `Unavailable`, `UNAVAILABLE` or `14`. Undefined for none. */
export function grpcStatusOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,2}$/.test(text)) return Number(text);
  const index = names.indexOf(text.replaceAll('_', '').toLowerCase());
  return index === -1 ? undefined : index;
}

/** What a gateway or an upstream that is not there answers. */
export const unavailable = 14;

const names = [
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
