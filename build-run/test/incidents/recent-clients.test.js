import { describe, expect, it } from 'vitest';
import { RecentClients } from '../../src/incidents/recent-clients.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';

const other = (n) => `2001:db8:0:${n.toString(16)}::7`;
const network = '2001:db8:ff:1::/64';
/** Twenty others are seen. */
function see() {
  const clients = new RecentClients();
  for (let n = 0; n < 20; n += 1) clients.recordClient(other(n), nineAm);
  return clients;
}
describe('the clients seen lately', () => {
  it('are known after a restart', () => {
    const stored = see().takeChanged(nineAm + minutes(2));
    const restored = new RecentClients(JSON.parse(JSON.stringify(stored)));
    expect(restored.areFewOfMany([network], nineAm + minutes(5))).toBe(true);
    expect(restored.areFewOfMany([network], nineAm + minutes(15))).toBe(false);
  });
  it('are not forgotten for one that asks from addresses without end', () => {
    const clients = see();
    for (let n = 1; n < 5_000; n += 1) clients.recordClient(`2001:db8:ff:1::${n.toString(16)}`, nineAm + n);
    expect(clients.areFewOfMany([network], nineAm + minutes(5))).toBe(true);
  });
  it('count by address, as behind one network are many', () => {
    const clients = new RecentClients();
    for (let n = 0; n < 9; n += 1) clients.recordClient(`198.51.100.${n}`, nineAm);
    expect(clients.areFewOfMany([network], nineAm)).toBe(false);
    clients.recordClient('203.0.113.1', nineAm);
    expect(clients.areFewOfMany([network], nineAm)).toBe(true);
    expect(clients.areFewOfMany(['198.51.100.0/24'], nineAm)).toBe(false);
  });
  it('are stored once a minute at most, and only when they changed', () => {
    const clients = see();
    expect(clients.takeChanged(nineAm)).toHaveLength(20);
    clients.recordClient(other(21), nineAm + seconds(1));
    expect(clients.takeChanged(nineAm + seconds(30))).toBeUndefined();
    expect(clients.takeChanged(nineAm + seconds(61))).toHaveLength(21);
    expect(clients.takeChanged(nineAm + minutes(9))).toBeUndefined();
  });
});
