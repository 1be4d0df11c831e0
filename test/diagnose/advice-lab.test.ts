import { describe, expect, it } from 'vitest';
import { change } from '../../src/diagnose/advice/fix-step.js';
import { compare, type Observation } from '../advice-lab/run-fault.js';
import { typeChange } from '../advice-lab/type-change.js';

const config = `events {
worker_connections 20;
}
http {
proxy_set_header Host $host;
upstream app {
least_conn;
server 192.0.2.7:80 max_fails=1 max_conns=2;
server 192.0.2.8:80;
}
server {
location / {
proxy_read_timeout 5s;
proxy_pass http://other;
}
location /app {
proxy_read_timeout 1s;
proxy_pass http://app/v1/;
}
}
}`;
const type = (text: string, command: string): readonly string[] => {
  const before = config.split('\n');
  const after = typeChange(config, change('gateway', text, command), {
    location: 'location /app',
    group: 'app',
  }).split('\n');
  return after.filter((line, at) => line !== before[at] && !before.includes(line));
};

describe('a change is typed where its words say, and nowhere else', () => {
  it('replaces a directive of the failing location, not that of another', () => {
    expect(type('Raise it (set beside proxy_pass)', 'proxy_read_timeout 9s;')).toEqual([
      'proxy_read_timeout 9s;',
    ]);
  });

  it('keeps group and path where only the scheme is wrong', () => {
    expect(type('In TLS: in its proxy_pass, replace http:// by', 'https://')).toEqual([
      'proxy_pass https://app/v1/;',
    ]);
  });

  it('sets a header where the others are, as a line in the location would drop those', () => {
    const typed = typeChange(
      config,
      change(
        'gateway',
        'Do it beside the proxy_set_header lines in force',
        'proxy_set_header Connection "";',
      ),
      { location: 'location /app', group: 'app' },
    );
    expect(typed).toContain('http {\nproxy_set_header Connection "";\nproxy_set_header Host $host;');
  });

  it('sets a parameter on each server, in place of the one that is there', () => {
    expect(type('Do it: on each server line', 'max_fails=0')).toEqual([
      'server 192.0.2.7:80 max_conns=2 max_fails=0;',
      'server 192.0.2.8:80 max_fails=0;',
    ]);
  });

  it.each([
    ['Raise the timeout', 'proxy_read_timeout 9s;'],
    ['Raise it (set beside fastcgi_pass)', 'fastcgi_read_timeout 9s;'],
    ['Take 192.0.2.9:80 out for now: on its server line', 'down'],
  ])('refuses words without a place, or with one that is not there: %s', (text, command) => {
    expect(() => type(text, command)).toThrow(/^no /);
  });
});

describe('a change is graded by what clients and upstreams see', () => {
  const good = { status: 200, isComplete: true, hasFrameOptions: true, body: '', ms: 1 };
  const seen = [{ path: '/app', headers: { host: 'shop.example', 'x-forwarded-for': '127.0.0.1' } }];
  const failing: Observation = { answers: [], failed: 8, seen, others: ['/: 200 true'] };
  const cured: Observation = { answers: [good], failed: 0, seen, others: ['/: 200 true'] };

  it.each([
    ['the fault is gone', cured, 'gone', ''],
    ['as much fails', failing, 'no effect', ''],
    ['more fails', { ...cured, failed: 9 }, 'worse', ''],
    [
      'a header is lost',
      { ...cured, seen: [{ path: '/app', headers: { host: 'app' } }] },
      'worse',
      'lost host, lost x-forwarded-for',
    ],
    ['another route fails', { ...cured, others: ['/: 404 true'] }, 'worse', '/: 200 true became /: 404 true'],
    [
      'a header for clients is lost',
      { ...cured, answers: [{ ...good, hasFrameOptions: false }] },
      'worse',
      'lost X-Frame-Options',
    ],
  ] as const)('%s', (_, after, grade, note) => {
    expect(compare(failing, after, {})).toEqual({ grade, note });
  });

  it('calls no change a cure of what never failed', () => {
    expect(compare({ ...failing, failed: 0 }, cured, {}).grade).toBe('worse');
  });
});
