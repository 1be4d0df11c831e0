import { redact } from '../../base/redact.js';
import type { Attempt, Finding, Request } from '../../parse/event.js';
import { getRequestFingerprint } from './keys.js';
import type { PendingRequest } from './pending-request.js';

/** Returns the pending request without secrets, so that it may be stored. It keeps its keys. */
export const redactPendingRequest = (pending: PendingRequest): PendingRequest => ({
  ...pending,
  attempts: pending.attempts.map(redactAttempt),
  request: pending.request && redactRequest(pending.request),
});

const redactAttempt = memoize<Attempt>(redactSecrets);
const redactRequest = memoize<Request>(redactSecrets);

/** Pending records are stored again with every chunk, and take longer to redact than to write. */
function memoize<Kind extends Attempt | Request>(redactEvent: (event: Kind) => Kind): (event: Kind) => Kind {
  const cache = new WeakMap<Kind, Kind>();
  return (event) => {
    const stored = cache.get(event) ?? redactEvent(event);
    cache.set(event, stored);
    return stored;
  };
}

function redactSecrets<Kind extends Attempt | Request>(event: Kind): Kind {
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

const redactFinding = (finding: Finding): Finding => ({
  ...finding,
  message: redact(finding.message),
});
