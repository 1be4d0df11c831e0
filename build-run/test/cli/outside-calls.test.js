import { createServer } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { minuteMs } from '../../src/base/duration.js';
import { callFallback, callHeartbeat } from '../../src/cli/run/outside-calls.js';
import { openStore } from '../../src/storage/store.js';
import { makeIncident, noon } from '../support/failure-fixtures.js';

let server;
let url;
let status;
let received;
let store;
let now;
let context;
beforeEach(async () => {
  [status, received, now] = [200, [], noon];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += String(chunk);
    });
    request.on('end', () => {
      received.push(body);
      response.writeHead(status).end();
    });
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${server.address().port}/hooks/secret`; // a TCP server that listens has one
  store = openStore(':memory:');
  store.saveIncident(makeIncident({ id: 1, number: 1 }));
  context = {
    worker: {
      lastStoredAt: async () => store.lastStoredAt(),
      markToldElsewhere: async (id) => store.markToldElsewhere(id),
    },
    repository: store,
    clock: () => now,
  };
});
afterEach(() => {
  store.close();
  server.closeAllConnections();
  server.close();
});
describe('the second road', () => {
  it('tells an incident that Slack has not taken for two minutes, once', async () => {
    queue('opened', 'shop-api fails.');
    now += 2 * minuteMs;
    await callFallback(url, context);
    expect(received).toEqual([]);
    now += 1;
    await callFallback(url, context);
    await callFallback(url, context);
    expect(received).toEqual(['{"text":"shop-api fails."}']);
  });
  it('tells nothing that Slack has taken', async () => {
    queue('opened', 'shop-api fails.');
    store.markSent(1, '1763800000.000100');
    now += minuteMs * 60;
    await callFallback(url, context);
    expect(received).toEqual([]);
  });
  it('tells that an incident is over, and not how it grows', async () => {
    queue('opened', 'shop-api fails.');
    now += 3 * minuteMs;
    await callFallback(url, context);
    queue('still-failing', 'shop-api fails more.');
    await callFallback(url, context);
    queue('recovered', 'shop-api is back.');
    await callFallback(url, context);
    await callFallback(url, context);
    expect(received).toEqual(['{"text":"shop-api fails."}', '{"text":"shop-api is back."}']);
  });
  it('tells later what it could not tell, and does not say its address', async () => {
    queue('opened', 'shop-api fails.');
    now += 3 * minuteMs;
    status = 500;
    await expect(callFallback(url, context)).rejects.toThrow(/^it answered with HTTP 500$/);
    await expect(callFallback('http://127.0.0.1:1/secret', context)).rejects.toThrow(
      /^it cannot be reached$/,
    );
    status = 200;
    await callFallback(url, context);
    expect(received).toEqual(['{"text":"shop-api fails."}', '{"text":"shop-api fails."}']);
  });
});
describe('the heartbeat', () => {
  it('is sent while nothing has waited for five minutes', async () => {
    queue('opened', 'shop-api fails.');
    now += 5 * minuteMs;
    await callHeartbeat(url, context);
    expect(received).toEqual(['']);
  });
  it('stops while a message waits longer', async () => {
    queue('opened', 'shop-api fails.');
    now += 5 * minuteMs + 1;
    await expect(callHeartbeat(url, context)).rejects.toThrow('messages wait');
    expect(received).toEqual([]);
  });
  it('stops when the reading thread fails', async () => {
    const worker = { ...context.worker, lastStoredAt: () => Promise.reject(new Error('exited')) };
    await expect(callHeartbeat(url, { ...context, worker })).rejects.toThrow('exited');
    expect(received).toEqual([]);
  });
});
function queue(reason, text) {
  const content = { text, blocks: [{ type: 'divider' }] };
  const kind = { type: 'incident', incidentId: 1, sequence: now, reason };
  const state = { ...notified, reason, notifiedAt: now };
  store.saveDecisions([{ incidentId: 1, state, messages: [{ kind, content }] }], [], now);
}
const notified = {
  cause: 'connection-refused',
  reason: 'opened',
  notifiedAt: noon,
  clientImpacting: 7,
  peerCount: 1,
  severity: 'minor',
  upstreamCount: 1,
  absorbedCount: 0,
  isAcknowledged: false,
  isEscalated: false,
  areOwnersCalled: true,
  isSilenced: false,
  isResolved: false,
};
