import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { HttpConfig } from '../config/config.js';
import { contentPolicy } from '../render/page.js';
import { type Verdict, verdictOn } from './auth.js';
import type { Address, Reply } from './routes.js';

/** What stands at an address now; asked anew for every request. */
export type Site = (address: Address) => Reply;

/** A page that is being served. */
export type Serving = {
  /** Where it can be opened: `http://127.0.0.1:8502/`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

/** Serves the site, to be read only. `complain` hears of what went wrong while answering. */
export async function serve(
  config: HttpConfig,
  site: Site,
  complain: (words: string) => void,
): Promise<Serving> {
  const server = createServer(limits, (request, response) => {
    try {
      send(response, answerTo(request, config, site));
    } catch (error) {
      complain(`Cannot answer ${request.method} ${pathOf(request)}: ${String(error)}`);
      send(response, note(500, 'This page cannot be made; the log of badgateway says why.'));
    }
  });
  server.maxConnections = connectionsMax;
  await listening(server, config);
  return {
    url: urlOf(server, config),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const limits = {
  headersTimeout: 10_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
  maxHeaderSize: 8_192,
};
const connectionsMax = 100;

/** A reply with the headers that only it has. */
type Sent = {
  readonly status: number;
  readonly type: keyof typeof types;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

function answerTo(request: IncomingMessage, config: HttpConfig, site: Site): Sent {
  const { method, url: target = '/' } = request;
  if (method !== 'GET' && method !== 'HEAD')
    return note(405, 'This page is read only.', { Allow: 'GET, HEAD' });
  if (!URL.canParse(target, base)) return note(400, 'This address cannot be read.');
  const url = new URL(target, base);
  // Whoever watches the program has no token, and learns nothing but that it runs.
  if (url.pathname === '/healthz') return note(200, 'ok');
  const verdict = verdictOn(request, url, config);
  return verdict.name === 'welcome'
    ? asFile(site({ path: url.pathname, query: url.searchParams }))
    : turnedAway(verdict);
}

/** Browsers save what has a name instead of showing it. */
const asFile = ({ fileName, ...reply }: Reply): Sent =>
  fileName === undefined
    ? reply
    : { ...reply, headers: { 'Content-Disposition': `attachment; filename="${fileName}"` } };

function turnedAway(verdict: Exclude<Verdict, { name: 'welcome' }>): Sent {
  if (verdict.name === 'enter')
    return note(303, 'Welcome.', { 'Set-Cookie': verdict.cookie, Location: verdict.to });
  return verdict.status === 401
    ? note(401, verdict.why, { 'WWW-Authenticate': 'Bearer realm="badgateway"' })
    : note(verdict.status, verdict.why);
}

const base = 'http://localhost';

const note = (status: number, words: string, headers: NonNullable<Sent['headers']> = {}): Sent => ({
  status,
  type: 'text',
  body: `${words}\n`,
  headers,
});

const types = {
  page: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  metrics: 'text/plain; version=0.0.4; charset=utf-8',
  text: 'text/plain; charset=utf-8',
} as const;

/** Nothing runs, nothing is framed, nothing is kept, and nobody is told where a reader came from. */
const headers = {
  'Content-Security-Policy': `${contentPolicy}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

function send(response: ServerResponse, { status, type, body, headers: own = {} }: Sent): void {
  response.writeHead(status, {
    ...headers,
    ...own,
    'Content-Type': types[type],
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

const pathOf = ({ url = '' }: IncomingMessage): string => (url.split('?', 1)[0] ?? '').slice(0, 200);

function listening(server: Server, { port, host }: HttpConfig): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new Error(
          `Cannot serve the page on ${host} port ${port}: ${error.message}; set HTTP_PORT to a free one`,
        ),
      ),
    );
    server.listen(port, host, resolve);
  });
}

function urlOf(server: Server, { host }: HttpConfig): string {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}
