import { once } from 'node:events';
import { createServer } from 'node:http';
import { HTTPReceiver } from '@slack/bolt';
import { findNetworkCode } from './error-text.js';
import { createSlackLogger, formatErrorLine } from './log.js';
import { SlackError } from './slack-error.js';
/** The path of the request URL in the manifest. */
export const eventsPath = '/slack/events';
const bodyBytesMax = 1_000_000;
const futureSkewMsMax = 300_000;
const closeTimeoutMs = 1000;
/** Receives Slack's signed requests on 127.0.0.1, behind a proxy that terminates TLS. */
export function createHttpTransport({ signingSecret, port, log }) {
  const receiver = new HTTPReceiver({
    signingSecret,
    logger: createSlackLogger(log),
    endpoints: [eventsPath],
    bodyLimit: bodyBytesMax,
  });
  const server = createServer((request, response) => {
    const status = checkRequest(request.url, request.method, request.headers);
    if (status === null) receiver.requestListener(request, response);
    else response.writeHead(status).end();
  });
  return {
    receiver,
    async open() {
      await startListening(server, port);
      server.on('error', (error) => log.warn(`Cannot accept requests from Slack: ${formatErrorLine(error)}`));
    },
    close: () => closeServer(server),
    isOpen: () => server.listening,
    port: () => {
      const address = server.address();
      return typeof address === 'object' && address !== null ? address.port : port;
    },
  };
}
/**
 * Returns the status of a request to reject, else null. The receiver checks the signature and rejects old timestamps,
 * but accepts future ones, which could be replayed after their ids are forgotten.
 */
function checkRequest(url, method, headers) {
  if (url?.split('?', 1)[0] !== eventsPath || method !== 'POST') return 404;
  const sentAt = Number(headers['x-slack-request-timestamp']) * 1000;
  return sentAt > Date.now() + futureSkewMsMax ? 401 : null;
}
async function startListening(server, port) {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = findNetworkCode(error);
    throw new SlackError(
      `Cannot listen on 127.0.0.1:${port} for Slack: ${code}: choose another SLACK_HTTP_PORT.`,
    );
  }
}
async function closeServer(server) {
  if (!server.listening) return;
  const closeEvent = once(server, 'close');
  server.close();
  const timer = setTimeout(() => server.closeAllConnections(), closeTimeoutMs);
  await closeEvent.finally(() => clearTimeout(timer));
}
