import { Dice } from './dice.js';
import { envoyScenarios, playEnvoy } from './envoy-scenarios.js';
import { makeFeatures } from './make-features.js';
import { nginxScenarios, statusOfEnd } from './nginx-scenarios.js';
import { listFormats } from './world.js';
import { writeFiles } from './write-files.js';
/** Makes the world of a seed. `overrides` replaces features, to make it smaller or to leave something out. */
export function makeWorld(seed, overrides = {}) {
  const features = { ...makeFeatures(new Dice(seed)), ...overrides };
  const dice = new Dice(seed + 1_000_003);
  const startMs = Date.UTC(2026, 2, dice.between(1, 27), dice.between(2, 20), dice.below(60), dice.below(60));
  const exchanges = playRequests(features, startMs, dice).map(allowLimit);
  const files = writeFiles(features, exchanges, dice);
  const isZoneUnknown = features.isZoneUnknown && areZonesShown(features, exchanges);
  return { seed, features: { ...features, isZoneUnknown }, startMs, exchanges, files };
}
/** True if the two logs of each host show in which zone the one was written. Else, the settings name it. */
function areZonesShown({ format, hosts }, exchanges) {
  const isShowing = ({ records, tries, status }) =>
    records.length > 0 &&
    // Of what was saved, the line tells only if it lists the tries.
    (status >= 400 || listFormats.includes(format)) &&
    tries.some(
      ({ end }) => end.type !== 'answered' && (status < 500 || (statusOfEnd(end) ?? 500) === status),
    );
  return Array.from({ length: hosts }, (_, host) => host).every((host) => {
    const own = exchanges.filter((exchange) => exchange.host === host);
    return own.every(({ records }) => records.length === 0) || own.filter(isShowing).length >= zonePairsMin;
  });
}
/** Fewer pairs may agree by accident. */
const zonePairsMin = 8;
const serviceNames = ['payments', 'orders', 'search', 'accounts'];
function makeServices(dice) {
  const timeoutMs = dice.pick([1_000, 3_000, 5_000, 30_000, 60_000]);
  return serviceNames.slice(0, dice.between(1, 4)).map((name, index) => {
    const isNamedHost = dice.percent(15);
    const peers = Array.from(
      { length: isNamedHost ? 1 : dice.between(1, 3) },
      (_, peer) => `10.0.${index}.${peer + 5}:8080`,
    );
    return {
      name: isNamedHost ? `${name}.internal` : name,
      proxyHost: isNamedHost ? `${name}.internal:8080` : name,
      peers,
      prefix: `/api/${name}`,
      timeoutMs,
    };
  });
}
function playRequests(features, startMs, dice) {
  const services = makeServices(dice);
  const names = listScenarios(features);
  const outages = Array.from({ length: dice.between(0, 3) }, () => {
    const fromMs = startMs + dice.below(features.spanMs);
    return {
      service: dice.pick(services),
      fromMs,
      toMs: fromMs + dice.between(5_000, Math.max(6_000, features.spanMs / 2)),
      scenario: dice.pick(names),
    };
  });
  const starts = Array.from({ length: features.requests }, () => startMs + dice.below(features.spanMs));
  const clients = new Clients(features, dice);
  const lines = new RequestLines();
  return starts
    .toSorted((a, b) => a - b)
    .map((atMs, index) => {
      const service = dice.pick(services);
      const outage = outages.find((one) => one.service === service && atMs >= one.fromMs && atMs < one.toMs);
      const scenario = pickScenario(outage, names, features, dice);
      const client = clients.connect(atMs);
      const method = dice.percent(15) ? 'POST' : 'GET';
      const isLong = dice.percent(features.longPercent);
      const id = index + 1;
      const path = `${service.prefix}/${dice.pick(['list', 'status', 'item/42'])}`;
      const makeTarget = (isUnique) =>
        isLong ? `${path}/${id}?trace=${'a'.repeat(2_100)}` : isUnique ? `${path}/${id}` : path;
      const play = (target) =>
        playScenario(
          scenario,
          { dice, service, other: dice.pick(services), startMs: atMs, method, target },
          features,
        );
      let target = makeTarget(features.isEachUnique);
      let played = play(target);
      const isAmbiguous = () =>
        lines.isAmbiguous(`${client.client} ${method} ${target}`, scenario, atMs, played.endMs);
      if (!features.isEachUnique && isAmbiguous()) {
        target = makeTarget(true);
        played = play(target);
      }
      lines.add(`${client.client} ${method} ${target}`, scenario, atMs, played.endMs);
      client.release(played.endMs);
      return {
        id,
        scenario,
        host: client.host,
        pid: 4_000 + (client.connection % 2),
        connection: client.connection,
        connectionRequests: client.requests,
        client: client.client,
        method,
        target,
        route: foldRoute(target),
        hostHeader: 'shop.example',
        startMs: atMs,
        ...played,
      };
    });
}
/**
 * nginx finds a group empty when its servers failed lately, are taken out, or have as many connections as they may.
 * Where none of them failed in the time before, the last is as good an explanation as the first.
 */
