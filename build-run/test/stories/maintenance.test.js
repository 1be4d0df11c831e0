import { describe, expect, it } from 'vitest';
import { LogReplay } from '../support/log-lines.js';
import { NginxTraffic } from '../support/nginx-traffic.js';

const shop = { group: 'shop', host: 'shop.example', path: '/cart' };
const account = { group: 'shop', host: 'shop.example', path: '/account' };
const good = () => [{ peer: '10.0.0.7:8080' }];
const none = () => [];
/** Two routes of a site; from 10:00 on, `pidAfter` answers 503 without asking anybody. */
const makeMaintenance = (pidAfter) => {
  // The error log is read as well, and says nothing of these requests.
  const traffic = new NginxTraffic().addErrorRecord(
    5,
    'error',
    '*7 open() "/srv/x" failed (2: No such file or directory)',
  );
  for (const service of [shop, account])
    traffic
      .add(service, { fromS: 0, toS: 600, everyS: 1 }, good, { pid: 31 })
      .add(service, { fromS: 600, toS: 660, everyS: 1 }, none, { pid: pidAfter, status: 503 })
      .add(service, { fromS: 660, toS: 900, everyS: 1 }, good, { pid: pidAfter });
  return new LogReplay().replay(traffic.records.sort((a, b) => a.at - b.at));
};
describe('a return 503 on all routes of a host', () => {
  it('right behind new workers is a maintenance page, with the change before it', () => {
    const story = makeMaintenance(77);
    expect(story.listIncidents()).toHaveLength(1);
    expect(story.renderAlert(1)).toContain('Maintenance page at shop.example?');
    expect(story.renderAlert(1)).toContain('before: nginx workers changed');
  });
  it('by the same workers is a status that the configuration sets', () => {
    const story = makeMaintenance(31);
    expect(story.renderAlert(1)).not.toContain('Maintenance page');
    expect(story.renderAlert(1)).not.toContain('workers changed');
  });
});
describe('workers of a gateway', () => {
  const listChanges = (traffic) => {
    const story = new LogReplay().replay(traffic.records.sort((a, b) => a.at - b.at));
    return story.store.changes({ from: 0, to: Number.MAX_SAFE_INTEGER }).length;
  };
  const serve = (fromS, toS, everyS, pid) => [shop, { fromS, toS, everyS }, good, { pid }];
  it.each([
    [1, 'are replaced', new NginxTraffic().add(...serve(0, 100, 1, 31)).add(...serve(100, 200, 1, 77))],
    [0, 'are two', new NginxTraffic().add(...serve(0, 200, 1, 31)).add(...serve(0.5, 200, 1, 32))],
    [0, 'wake up late', new NginxTraffic().add(...serve(0, 200, 1, 31)).add(...serve(100.5, 200, 2, 32))],
    [0, 'are seen too briefly', new NginxTraffic().add(...serve(0, 20, 1, 31)).add(...serve(20, 200, 1, 32))],
  ])('%i changes when they %s', (changes, _, traffic) => {
    expect(listChanges(traffic)).toBe(changes);
  });
});
