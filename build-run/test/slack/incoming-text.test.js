import { describe, expect, it } from 'vitest';
import { createRecentIds } from '../../src/slack/deduplicate.js';
import { readMessageText, stripMention, unescapeSlackText } from '../../src/slack/incoming-text.js';
import { redactLine } from '../../src/slack/log.js';
import { measureCpuMs } from '../support/cpu-time.js';

describe('unescapeSlackText returns the text as typed:', () => {
  it.each([
    ['status', 'status'],
    ['a &lt;b&gt; &amp;&amp; c', 'a <b> && c'],
    ['&amp;lt;', '&lt;'],
    ['upstream: "<http://10.0.0.7:8080/cart?a=1&amp;b=2>"', 'upstream: "http://10.0.0.7:8080/cart?a=1&b=2"'],
    ['host: <http://shop.example|shop.example>', 'host: shop.example'],
    ['<mailto:a@b.example|a@b.example>', 'a@b.example'],
    ['owner <@U0ANNA001|anna>', 'owner <@U0ANNA001>'],
    ['in <#C0ALERTS1|alerts> or <#C0ALERTS1>', 'in #alerts or <#C0ALERTS1>'],
    ['<!here> <!subteam^S1|@ops>', '@here @ops'],
    ['a < b', 'a < b'],
    ['<', '<'],
  ])('%s', (sent, expected) => {
    expect(unescapeSlackText(sent)).toBe(expected);
  });
  it('is linear in the number of brackets', () => {
    const [open, closed] = ['<'.repeat(200_000), `${'<a>'.repeat(100_000)}<`];
    expect(unescapeSlackText(open)).toHaveLength(200_000);
    expect(unescapeSlackText(closed)).toHaveLength(100_001);
    expect(measureCpuMs(() => [open, closed].map(unescapeSlackText))).toBeLessThan(500);
  });
});
describe('the text of a message', () => {
  it('is taken from its rich text, in which nothing is escaped', () => {
    const text = (value) => ({ type: 'text', text: value });
    const blocks = [
      {
        type: 'rich_text',
        elements: [
          {
            type: 'rich_text_section',
            elements: [
              { type: 'user', user_id: 'U0BOT0001' },
              text(' why *this*? '),
              { type: 'emoji', name: 'fire' },
            ],
          },
          {
            type: 'rich_text_preformatted',
            elements: [text('GET <'), { type: 'link', url: 'http://a.example/x' }, text('>')],
          },
        ],
      },
    ];
    expect(readMessageText({ text: 'something else', blocks })).toBe(
      '<@U0BOT0001> why *this*? :fire:\nGET <http://a.example/x>',
    );
  });
  it('is taken from its text when it has no rich text', () => {
    expect(readMessageText({ text: 'a &lt; b', blocks: [{ type: 'section' }] })).toBe('a < b');
    expect(readMessageText({})).toBe('');
  });
  it('does not include the mention of the bot', () => {
    expect(stripMention('<@U0BOT0001> status', 'U0BOT0001')).toBe('status');
    expect(stripMention('please, <@U0BOT0001>', 'U0BOT0001')).toBe('please,');
  });
});
describe('a handled delivery', () => {
  it('is remembered for an hour', () => {
    const handled = createRecentIds();
    expect([0, 1, 3_599_999, 3_600_000].map((now) => handled.addIfNew('Ev1', now))).toEqual([
      true,
      false,
      false,
      true,
    ]);
  });
  it('is forgotten, oldest first, beyond the maximum', () => {
    const handled = createRecentIds(3);
    expect(['a', 'b', 'c', 'd'].map((id) => handled.addIfNew(id, 0))).toEqual([true, true, true, true]);
    expect(['d', 'c', 'b', 'a'].map((id) => handled.addIfNew(id, 1))).toEqual([false, false, false, true]);
  });
});
describe('a line for the log', () => {
  it.each([
    ['token xoxb-12-34-abcDEF is bad', 'token xoxb-… is bad'],
    ['Bearer xapp-1-A0-99-ff', 'Bearer xapp-…'],
    ['POST https://hooks.slack.com/commands/T1/2/abc failed', 'POST https://hooks.slack.com/… failed'],
    ['two\nlines\u001b[31m', 'two lines [31m'],
  ])('%j', (text, line) => {
    expect(redactLine(text)).toBe(line);
  });
  it('is short', () => {
    expect(redactLine('x'.repeat(100_000))).toHaveLength(400);
  });
});
