import { describe, expect, it } from 'vitest';
import { identifyGatewayInstance } from '../../src/parse/gateway-instance.js';

describe('the name of a gateway instance', () => {
  const served = (file, source = null) =>
    identifyGatewayInstance({ source, location: { file, byte: 0, line: 1 } });
  it.each([
    ['the host that the envelope names', served('/var/log/all.log', 'edge-1'), 'edge-1'],
    ['else the directory of its log', served('/srv/logs/edge-1/access.log'), '/srv/logs/edge-1/'],
    [
      'or the pod that its log is named after',
      served('/var/log/containers/edge-7d9f_prod_nginx-0a1b.log'),
      'edge-7d9f',
    ],
    ['or the container whose log is read from Docker', served('docker:shop-web-1'), 'docker:shop-web-1'],
  ])('is %s', (_, host, expected) => {
    expect(host).toBe(expected);
  });
});
