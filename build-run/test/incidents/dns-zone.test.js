import { expect, it } from 'vitest';
import { findDnsZone } from '../../src/incidents/dns-zone.js';

it.each([
  [['api.partner.example', 'www.partner.example'], 'partner.example'],
  [['a.shop.svc.cluster.local', 'b.pay.svc.cluster.local'], 'svc.cluster.local'],
  [['outbound|80||a.shop.svc.cluster.local', 'b.shop.svc.cluster.local'], 'shop.svc.cluster.local'],
  [['cart.internal', 'pay.internal'], 'internal'],
  [['api.one.example', 'api.two.example'], undefined],
  [['one.co.uk', 'two.co.uk'], undefined],
  [['api.shop.co.uk', 'www.shop.co.uk'], 'shop.co.uk'],
  [['one.github.io', 'two.github.io'], undefined],
  [['api.one.github.io', 'www.one.github.io'], 'one.github.io'],
  [['one.compute.amazonaws.com', 'two.compute.amazonaws.com'], undefined],
  [['ec2-1.eu-west-1.compute.amazonaws.com', 'ec2-2.eu-west-1.compute.amazonaws.com'], undefined],
  [['one.pvt.k12.ma.us', 'two.pvt.k12.ma.us'], undefined],
  [['api.org.ch', 'www.org.ch'], 'org.ch'],
  [['api.partner_a.example', 'www.partner_a.example'], 'partner_a.example'],
  [['shop', 'pay'], undefined],
  [['10.0.0.7:80', '10.0.0.8:80'], undefined],
  [['api.partner.example', null], undefined],
])('the DNS zone of %j is %s', (upstreams, expected) => {
  expect(findDnsZone(upstreams)).toBe(expected);
});