function allowLimit(exchange, _, all) {
  const { failed, service, startMs, tries } = exchange;
  if (failed === null || tries.some(({ end }) => end.type !== 'no-live')) return exchange;
  const hasFailedBefore = all.some((other) =>
    other.tries.some(
      ({ group, end, endMs }) =>
        group === service?.name &&
        !['answered', 'client-left', 'no-live'].includes(end.type) &&
        endMs <= startMs &&
        endMs > startMs - failTimeoutMs,
    ),
  );
  return hasFailedBefore
    ? exchange
    : { ...exchange, failed: { ...failed, causes: [...failed.causes, 'circuit-open'] } };
}
/** nginx's default `fail_timeout`. */
const failTimeoutMs = 10_000;
const foldRoute = (target) => (target.split('?')[0] ?? '').replace(/\/\d+(?=\/|$)/g, '/:id');
const listScenarios = ({ product, scenarios }) =>
  scenarios !== 'all' ? scenarios : listAllScenarios(product);
/** Every scenario of a product. */
const listAllScenarios = (product) => Object.keys(product === 'nginx' ? nginxScenarios : envoyScenarios);
function pickScenario(outage, names, features, dice) {
  if (outage !== undefined && dice.percent(85)) return outage.scenario;
  if (features.scenarios !== 'all') return dice.percent(50) ? dice.pick(names) : 'good';
  return dice.percent(15) ? dice.pick(names) : 'good';
}
const playScenario = (name, stage, { product }) =>
  product === 'envoy'
    ? playEnvoy(name, stage.dice, stage.service, stage.startMs)
    : // The cast: `listScenarios` gave the names of this product.
      nginxScenarios[name](stage);
/** Clients with their kept-alive connections. Each gateway numbers its connections from the same number on. */
class Clients {
  #dice;
  #hosts;
  #addresses;
  #nextConnection;
  #idle = [];
  constructor({ hosts }, dice) {
    this.#dice = dice;
    this.#hosts = hosts;
    this.#nextConnection = Array.from({ length: hosts }, () => 1_000);
    this.#addresses = Array.from({ length: dice.between(2, 12) }, (_, index) => `203.0.113.${index + 10}`);
  }
  /** A connection that is free at this time. */
  connect(atMs) {
    const host = this.#dice.below(this.#hosts);
    const client = this.#dice.pick(this.#addresses);
    const kept = this.#idle.find((one) => one.host === host && one.client === client && one.freeMs < atMs);
    const connection = kept ?? { host, client, connection: this.#number(host), requests: 0, freeMs: 0 };
    if (kept === undefined) this.#idle.push(connection);
    connection.requests += 1;
    connection.freeMs = Number.POSITIVE_INFINITY;
    return {
      ...connection,
      release: (endMs) => {
        connection.freeMs = this.#dice.percent(30) ? Number.POSITIVE_INFINITY : endMs + this.#dice.below(4);
      },
    };
  }
  #number(host) {
    const number = this.#nextConnection[host] ?? 0;
    this.#nextConnection[host] = number + this.#dice.between(1, 3);
    return number;
  }
}
/** How long two requests with the same line may be mistaken for each other. */
const confusableMs = 4_000;
/** Remembers who asked for what, so that no two requests can be mistaken that ended in different ways. */
class RequestLines {
  #seen = new Map();
  isAmbiguous(line, scenario, fromMs, toMs) {
    return (this.#seen.get(line) ?? []).some(
      (other) =>
        (other.scenario !== 'good' || scenario !== 'good') &&
        other.fromMs - confusableMs <= toMs &&
        other.toMs + confusableMs >= fromMs,
    );
  }
  add(line, scenario, fromMs, toMs) {
    this.#seen.set(line, [...(this.#seen.get(line) ?? []), { scenario, fromMs, toMs }]);
  }
}
