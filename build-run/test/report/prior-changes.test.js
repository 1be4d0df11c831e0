import { expect, it } from 'vitest';
import { nineAm, seconds } from '../support/event-fixtures.js';
import { LogReplay } from '../support/log-lines.js';
import { NginxTraffic } from '../support/nginx-traffic.js';

/** The upstreams of which the bot has read. */
const upstreams = [
  'shop',
  'shop-api',
  'pay',
  'payments',
  '10.0.0.9:8080',
  'outbound|80||cart.prod.svc.cluster.local',
  'prod-stock-80',
];
/** True if the mark is shown at an incident at this upstream. */
function isShown(mark, failing) {
  const traffic = new NginxTraffic();
  for (const group of upstreams)
    traffic.add({ group, host: 'shop.example', path: '/a' }, { fromS: 0, toS: 120, everyS: 10 }, () => [
      { peer: '10.0.0.7:80' },
    ]);
  traffic.add(
    { group: failing, host: 'shop.example', path: '/b' },
    { fromS: 120, toS: 140, everyS: 1 },
    () => [{ peer: '10.0.0.8:80', fault: 'refused' }],
  );
  const story = new LogReplay();
  story.replay(traffic.records);
  story.store.saveChange({ kind: 'deploy', message: mark, at: nineAm + seconds(60), by: 'ada' });
  return story.summarize(1).changes.some(({ message }) => message === mark);
}
it.each([
  [true, 'deploy shop v42', 'shop'],
  [true, 'deploy Shop, then pay', 'shop'],
  [true, 'deploy v42', 'shop'],
  [true, 'new database password', 'shop'],
  // An address is no word of the mark.
  [true, 'deploy 10 replicas of v42', 'shop'],
  [true, 'deploy wiki v3', 'shop'],
  [false, 'deploy pay v42', 'shop'],
  [false, 'deploy pay and payments', 'shop'],
  // Names that begin alike are others.
  [false, 'deploy shop-api v2', 'shop'],
  [false, 'deploy shop v2', 'shop-api'],
  [false, 'deploy payments', 'pay'],
  [false, 'deploy pay', 'payments'],
  // Names of a service in other spellings.
  [true, 'deploy cart', 'outbound|80||cart.prod.svc.cluster.local'],
  [false, 'deploy cart', 'shop'],
  [true, 'deploy stock', 'prod-stock-80'],
  [false, 'deploy pay', 'prod-stock-80'],
  // Whose upstream has no name may be meant.
  [true, 'deploy pay', '10.0.0.9:8080'],
])('shown is %s: "%s" before an incident at %s', (isTold, mark, failing) => {
  expect(isShown(mark, failing)).toBe(isTold);
});
