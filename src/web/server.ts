import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { HttpConfig } from '../config/config.js';
import { contentSecurityPolicy } from '../render/page.js';
import { type AuthResult, authorizeRequest } from './auth.js';
import type { RequestTarget, WebResponse } from './routes.js';

/** What stands at an address now; asked anew for every request. */
export type RequestHandler = (target: RequestTarget) => WebResponse;

/** A page that is being served. */
export type WebServer = {
  /** Where it can be opened: `http://127.0.0.1:8502/`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
};

/** Serves the site, to be read only. `complain` hears of what went wrong while answering. */
export async function startWebServer(
  config: HttpConfig,
  handleTarget: RequestHandler,
  reportError: (message: string) => void,
): Promise<WebServer> {
  const server = createServer(limits, (request, response) => {
    try {
      sendResponse(response, handleRequest(request, config, handleTarget));
    } catch (error) {
      reportError(`Cannot answer ${request.method} ${readPath(request)}: ${String(error)}`);
      sendResponse(response, textResponse(500, 'This page cannot be made; the log of badgateway says why.'));
    }
  });
  server.maxConnections = connectionsMax;
  await listen(server, config);
  return {
    url: formatServerUrl(server, config),
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
type OutgoingResponse = {
  readonly status: number;
  readonly type: keyof typeof contentTypes;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
};

function handleRequest(
  request: IncomingMessage,
  config: HttpConfig,
  handleTarget: RequestHandler,
): OutgoingResponse {
  const { method, url: target = '/' } = request;
  if (method !== 'GET' && method !== 'HEAD')
    return textResponse(405, 'This page is read only.', { Allow: 'GET, HEAD' });
  if (!URL.canParse(target, base)) return textResponse(400, 'This address cannot be read.');
  const url = new URL(target, base);
  // Whoever watches the program has no token, and learns nothing but that it runs.
  if (url.pathname === '/healthz') return textResponse(200, 'ok');
  const auth = authorizeRequest(request, url, config);
  return auth.type === 'authorized'
    ? addDownloadHeader(handleTarget({ path: url.pathname, query: url.searchParams }))
    : rejectRequest(auth);
}

/** Browsers save what has a name instead of showing it. */
const addDownloadHeader = ({ fileName, ...response }: WebResponse): OutgoingResponse =>
  fileName === undefined
    ? response
    : { ...response, headers: { 'Content-Disposition': `attachment; filename="${fileName}"` } };

function rejectRequest(auth: Exclude<AuthResult, { type: 'authorized' }>): OutgoingResponse {
  if (auth.type === 'set-cookie')
    return textResponse(303, 'Welcome.', { 'Set-Cookie': auth.cookie, Location: auth.location });
  return auth.status === 401
    ? textResponse(401, auth.reason, { 'WWW-Authenticate': 'Bearer realm="badgateway"' })
    : textResponse(auth.status, auth.reason);
}

const base = 'http://localhost';

const textResponse = (
  status: number,
  body: string,
  headers: NonNullable<OutgoingResponse['headers']> = {},
): OutgoingResponse => ({
  status,
  type: 'text',
  body: `${body}\n`,
  headers,
});

const contentTypes = {
  page: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  metrics: 'text/plain; version=0.0.4; charset=utf-8',
  text: 'text/plain; charset=utf-8',
} as const;

/** Nothing runs, nothing is framed, nothing is kept, and nobody is told where a reader came from. */
const securityHeaders = {
  'Content-Security-Policy': `${contentSecurityPolicy}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

function sendResponse(
  response: ServerResponse,
  { status, type, body, headers: extraHeaders = {} }: OutgoingResponse,
): void {
  response.writeHead(status, {
    ...securityHeaders,
    ...extraHeaders,
    'Content-Type': contentTypes[type],
    'Content-Length': Buffer.byteLength(body),
  });
  response.end(response.req.method === 'HEAD' ? undefined : body);
}

const readPath = ({ url = '' }: IncomingMessage): string => (url.split('?', 1)[0] ?? '').slice(0, 200);

function listen(server: Server, { port, host }: HttpConfig): Promise<void> {
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

function formatServerUrl(server: Server, { host }: HttpConfig): string {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}
