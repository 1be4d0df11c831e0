import { describe, expect, it } from 'vitest';
import { globMatches } from '../../src/base/glob.js';

describe('globs', () => {
  it.each([
    ['/var/log/nginx/*.log', '/var/log/nginx/error.log', true],
    ['/var/log/nginx/*.log', '/var/log/nginx/error.log.1', false],
    ['/var/log/nginx/*.log', '/var/log/nginx/a/error.log', false],
    ['/var/log/nginx/*.log', '/var/log/nginx/.error.log', false],
    ['/var/log/**/*.log', '/var/log/a/b/c.log', true],
    ['/var/log/**/*.log', '/var/log/c.log', true],
    ['/var/log/**', '/var/log/a/b', true],
    ['/log/{nginx,envoy}/*.{log,txt}', '/log/envoy/a.txt', true],
    ['/log/{nginx,envoy}/*.{log,txt}', '/log/apache/a.txt', false],
    ['/log/{a,b{1,2}}.log', '/log/b2.log', true],
    ['/log/a?.log', '/log/ab.log', true],
    ['/log/a?.log', '/log/a.log', false],
    ['/log/a[0-9x].log', '/log/a7.log', true],
    ['/log/a[!0-9].log', '/log/a7.log', false],
    ['/log/a[.log', '/log/a[.log', true],
    ['/log/a.log', '/log/aXlog', false],
    ['/log/*a*b*.log', '/log/xaybz.log', true],
  ])('%s and %s: %s', (glob, path, expected) => {
    expect(globMatches(glob, path)).toBe(expected);
  });
  it('matches adversarial names in no time, and rejects braces that expand to thousands of paths', () => {
    expect(globMatches(`/${'*a'.repeat(40)}`, `/${'a'.repeat(255)}b`)).toBe(false);
    expect(() => globMatches('{a,b}'.repeat(12), '/x')).toThrow(/use fewer/);
  });
});
