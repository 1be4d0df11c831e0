import { redact } from '../../base/redact.js';
import type { Attempt, Finding, Request } from '../../parse/event.js';
import { askedIn } from './keys.js';
import type { Case } from './pending-request.js';

/** The case as it may be stored: without secrets, and found by the same keys as before. */
export const storable = (each: Case): Case => ({
  ...each,
  attempts: each.attempts.map(storableAttempt),
  request: each.request && storableRequest(each.request),
});

const storableAttempt = once<Attempt>(withoutSecrets);
const storableRequest = once<Request>(withoutSecrets);

/** What waits is stored with every chunk again, and takes longer to redact than to write. */
function once<Kind extends Attempt | Request>(work: (event: Kind) => Kind): (event: Kind) => Kind {
  const done = new WeakMap<Kind, Kind>();
  return (event) => {
    const stored = done.get(event) ?? work(event);
    done.set(event, stored);
    return stored;
  };
}

function withoutSecrets<Kind extends Attempt | Request>(event: Kind): Kind {
  const { text, request, upstream, host, finding } = event;
  return {
    ...event,
    text: redact(text),
    request: request && { ...request, target: redact(request.target) },
    asked: askedIn(event),
    upstream: upstream && redact(upstream),
    host: host && redact(host),
    finding: finding && withoutSecretWords(finding),
  };
}

const withoutSecretWords = (finding: Finding): Finding => ({ ...finding, words: redact(finding.words) });
