import { describe, expect, it } from 'vitest';
import { summarizeGroups } from '../../src/report/summary/group.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import { LogReplay, makeErrorRecord, makeGoodAccessRecord } from '../support/log-lines.js';

const repeat = ({ fromS, toS, everyS }, make) =>
  Array.from({ length: Math.ceil((toS - fromS) / everyS) }, (_, n) => make(seconds(fromS + n * everyS), n));
const refused = (at, peer = '127.0.0.1:3000', site = 'shop.example') =>
  onSite(makeErrorRecord(at, 'connect() failed (111: Connection refused)', { peer, path: '/ws' }), site);
const empty = (at, group = 'websocket') =>
  makeErrorRecord(at + 1, 'no live upstreams', { peer: group, path: '/ws' });
const slow = (at, peer = '127.0.0.1:3000') =>
  makeErrorRecord(at, 'upstream timed out (110: Connection timed out)', { peer, path: '/ws' });
const onSite = ({ at, text }, site) => ({
  at,
  text: text.replaceAll('shop.example', site),
});
/** A record of a health-check module: it belongs to no request. */
const check = (at, message) => ({
  at,
  text: `${new Date(nineAm + at).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')} [error] 31#31: ${message}`,
});
const replay = (...records) => new LogReplay().replay(records.flat());
const listCauses = (story) => story.listIncidents().map((line) => line.replace(/ at .*: /, ': '));
/** What `analyze` lists: cause, upstream and count. */
const listGroups = (story) =>
  summarizeGroups(story.store, { from: nineAm - minutes(60), to: nineAm + minutes(60) }, 10).map(
    ({ cause, count }) => `${cause}: ${count}`,
  );
describe('two refusals empty a group of one server, and forty requests find it empty', () => {
  const twentySeconds = [
    repeat({ fromS: 0, toS: 20, everyS: 10 }, (at) => refused(at)),
    repeat({ fromS: 0.5, toS: 20, everyS: 0.5 }, (at) => empty(at)),
  ];
  it('the refusals are the root, from its first minute on', () => {
    expect(listCauses(replay(...twentySeconds))).toEqual(['BG-1 connection-refused: 41']);
  });
  it('the list of causes says the same', () => {
    expect(listGroups(replay(...twentySeconds))).toEqual(['connection-refused: 41']);
  });
  it('stays so for minutes with rare refusals', () => {
    const story = replay(
      repeat({ fromS: 0, toS: 180, everyS: 45 }, (at) => refused(at)),
      repeat({ fromS: 0.5, toS: 180, everyS: 2 }, (at) => empty(at)),
    );
    expect(listCauses(story)).toEqual(['BG-1 connection-refused: 94']);
  });
  it('also when it was first found empty before anything was seen to fail', () => {
    const story = replay(
      repeat({ fromS: 0, toS: 30, everyS: 1 }, (at) => empty(at)),
      repeat({ fromS: 20, toS: 120, everyS: 10 }, (at) => refused(at)),
      repeat({ fromS: 31, toS: 120, everyS: 1 }, (at) => empty(at)),
    );
    expect(listCauses(story)).toEqual(['BG-1 connection-refused: 129']);
  });
  it.each([
    [
      'another site fails',
      repeat({ fromS: 0, toS: 20, everyS: 10 }, (at) => refused(at, '10.0.0.9:80', 'wiki.example')),
    ],
    ['two causes fail', [refused(0), slow(0, '10.0.0.9:80')]],
    ['it was half a minute before', [refused(-seconds(30))]],
  ])('nothing is said of the root when %s', (_, seeds) => {
    const story = replay(
      [...seeds],
      repeat({ fromS: 0.5, toS: 20, everyS: 0.5 }, (at) => empty(at)),
    );
    expect(listCauses(story)[0]).toMatch(/no-live-upstreams/);
  });
});
describe('health checks of a module', () => {
  const disabled = [
    check(0, 'send() failed (111: Connection refused)'),
    check(0, 'disable check peer: 10.0.0.7:6083 '),
  ];
  const found = repeat({ fromS: 1, toS: 30, everyS: 1 }, (at) => empty(at, 'varnish'));
  it('that are refused tell why the group is empty', () => {
    expect(listCauses(replay(disabled, found))).toEqual(['BG-1 connection-refused: 29']);
  });
  it('that time out tell it too', () => {
    const timedOut = [
      check(0, 'check time out with peer: 10.0.0.7:6083 '),
      check(0, 'disable check peer: 10.0.0.7:6083 '),
    ];
    expect(listCauses(replay(timedOut, found))).toEqual(['BG-1 read-timeout: 29']);
  });
  it('that only disable a peer are shown, and no cause is made up', () => {
    const story = replay([check(0, 'disable check peer: 10.0.0.7:6083 ')], found);
    expect(listCauses(story)).toEqual(['BG-1 no-live-upstreams: 29']);
    expect(story.renderWhy(1)).toContain('disable check peer: 10.0.0.7:6083');
  });
  it('that passed again explain no later empty group', () => {
    const story = replay(
      disabled,
      [check(seconds(5), 'enable check peer: 10.0.0.7:6083 ')],
      [...repeat({ fromS: 20, toS: 50, everyS: 1 }, (at) => empty(at, 'varnish'))],
    );
    expect(listCauses(story)).toEqual(['BG-1 no-live-upstreams: 30']);
  });
  it('a socket error of nginx itself is none', () => {
    const story = replay([check(0, 'send() failed (111: Connection refused)')], found);
    expect(listCauses(story)).toEqual(['BG-1 no-live-upstreams: 29']);
  });
});
describe("nginx's limit of connections", () => {
  const peers = ['10.0.0.7:8080', '10.0.0.8:8080'];
  const answers = (everyS, toS = 60) =>
    repeat({ fromS: 0, toS, everyS }, (at, n) =>
      makeGoodAccessRecord(at, peers[n % 2] ?? '', { connection: 5_000 + n, path: '/ws' }),
    );
  const full = repeat({ fromS: 10, toS: 60, everyS: 1 }, (at) => empty(at, 'shop'));
  it('is the cause when nothing failed and the servers go on answering', () => {
    expect(listCauses(replay(answers(0.4), full))).toEqual(['BG-1 circuit-open: 50']);
  });
  it.each([
    ['the servers stop answering', [answers(0.4, 10), full]],
    ['nobody saw them answer', [full]],
    [
      'a server failed its health check',
      [[check(seconds(9), 'disable check peer: 10.0.0.7:8080 ')], answers(0.4), full],
    ],
  ])('is not claimed when %s', (_, records) => {
    expect(listCauses(replay(...records))).toEqual(['BG-1 no-live-upstreams: 50']);
  });
  it('is not claimed when a server refused before', () => {
    const story = replay([refused(seconds(9), '10.0.0.7:8080')], answers(0.4), full);
    expect(listCauses(story)).toEqual(['BG-1 connection-refused: 51']);
  });
});
