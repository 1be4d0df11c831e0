import { minuteMs } from '../../base/duration.js';
import { tellOverdue } from '../../notify/second-road.js';
import { Loop } from './loop.js';
/** The loops that `FALLBACK_WEBHOOK_URL` and `HEARTBEAT_URL` ask for. */
export function createOutsideLoops({ webhookUrl, heartbeatUrl }, retry, context) {
  const createLoop = (everyMs, name, task) => new Loop(everyMs, () => retry.run(name, task));
  return [
    ...(webhookUrl === null
      ? []
      : [
          createLoop(fallbackEveryMs, 'Telling by FALLBACK_WEBHOOK_URL', () =>
            callFallback(webhookUrl, context),
          ),
        ]),
    ...(heartbeatUrl === null
      ? []
      : [createLoop(minuteMs, 'Calling HEARTBEAT_URL', () => callHeartbeat(heartbeatUrl, context))]),
  ];
}
const fallbackEveryMs = 10_000;
const callTimeoutMs = 10_000;
const workerAnswerMsMax = 30_000;
/** Messages that have waited longer keep the heartbeat back. */
const waitingMsMax = 5 * minuteMs;
/** Tells what the channel has not taken in time. */
export const callFallback = (
  url,
  { worker: { markToldElsewhere }, repository: { nextOverdueMessage }, clock },
) =>
  tellOverdue(
    { nextOverdueMessage, markToldElsewhere },
    (text) => post(url, JSON.stringify({ text })),
    clock,
  );
/** Calls the address, unless the reading thread does not answer or a message waits: then it throws. */
export async function callHeartbeat(url, { worker, repository, clock }) {
  await rejectAfter(workerAnswerMsMax, worker.lastStoredAt());
  const { waiting } = repository.outboxStats({ from: 0, to: clock() - waitingMsMax });
  if (waiting > 0) throw new Error('it is not called while messages wait');
  await post(url, '');
}
/** Never says the address, which is itself a secret. */
async function post(url, body) {
  const response = await fetch(url, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json' },
    redirect: 'error',
    signal: AbortSignal.timeout(callTimeoutMs),
  }).catch((error) => {
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    throw new Error(isTimeout ? 'it did not answer in time' : 'it cannot be reached');
  });
  await response.body?.cancel();
  if (!response.ok) throw new Error(`it answered with HTTP ${response.status}`);
}
async function rejectAfter(timeoutMs, work) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error('the thread that reads the logs does not answer')), timeoutMs);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}
