/** nginx's own error pages, `server_tokens` on: status to length. */
const pageBytes = {
  404: 153,
  405: 157,
  413: 183,
  429: 169,
  500: 177,
  502: 157,
  503: 197,
  504: 167,
};
const ownPage = (status) => pageBytes[status] ?? 157;
/** Builds one request try by try, as nginx would. */
class Play {
  tries = [];
  records = [];
  nowMs;
  #stage;
  #redirected = false;
  constructor(stage) {
    this.#stage = stage;
    this.nowMs = stage.startMs + stage.dice.below(3);
  }
  /** The next try follows an internal redirect (error_page). */
  redirect() {
    this.#redirected = true;
    return this;
  }
  /** One try at a peer. `uri`: what is asked for there. */
  try(end, peer, service = this.#stage.service, uri = this.#stage.target) {
    const { dice } = this.#stage;
    const startMs = this.nowMs;
    const tookMs = measureTry(end, dice, service);
    this.nowMs += tookMs;
    const hasHeader = end.type === 'answered';
    const hasConnection = !['refused', 'connect-timeout', 'no-live', 'name-not-found', 'no-socket'].includes(
      end.type,
    );
    this.tries.push({
      peer,
      group: service.name,
      end,
      startMs,
      endMs: this.nowMs,
      headerMs: hasHeader ? Math.max(0, tookMs - 1) : null,
      connectMs: hasConnection ? Math.min(1, tookMs) : null,
      redirected: this.#redirected,
    });
    this.#redirected = false;
    const text = messages[end.type];
    if (text !== undefined)
      this.record(
        text.replace('HOST', service.name),
        end.type === 'name-not-found' ? null : `http://${peer ?? service.name}${uri}`,
        end.type === 'no-socket' ? 'crit' : 'error',
      );
    return this;
  }
  record(message, upstream, level = 'error') {
    this.records.push({ atMs: this.nowMs, message, upstream, level });
    return this;
  }
  end(status, bytes, failed, loggedService = this.#stage.service) {
    const service = this.tries.length === 0 ? null : this.#stage.service;
    const { tries, records, nowMs: endMs } = this;
    return { tries, records, endMs, status, bytes, failed, service, loggedService };
  }
}
/** The record that nginx writes for each end of a try; none where an answer came or the client left. */
const messages = {
  refused: 'connect() failed (111: Connection refused) while connecting to upstream',
  reset: 'recv() failed (104: Connection reset by peer) while reading response header from upstream',
  'premature-close': 'upstream prematurely closed connection while reading response header from upstream',
  'connect-timeout': 'upstream timed out (110: Connection timed out) while connecting to upstream',
  'read-timeout':
    'upstream timed out (110: Connection timed out) while reading response header from upstream',
  'no-live': 'no live upstreams while connecting to upstream',
  'name-not-found': 'HOST could not be resolved (3: Host not found)',
  'no-socket': 'socket() failed (24: Too many open files) while connecting to upstream',
};
function measureTry(end, dice, service) {
  switch (end.type) {
    case 'answered':
      return dice.between(2, 180);
    case 'refused':
      return dice.below(2);
    case 'reset':
    case 'premature-close':
      return dice.between(2, 90);
    case 'connect-timeout':
    case 'read-timeout':
      return service.timeoutMs + dice.below(3);
    case 'client-left':
      return dice.between(300, 4_000);
    default:
      return 0;
  }
}
/** The cause that each end of a try is, in the product's public names. */
export const causeOfEnd = {
  refused: 'connection-refused',
  reset: 'connection-reset',
  'premature-close': 'premature-close',
  'connect-timeout': 'connect-timeout',
  'read-timeout': 'read-timeout',
  'no-live': 'no-live-upstreams',
  'name-not-found': 'dns-not-found',
  'no-socket': 'fds-exhausted',
};
/** Status that nginx sets for a failed try. */
export const statusOfEnd = (end) =>
  end.type === 'answered'
    ? end.status
    : end.type.endsWith('timeout')
      ? 504
      : end.type === 'client-left' || end.type === 'no-socket'
        ? null
        : 502;
