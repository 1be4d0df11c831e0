import { describe, expect, it } from 'vitest';
import { hourMs } from '../../src/base/duration.js';
import { Committer } from '../../src/cli/run/committer.js';
import { openConnection } from '../../src/storage/connection.js';
import { prunePendingRequests } from '../../src/storage/pending-requests.js';
import { openStore } from '../../src/storage/store.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import { pipelineRules } from '../support/log-lines.js';
import { makeDatabasePath } from '../support/store-fixtures.js';
import { makeStormRequest } from '../support/storm-lines.js';

/** More than are held in memory. */
const stormSize = 600;
const options = { ...pipelineRules, pendingRequestsMax: 150 };
describe('a storm is counted once', () => {
  it.each([
    ['error log first', 'many-clients'],
    ['access log first', 'many-clients'],
    ['error log first', 'combined'],
    ['access log first', 'combined'],
    ['error log first', 'one-client'],
    ['access log first', 'one-client'],
    ['error log first', 'one-client-combined'],
    ['access log first', 'one-client-combined'],
  ])('read %s, with %s', (order, kind) => {
    const storm = makeStorm(stormSize, kind);
    const bot = new StormBot();
    const [first, second] = order === 'error log first' ? logNames : [...logNames].reverse();
    bot.read(first, storm, nineAm);
    bot.read(second, storm, nineAm + seconds(3));
    expect(bot.countCauses()).toEqual(countCauses(storm));
  });
  it.each([
    ['3 s', seconds(3)],
    ['10 min', minutes(10)],
    ['an hour', hours(1)],
    ['20 hours', hours(20)],
  ])('with an access log that is written %s later, and a restart before', (_, delayMs) => {
    const storm = makeStorm(stormSize);
    const bot = new StormBot();
    bot.read('error.log', storm, nineAm);
    bot.tick(nineAm + delayMs / 2);
    bot.restart();
    bot.read('access.log', storm, nineAm + delayMs);
    bot.tick(nineAm + delayMs + minutes(11));
    expect(bot.countCauses()).toEqual(countCauses(storm));
    expect(bot.countOutcomes()).toEqual({ 'client-visible': stormSize });
  });
  it('over a restart while thousands wait, before the first line of the other log', () => {
    const storm = makeStorm(400);
    for (const names of [logNames, [...logNames].reverse()]) {
      const bot = new StormBot();
      bot.read(names[0] ?? '', storm, nineAm);
      bot.restart();
      bot.read(names[1] ?? '', storm, nineAm + seconds(5));
      expect(bot.countCauses()).toEqual(countCauses(storm));
    }
  });
  it('also beyond the rows that can be amended, then without what the client got', () => {
    const storm = makeStorm(stormSize);
    const path = makeDatabasePath();
    const bot = new StormBot(path);
    bot.read('error.log', storm, nineAm);
    bot.tick(nineAm + minutes(11));
    const db = openConnection(path, 'write');
    prunePendingRequests(db, nineAm, stormSize, { amendable: 0, recognised: stormSize });
    db.close();
    bot.read('access.log', storm, nineAm + minutes(12));
    bot.tick(nineAm + minutes(30));
    expect(bot.countCauses()).toEqual(countCauses(storm));
    expect(bot.countOutcomes()).toEqual({ undecided: stormSize });
  });
});
it('joins two tries a minute apart with as many requests between them as leave memory', () => {
  const retried = makeStormRequest(1, nineAm - minutes(3));
  const others = Array.from({ length: 400 }, (_, index) =>
    makeStormRequest(index + 2, nineAm - minutes(3) + 145 * (index + 1)),
  );
  const bot = new StormBot();
  const secondTry = retried.error
    .replace('08:57:00', '08:58:01')
    .replaceAll('10.0.0.1:8080', '10.0.0.9:8080');
  bot.readChunk('error.log', [retried.error, ...others.map(({ error }) => error), secondTry], nineAm);
  bot.tick(nineAm + seconds(5));
  expect(Object.values(bot.countCauses()).reduce((sum, one) => sum + one, 0)).toBe(401);
});
it('opens no second incident for lines that are an hour late', () => {
  const storm = makeStorm(300);
  const bot = new StormBot();
  bot.read('error.log', storm, nineAm);
  for (let minute = 1; minute <= 60; minute += 1) bot.tick(nineAm + minutes(minute));
  bot.read('access.log', storm, nineAm + hours(1));
  expect(bot.countIncidents()).toBe(1);
});
const hours = (count) => count * hourMs;
const logNames = ['error.log', 'access.log'];
/** Failing requests, a hundred a second, until nine. */
const makeStorm = (size, kind) =>
  Array.from({ length: size }, (_, number) => makeStormRequest(number, nineAm - 10 * (size - number), kind));
const countCauses = (storm) => count(storm.map(({ cause }) => cause));
function count(names) {
  const counts = {};
  for (const name of names) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
/** Reads logs as the bot does, a chunk at a time, into a database that stays over a restart. */
class StormBot {
  #store;
  #linesRead = new Map();
  #committer;
  constructor(path = ':memory:') {
    this.#store = openStore(path);
    this.#committer = new Committer(this.#store, options);
  }
  read(name, storm, now) {
    const texts = storm.map((request) => (name === 'error.log' ? request.error : request.access));
    for (let start = 0; start < texts.length; start += chunkLines)
      this.readChunk(name, texts.slice(start, start + chunkLines), now);
    this.tick(now + seconds(5));
  }
  readChunk(name, texts, now) {
    const line = (this.#linesRead.get(name) ?? 0) + 1;
    this.#linesRead.set(name, line - 1 + texts.length);
    const lines = texts.map((text, index) => ({
      text,
      location: { file: `/logs/${name}`, byte: (line + index) * 1_000, line: line + index },
    }));
    const fileCheckpoint = { ...checkpoint, path: `/logs/${name}`, ino: name };
    this.#committer.commitChunk({ fileCheckpoint, lines, atEnd: true }, now);
  }
  tick(now) {
    this.#committer.tick(now);
  }
  /** As after a kill: what was not committed is gone. */
  restart() {
    this.#committer = new Committer(this.#store, options);
  }
  countCauses() {
    return countCauses([...this.#store.allFailures({ from: 0, to: nineAm + hours(48) })]);
  }
  countOutcomes() {
    const failures = [...this.#store.allFailures({ from: 0, to: nineAm + hours(48) })];
    return count(failures.map(({ outcome }) => outcome));
  }
  countIncidents() {
    return this.#store.incidents({ from: 0, to: nineAm + hours(48) }).length;
  }
}
const chunkLines = 70;
const checkpoint = {
  path: '',
  dev: '1',
  ino: '1',
  birthTimeNs: '0',
  offset: 0,
  line: 0,
  head: '',
  tail: '',
  state: 'live',
};
