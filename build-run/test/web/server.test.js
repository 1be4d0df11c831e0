import { request as ask } from 'node:http';
import { connect } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createCounterState } from '../../src/web/metrics.js';
import { createRoutes } from '../../src/web/routes.js';
import { startWebServer } from '../../src/web/server.js';
import { findActiveContent } from '../support/parse-html.js';
import { openTwoDayStore, twoPm } from '../support/two-days.js';

const httpToken = 'a-token-for-the-tests';
const openServers = [];
afterEach(async () => {
  for (const server of openServers.splice(0)) await server.stop();
});
/** Serves a store with an open incident on a free port. */
async function startServer(overrides = {}, errors = [], warning) {
  const repository = openTwoDayStore();
  const counters = createCounterState(twoPm - 86_400_000);
  const server = await startWebServer(
    { port: 0, host: '127.0.0.1', token: null, ...overrides },
    createRoutes(() => ({ repository, now: twoPm, timezone: 'UTC', counters })),
    (message) => errors.push(message),
    () => warning,
  );
  openServers.push(server);
  return (path, headers = {}, method = 'GET') => fetchUrl(server.url, path, headers, method);
}
function fetchUrl(url, path, headers, method) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const outgoing = ask({ hostname, port, path, method, headers }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text) => (body += text));
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    outgoing.once('error', reject);
    outgoing.end();
  });
}
describe('the page', () => {
  it('shows open incidents, the last 24 hours and a search box', async () => {
    const page = await startServer();
    const { status, body } = await page('/');
    expect(status).toBe(200);
    expect(body).toContain('<h1>1 open incident</h1>');
    expect(body).toContain('<a href="/incident/BG-142">BG-142</a>');
    expect(body).toContain('name="q"');
    expect(body).toContain('Failures per 15 min');
    expect(findActiveContent(body)).toEqual([]);
  });
  it('shows an incident with its timeline, steps and records', async () => {
    const page = await startServer();
    const { status, body } = await page('/incident/BG-142');
    expect(status).toBe(200);
    for (const text of [
      'payments-api',
      'deploy api v813',
      'first failure',
      'Affected routes and peers',
      'role="img"',
    ])
      expect(body).toContain(text);
    expect(findActiveContent(body)).toEqual([]);
  });
  it('answers the same questions as Slack', async () => {
    const page = await startServer();
    const { body } = await page('/ask?q=why%20are%20we%20getting%20502s%3F');
    expect(body).toContain('value="why are we getting 502s?"');
    expect(body).toContain('Upstream refuses connections');
    expect((await page('/ask')).status).toBe(200);
  });
  it('links an answer to its log lines and its rows', async () => {
    const page = await startServer();
    const { body } = await page(`/ask?q=${encodeURIComponent('top routes by 502')}`);
    const [, lines = '', rows = ''] =
      /<p class="actions"><a href="([^"]+)">Lines<.*<a href="([^"]+)">CSV</.exec(body) ?? [];
    expect((await page(lines)).body).toContain('connect() failed, now 39');
    const file = await page(rows);
    expect(file.body).toBe('name,count,alarming\r\n/api/pay/:id,40,40\r\n/login,6,6\r\n');
    expect(file.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="top.csv"',
    });
  });
  it('changes nothing when asked to acknowledge', async () => {
    const page = await startServer();
    const { body } = await page('/ask?q=ack%20BG-142');
    expect(body).not.toMatch(/[Aa]cknowledged by/);
    expect((await page('/')).body).toContain('not acknowledged yet');
  });
  it('shows the report of a day', async () => {
    const page = await startServer();
    expect((await page('/day/2026-11-17')).body).toContain('Tuesday 17 November 2026');
    expect((await page('/day')).body).toContain('Sunday 22 November 2026 so far');
  });
  it.each([
    '/nothing',
    '/incident/BG-9999',
    '/incident/x',
    '/day/2026-02-30',
    '/constructor',
    '/__proto__/x',
    '/a/b/c/d',
    '/incident/BG-142/x',
  ])('answers 404 at %s', async (path) => {
    const page = await startServer();
    const { status, body } = await page(path);
    expect(status).toBe(404);
    expect(findActiveContent(body)).toEqual([]);
  });
  it('shows hostile questions and paths as text', async () => {
    const page = await startServer();
    const attack = encodeURIComponent('"><script>alert(1)</script>');
    for (const path of [`/ask?q=${attack}`, `/${attack}`, `/incident/${attack}`])
      expect(findActiveContent((await page(path)).body)).toEqual([]);
  });
});
describe('permission to read', () => {
  it('without a token requires a host name of this machine', async () => {
    const page = await startServer();
    expect((await page('/', { host: 'localhost:8502' })).status).toBe(200);
    // DNS rebinding: a foreign name that resolves to this machine.
    expect((await page('/', { host: 'evil.example' })).status).toBe(403);
    expect((await page('/', { host: '127.0.0.1.evil.example' })).status).toBe(403);
  });
  it('with a token requires it, except for /healthz', async () => {
    const page = await startServer({ token: httpToken });
    expect(await page('/')).toMatchObject({
      status: 401,
      headers: { 'www-authenticate': 'Bearer realm="badgateway"' },
    });
    expect((await page('/', { authorization: `Bearer ${httpToken}` })).status).toBe(200);
    expect((await page('/api/v1/status', { authorization: 'Bearer wrong' })).status).toBe(401);
    expect((await page('/metrics')).status).toBe(401);
    expect((await page('/healthz')).body).toBe('ok\n');
  });
  it('says at /healthz that messages wait, with the status that no probe restarts for', async () => {
    const page = await startServer({ token: httpToken }, [], '2 messages not delivered');
    expect(await page('/healthz')).toMatchObject({ status: 200, body: 'ok\n2 messages not delivered\n' });
  });
  it('exchanges a token in the address for a cookie that is not the token', async () => {
    const page = await startServer({ token: httpToken });
    const entered = await page(`/ask?q=status&token=${httpToken}`);
    expect(entered).toMatchObject({ status: 303, headers: { location: '/ask?q=status' } });
    const [cookie = ''] = entered.headers['set-cookie'] ?? [];
    expect(cookie).toMatch(/^badgateway=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Max-Age=\d+$/);
    expect(cookie).not.toContain(httpToken);
    const pass = cookie.split(';', 1)[0] ?? '';
    expect((await page('/', { cookie: `other=1; ${pass}` })).status).toBe(200);
    expect((await page('/', { cookie: `badgateway=${httpToken}` })).status).toBe(401);
    expect((await page(`/?token=${httpToken}x`)).status).toBe(401);
  });
  it('never redirects to another host', async () => {
    const page = await startServer({ token: httpToken });
    const { headers } = await page(`//evil.example/?token=${httpToken}`);
    expect(headers['location']).toBe('/');
  });
  it.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])('rejects %s', async (method) => {
    const page = await startServer();
    expect(await page('/', {}, method)).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
  });
  it('answers HEAD with the headers of GET and without a body', async () => {
    const page = await startServer();
    const [get, head] = [await page('/api/v1/status'), await page('/api/v1/status', {}, 'HEAD')];
    expect(head).toEqual({ ...get, headers: { ...get.headers, date: expect.any(String) }, body: '' });
    expect(head.headers['content-length']).toBe(String(Buffer.byteLength(get.body)));
  });
  it('refuses what another site asks for, but not a link that leads here', async () => {
    const page = await startServer();
    const ask = async (site, mode, dest) =>
      (await page('/', { 'sec-fetch-site': site, 'sec-fetch-mode': mode, 'sec-fetch-dest': dest })).status;
    expect(await ask('cross-site', 'no-cors', 'image')).toBe(403);
    expect(await ask('same-site', 'navigate', 'iframe')).toBe(403);
    expect(await ask('cross-site', 'navigate', 'document')).toBe(200);
    expect(await ask('same-origin', 'cors', 'empty')).toBe(200);
  });
  it('asks readers beyond a few that wait to come again, and answers the others', async () => {
    const page = await startServer();
    const statuses = (await Promise.all(Array.from({ length: 40 }, () => page('/')))).map(
      ({ status }) => status,
    );
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(10);
    expect(statuses).toContain(503);
    expect((await page('/')).status).toBe(200);
  });
  it('answers monitoring while one address holds every connection that it may', async () => {
    const page = await startServer();
    const url = openServers.at(-1)?.url ?? '';
    const { port } = new URL(url);
    const slow = Array.from({ length: 110 }, () => connect({ port: Number(port), host: '127.0.0.2' }));
    for (const socket of slow) socket.on('error', () => {});
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect((await page('/healthz')).status).toBe(200);
    for (const socket of slow) socket.destroy();
  });
  it('takes no request with two hosts', async () => {
    await startServer();
    const { port } = new URL(openServers.at(-1)?.url ?? '');
    const socket = connect(Number(port), '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nHost: other.example\r\nConnection: close\r\n\r\n');
    let answer = '';
    for await (const bytes of socket) answer += String(bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
  it('tells of guessed tokens, once a minute', async () => {
    const errors = [];
    const page = await startServer({ token: httpToken }, errors);
    for (const guess of ['a', 'b', 'c'])
      expect((await page('/', { authorization: `Bearer ${guess}` })).status).toBe(401);
    expect(errors).toEqual(['Refused 1 request with a wrong HTTP_TOKEN, the latest from 127.0.0.1.']);
  });
  it('gives a cookie for TLS alone where a proxy ends TLS', async () => {
    const page = await startServer({ token: httpToken });
    const target = `/?token=${httpToken}`;
    expect(String((await page(target, { 'x-forwarded-proto': 'https' })).headers['set-cookie'])).toContain(
      '; Secure',
    );
    expect(String((await page(target)).headers['set-cookie'])).not.toContain('Secure');
  });
  it('leaves the global Request and Response to the Slack client', async () => {
    const { Request, Response } = globalThis;
    await startServer();
    expect(globalThis).toMatchObject({ Request, Response });
  });
  it('comes with headers against scripts, framing and caching', async () => {
    const page = await startServer();
    for (const path of ['/', '/nothing', '/metrics', '/api/v1/status']) {
      const { headers } = await page(path);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        'referrer-policy': 'no-referrer',
        'cache-control': 'no-store',
      });
      expect(headers['content-security-policy']).toContain("default-src 'none'");
    }
  });
  it('survives bytes that are not HTTP', async () => {
    const page = await startServer();
    const port = Number(new URL(openServers[0]?.url ?? '').port);
    await new Promise((resolve) => {
      const socket = connect(port, '127.0.0.1', () => socket.end('\u0016\u0003\u0001 nonsense\r\n\r\n'));
      socket.once('close', () => resolve());
      socket.on('error', () => {});
      socket.resume();
    });
    expect((await page('/healthz')).status).toBe(200);
  });
  it('names the setting to change when the port is taken', async () => {
    await startServer();
    const port = Number(new URL(openServers[0]?.url ?? '').port);
    await expect(startServer({ port })).rejects.toThrow(
      `Cannot serve the page on 127.0.0.1 port ${port}: listen EADDRINUSE`,
    );
  });
});
describe('metrics', () => {
  it('count failures by cause, upstream and outcome, and describe the program itself', async () => {
    const page = await startServer();
    const { headers, body } = await page('/metrics');
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(body).toContain(
      'badgateway_failures_total{cause="connection-refused",upstream="payments-api",outcome="client-visible"} 40\n',
    );
    expect(body).toContain('badgateway_open_incidents 1\n');
    expect(body).toContain('badgateway_lag_seconds 60\n');
    for (const line of body.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="(\\.|[^"\\])*",?)+\})? [\d.]+)$/);
  });
});
describe('the API', () => {
  const get = async (path) => {
    const { status, body } = await (await startServer())(path);
    return { status, json: JSON.parse(body) };
  };
  it('returns the status', async () => {
    const { json } = await get('/api/v1/status');
    expect(json).toMatchObject({
      version: 1,
      at: '2026-11-22T14:00:00.000Z',
      open: [{ id: 'BG-142', state: 'open', upstreams: ['payments-api'] }],
      failures: { total: 63, clientVisible: 58, saved: 5 },
    });
    expect((await get('/api/v1/status?hours=1')).json.failures.total).toBe(45);
  });
  it('returns a list of incidents and one incident', async () => {
    const { json } = await get('/api/v1/incidents?hours=24');
    expect(json.incidents.map(({ id }) => id)).toEqual(['BG-142', 'BG-141', 'BG-140']);
    const incidentResponse = await get('/api/v1/incident?id=BG-142');
    expect(incidentResponse.json).toMatchObject({
      id: 'BG-142',
      firstFailureAt: '2026-11-22T13:30:00.000Z',
      acknowledgedBy: null,
    });
    expect(incidentResponse.json.timeline.map(({ name }) => name)).toEqual([
      'changed',
      'first-failure',
      'opened',
    ]);
  });
  it('returns a day and answers to questions', async () => {
    expect((await get('/api/v1/day?day=2026-11-22')).json).toMatchObject({
      day: '2026-11-22',
      isOver: false,
    });
    expect((await get('/api/v1/ask?q=status')).json.text).toContain('open incident');
  });
  it.each([
    '/api/v1/nothing',
    '/api/v2/status',
    '/api',
    '/api/v1/incident?id=BG-1000',
    '/api/v1/file?q=top%20routes',
    '/api/v1/file?q=bundle%20BG-142',
    '/api/v1/file',
    '/api/v1/day?day=never',
  ])('answers 404 as JSON at %s', async (path) => {
    const { status, json } = await get(path);
    expect(status).toBe(404);
    expect(json.error).toContain('docs/api.md');
  });
});
