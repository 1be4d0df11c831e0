/**
 * The read-only site. In: the HTTP settings and the routes. Out: a server that decides who may read, sends security
 * headers with every response and limits what a client can cost.
 */
import { createServer } from 'node:http';
import { getRequestListener, RequestError } from '@hono/node-server';
import { Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { contentSecurityPolicy } from '../render/page.js';
import { requireReader } from './auth.js';
import { limitConnections, refuseOtherSites, requireOneHost, takeTurns } from './reader-limits.js';
import { respondText } from './respond.js';
/**
 * Serves the routes until stopped. `reportError` receives one line for each request that could not be answered;
 * `findWarning` returns what `/healthz` says besides `ok`.
 */
export async function startWebServer(config, routes, reportError, findWarning) {
  const site = createSite(config, routes, reportError, findWarning);
  const listener = getRequestListener(site.fetch, {
    // By default it replaces the global Request and Response, which the Slack client uses too.
    overrideGlobalObjects: false,
    errorHandler: (error) =>
      error instanceof RequestError ? respondText(400, 'This address cannot be read.') : respondFailure(),
  });
  const server = createServer(limits, listener);
  server.maxConnections = connectionsMax;
  limitConnections(server);
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
/** The order matters: every response gets the headers, and only `/healthz` needs no permission to read. */
function createSite(config, routes, reportError, findWarning) {
  const site = new Hono();
  site.use(secureHeaders({ xFrameOptions: 'DENY', strictTransportSecurity: false }));
  site.use(forbidScriptsAndCaches);
  site.use(requireReadMethod);
  site.use(requireOneHost);
  // Monitoring has no token and learns only that the program runs, and whether messages wait. A restart would not send them.
  site.get('/healthz', () => respondText(200, ['ok', findWarning() ?? []].flat().join('\n')));
  site.use(refuseOtherSites);
  site.use(requireReader(config, reportError));
  site.use(takeTurns());
  site.route('/', routes);
  site.onError((error, { req }) => {
    reportError(`Cannot answer ${req.method} ${req.path.slice(0, pathCharsMax)}: ${String(error)}`);
    return respondFailure();
  });
  return site;
}
const pathCharsMax = 200;
const forbidScriptsAndCaches = async (context, next) => {
  await next();
  context.header('Content-Security-Policy', `${contentSecurityPolicy}; frame-ancestors 'none'`);
  context.header('Cache-Control', 'no-store');
};
const requireReadMethod = async ({ req }, next) =>
  req.method === 'GET' || req.method === 'HEAD'
    ? next()
    : respondText(405, 'This page is read only.', { Allow: 'GET, HEAD' });
const respondFailure = () =>
  respondText(500, 'This page could not be rendered. The badgateway log says why.');
function listen(server, { port, host }) {
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
function formatServerUrl(server, { host }) {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  return `http://${host.includes(':') ? `[${host}]` : host}:${port}/`;
}