const badEnds = [
  'refused',
  'refused',
  'refused',
  'premature-close',
  'reset',
  'connect-timeout',
  'read-timeout',
];
/** How a try fails that another one follows: a POST that was sent is not tried again. */
const pickBadEnd = ({ dice, method }) => ({
  type: method === 'POST' ? dice.pick(['refused', 'connect-timeout']) : dice.pick(badEnds),
});
const failedBy = (play, outcome, causes) => {
  const failed = play.tries.filter(({ end }) => end.type !== 'answered' || end.status >= 500);
  const last = failed.at(-1);
  return {
    causes: causes ?? [causeOfEnd[last?.end.type ?? ''] ?? 'unknown'],
    outcome,
    failedTries: failed.length,
    madeBy: 'gateway',
  };
};
const passthrough = (status) => (stage) => {
  const play = new Play(stage).try({ type: 'answered', status }, stage.dice.pick(stage.service.peers));
  const isFailure = status === 502 || status === 503 || status === 504;
  return play.end(
    status,
    status === 304 || status === 204 ? 0 : stage.dice.between(1_000, 9_000),
    isFailure
      ? { causes: [`upstream-${status}`], outcome: 'client-visible', failedTries: 1, madeBy: 'upstream' }
      : null,
  );
};
/** The first peers fail and the next one answers. */
const retrySaves = (stage) => {
  const { dice, service } = stage;
  if (service.peers.length < 2) return passthrough(200)(stage);
  const peers = dice.shuffle(service.peers);
  const play = new Play(stage);
  const failing = dice.between(1, peers.length - 1);
  for (const peer of peers.slice(0, failing)) play.try(pickBadEnd(stage), peer);
  play.try({ type: 'answered', status: dice.pick([200, 200, 201, 301, 404]) }, peers[failing] ?? null);
  return play.end(lastStatus(play), dice.between(300, 9_000), failedBy(play, 'saved-by-retry'));
};
const lastStatus = (play) => {
  const end = play.tries.at(-1)?.end;
  return end === undefined ? 502 : (statusOfEnd(end) ?? 500);
};
const allFail = (stage) => {
  const { dice, service } = stage;
  const play = new Play(stage);
  const sameEnd = dice.percent(60) ? pickBadEnd(stage) : null;
  for (const peer of dice.shuffle(service.peers)) play.try(sameEnd ?? pickBadEnd(stage), peer);
  const status = lastStatus(play);
  return play.end(status, ownPage(status), failedBy(play, 'client-visible'));
};
/** No peer is left: at once, or after the last one failed. nginx never takes the only server out of a group. */
const noLive = (stage) => {
  const { dice, service } = stage;
  if (service.peers.length < 2) return allFail(stage);
  const play = new Play(stage);
  const isAfterTry = dice.percent(25);
  if (isAfterTry) play.try({ type: 'refused' }, dice.pick(service.peers));
  play.try({ type: 'no-live' }, null);
  return play.end(
    502,
    ownPage(502),
    failedBy(play, 'client-visible', isAfterTry ? ['connection-refused'] : ['no-live-upstreams']),
  );
};
/** Every try fails and an error page answers with another status. */
const errorPage = (status) => (stage) => {
  const { dice, service } = stage;
  const play = new Play(stage);
  for (const peer of dice.shuffle(service.peers)) play.try(pickBadEnd(stage), peer);
  if (status === 404)
    play.record(
      'open() "/usr/share/nginx/html/50x.html" failed (2: No such file or directory)',
      `http://${play.tries.at(-1)?.peer}${stage.target}`,
    );
  const outcome = status === 200 ? 'saved-by-fallback' : status < 400 ? 'redirected' : 'client-visible';
  const bytes =
    status === 200 || status === 503 ? dice.between(300, 900) : status === 302 ? 145 : ownPage(status);
  // After the redirect to a file `$proxy_host` is empty.
  return play.end(status, bytes, failedBy(play, outcome), null);
};
/** The error page is fetched from another service, which answers, or is down as well. */
const proxiedErrorPage = (isDead) => (stage) => {
  const { dice, service, other } = stage;
  const play = new Play(stage);
  for (const peer of dice.shuffle(service.peers)) play.try({ type: 'refused' }, peer);
  const page = isDead ? service : other;
  play
    .redirect()
    .try(
      isDead ? { type: 'refused' } : { type: 'answered', status: 200 },
      dice.pick(page.peers),
      page,
      '/502.html',
    );
  return isDead
    ? play.end(502, ownPage(502), failedBy(play, 'client-visible'), page)
    : play.end(200, dice.between(300, 900), failedBy(play, 'saved-by-fallback'), page);
};
const truncated = (stage) => {
  const play = new Play(stage).try({ type: 'answered', status: 200 }, stage.dice.pick(stage.service.peers));
  play.nowMs += stage.dice.between(1, 300);
  const peer = play.tries[0]?.peer;
  play.record(
    'upstream prematurely closed connection while reading upstream',
    `http://${peer}${stage.target}`,
  );
  return play.end(200, stage.dice.between(1_000, 5_000), {
    causes: ['premature-close'],
    outcome: 'truncated',
    failedTries: 1,
    madeBy: 'gateway',
  });
};
const clientLeft = (stage) => {
  const play = new Play(stage).try({ type: 'client-left' }, stage.dice.pick(stage.service.peers));
  return play.end(499, 0, null);
};
/** The first peer fails, and the client leaves while the second is asked. */
const clientLeftAfterFailure = (stage) => {
  const [first, second] = stage.dice.shuffle(stage.service.peers);
  if (first === undefined || second === undefined) return clientLeft(stage);
  const play = new Play(stage).try(pickBadEnd(stage), first).try({ type: 'client-left' }, second);
  const causes = [causeOfEnd[play.tries[0]?.end.type ?? ''] ?? 'unknown'];
  return play.end(499, 0, { ...failedBy(play, 'client-left', causes), failedTries: 1 });
};
/** Only a host name in `proxy_pass` is looked up, never a group. */
const nameNotFound = (stage) => {
  if (stage.service.name === stage.service.proxyHost) return noLive(stage);
  const play = new Play(stage).try({ type: 'name-not-found' }, null);
  return play.end(502, ownPage(502), failedBy(play, 'client-visible'));
};
const noSocket = (stage) => {
  const play = new Play(stage).try({ type: 'no-socket' }, stage.dice.pick(stage.service.peers));
  return play.end(500, ownPage(500), failedBy(play, 'client-visible'));
};
/** The gateway answers by its configuration and asks nobody. */
const returned = (status) => (stage) =>
  new Play(stage).end(
    status,
    ownPage(status),
    status >= 502
      ? { causes: ['gateway-returned'], outcome: 'client-visible', failedTries: 1, madeBy: 'gateway' }
      : null,
    null,
  );
