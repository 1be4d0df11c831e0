import { respondText } from './respond.js';
/**
 * Answers one reader at a time, and pauses as long as that took: the same thread acknowledges what Slack delivers, within three
 * seconds. Readers beyond a few that wait are asked to come again.
 */
export function takeTurns(waitingMax = 10) {
  let waiting = 0;
  let turn = Promise.resolve();
  return async (_, next) => {
    if (waiting >= waitingMax)
      return respondText(503, 'Too many readers at once. Try again in a moment.', { 'Retry-After': '2' });
    waiting += 1;
    const previous = turn;
    let endTurn = () => {};
    turn = new Promise((resolve) => {
      endTurn = resolve;
    });
    await previous;
    const startedAt = performance.now();
    try {
      await next();
    } finally {
      waiting -= 1;
      setTimeout(endTurn, performance.now() - startedAt).unref();
    }
    return undefined;
  };
}
/** Refuses what a page of another site asks for: without a token, any page in a browser here could. A link may lead here. */
export const refuseOtherSites = async ({ req }, next) => {
  const site = req.header('sec-fetch-site');
  const isLink = req.header('sec-fetch-mode') === 'navigate' && req.header('sec-fetch-dest') === 'document';
  return (site === 'cross-site' || site === 'same-site') && !isLink
    ? respondText(403, 'Another site asked for this page. Open it by itself.')
    : next();
};
/** Refuses a request with two hosts, of which a proxy may believe the other one. */
export const requireOneHost = async ({ env }, next) => {
  const names = env.incoming.rawHeaders.filter((_, index) => index % 2 === 0);
  return names.filter((name) => name.toLowerCase() === 'host').length > 1
    ? respondText(400, 'This request names two hosts.')
    : next();
};
/** Closes connections beyond a number from one address, so that a slow one leaves room for others and for monitoring. */
export function limitConnections(server, perAddressMax = 50) {
  const open = new Map();
  server.on('connection', (socket) => {
    const address = socket.remoteAddress ?? '';
    const count = (open.get(address) ?? 0) + 1;
    if (count > perAddressMax) return void socket.destroy();
    open.set(address, count);
    socket.once('close', () => {
      const left = (open.get(address) ?? 1) - 1;
      if (left > 0) open.set(address, left);
      else open.delete(address);
    });
  });
}
