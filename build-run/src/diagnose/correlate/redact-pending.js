import { redact } from '../../base/redact.js';
import { getRequestFingerprint } from './keys.js';
/** Returns the pending request without secrets, so that it may be stored. It keeps its keys. */
export const redactPendingRequest = (pending) => ({
  ...pending,
  attempts: pending.attempts.map(redactAttempt),
  request: pending.request && redactRequest(pending.request),
});
const redactAttempt = memoize(redactSecrets);
const redactRequest = memoize(redactSecrets);
/** Pending records are stored again with every chunk, and take longer to redact than to write. */
function memoize(redactEvent) {
  const cache = new WeakMap();
  return (event) => {
    const stored = cache.get(event) ?? redactEvent(event);
    cache.set(event, stored);
    return stored;
  };
}
function redactSecrets(event) {
  const { text, request, upstream, host, finding } = event;
  return {
    ...event,
    text: redact(text),
    request: request && { ...request, target: redact(request.target) },
    requestFingerprint: getRequestFingerprint(event),
    upstream: upstream && redact(upstream),
    host: host && redact(host),
    finding: finding && redactFinding(finding),
  };
}
const redactFinding = (finding) => ({
  ...finding,
  message: redact(finding.message),
});