const rateLimited = (status) => (stage) =>
  new Play(stage)
    .record(
      `limiting requests, excess: ${stage.dice.between(1, 20)}.${stage.dice.between(100, 999)} by zone "one"`,
      null,
    )
    .end(status, ownPage(status), null, null);
const tooLarge = (stage) =>
  new Play(stage)
    .record(
      `client intended to send too large body: ${stage.dice.between(10_000_000, 99_000_000)} bytes`,
      null,
    )
    .end(413, ownPage(413), null, null);
const appError = (stage) =>
  new Play(stage)
    .try({ type: 'answered', status: 500 }, stage.dice.pick(stage.service.peers))
    .end(500, stage.dice.between(400, 3_000), null);
/** Every scenario of nginx, by name. */
export const nginxScenarios = {
  good: passthrough(200),
  moved: passthrough(301),
  'not-found': passthrough(404),
  forbidden: passthrough(403),
  'app-429': passthrough(429),
  'app-500': appError,
  'app-502': passthrough(502),
  'app-503': passthrough(503),
  'app-504': passthrough(504),
  'retry-saves': retrySaves,
  'all-fail': allFail,
  'no-live': noLive,
  'page-200': errorPage(200),
  'page-302': errorPage(302),
  'page-404': errorPage(404),
  'page-405': errorPage(405),
  'page-500': errorPage(500),
  'page-503': errorPage(503),
  'page-proxied': proxiedErrorPage(false),
  'page-proxied-dead': proxiedErrorPage(true),
  truncated,
  'client-left': clientLeft,
  'client-left-after-failure': clientLeftAfterFailure,
  'name-not-found': nameNotFound,
  'no-socket': noSocket,
  'return-503': returned(503),
  'return-502': returned(502),
  'return-403': returned(403),
  'limit-503': rateLimited(503),
  'limit-429': rateLimited(429),
  'too-large': tooLarge,
};
