import { afterEach, describe, expect, it } from 'vitest';
import { parseLogSource, splitLogs } from '../../src/config/log-sources.js';
import { createSources } from '../../src/tail/sources/sources.js';

let sources;
afterEach(() => sources?.close());
describe('the entries of LOGS', () => {
  it.each([
    ['/var/log/nginx/*.log', null],
    ['./docker:web', null],
    ['docker:logs/web.log', null],
    ['docker:web', { type: 'docker', name: 'docker:web', container: 'web' }],
    [
      'journald:nginx@1.service',
      { type: 'journald', name: 'journald:nginx@1.service', unit: 'nginx@1.service' },
    ],
    ['-', { type: 'standard-input', name: 'standard input' }],
  ])('name a file or another log: %s', (log, source) => {
    expect(parseLogSource(log)).toEqual(source);
  });
  it('are read once each', () => {
    const { globs, sources: named } = splitLogs(['docker:web', '/logs/*.log', 'docker:web']);
    expect([globs, named.map(({ name }) => name)]).toEqual([['/logs/*.log'], ['docker:web']]);
  });
});
describe('several sources', () => {
  it('are read on when one of them fails in a way that nobody thought of', async () => {
    const texts = [];
    const failing = async () => {
      throw new Error('a defect');
    };
    const sound = async (feed) => feed.put({ generation: '1', lines: ['a line'], position: '' });
    sources = createSources({
      sources: splitLogs(['docker:bad', 'docker:good']).sources,
      createReader: ({ name }) => (name === 'docker:bad' ? failing : sound),
      checkpoints: [],
      getStart: () => ({ since: null, lastStoredAt: 0 }),
    });
    const poll = () => sources.poll(({ lines }) => texts.push(...lines.map(({ text }) => text)), Date.now());
    await poll();
    const { problems, hasMore } = await poll();
    expect(texts).toEqual(['a line']);
    expect(problems).toEqual([
      { path: 'docker:bad', why: 'stopped by an unexpected error, restart badgateway: a defect' },
    ]);
    expect(hasMore).toBe(false);
  });
});
