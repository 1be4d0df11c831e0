import { describe, expect, it } from 'vitest';
import { buildMessage, context, header, list, records, section } from '../../src/render/blocks.js';
import { bold, code, link, personName, shellCommand, text, timestamp } from '../../src/render/rich-text.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { countColumns } from '../../src/render/wrap-lines.js';
import { validateMessage } from '../../src/slack/block-kit-limits.js';
import { outageStartedAt, timezone } from '../support/incident-fixtures.js';

const makeMessage = (...blocks) => ({ text: 'x', blocks, tone: 'bad' });
const renderPhrase = (content, width = 60) => {
  const block = section(content);
  return block === undefined ? '' : renderTerminalText(makeMessage(block), { width, colour: false });
};
describe('a message in a terminal', () => {
  it.each([
    ['bold and code', text`${bold('209')} at ${code('a_b')}`, '209 at a_b'],
    ['entities', text`${code('a<b>&c')}`, 'a<b>&c'],
    ['a time', text`since ${timestamp(outageStartedAt, { now: outageStartedAt, timezone })}`, 'since 14:14'],
    ['a person', text`${personName('U012ABCDE')} and ${personName('mo')}`, '@U012ABCDE and mo'],
    ['a link', text`${link('https://slack.example/p1', 'BG-1')}`, 'BG-1'],
    ['a link that is not HTTP', text`${link('javascript:alert(1)', 'BG-1')}`, 'BG-1'],
    ['delimiters from a log', text`${'a *b* _c_ ~d~ <@U0EVIL>'}`, 'a *b* _c_ ~d~ <@U0EVIL>'],
    ['names with underscores', text`${'pay_backend_2'}`, 'pay_backend_2'],
  ])('shows %s without Slack’s markup', (_, content, text) => {
    expect(renderPhrase(content)).toBe(text);
  });
  it('wraps at words, indents continuation lines, and keeps a percent sign with its number', () => {
    expect(renderPhrase(text`209 requests got 502, and that is now 4.2 % of them`, 42)).toBe(
      '209 requests got 502, and that is now\n  4.2 % of them',
    );
  });
  it('breaks a word only if it is wider than the screen', () => {
    expect(
      renderPhrase(text`${code('x'.repeat(50))}`, 24)
        .split('\n')
        .map(countColumns),
    ).toEqual([22, 24, 8]);
  });
  it('numbers steps and shows commands below them', () => {
    const steps = list('Do first', 'ordered', [['Look\n', shellCommand('ss -ltn')], ['Wait']]);
    expect(steps && renderTerminalText(makeMessage(steps), { width: 60, colour: false })).toBe(
      'Do first\n1. Look\n   ss -ltn\n2. Wait',
    );
  });
  it('has colours only on request', () => {
    const title = makeMessage(header(text`Failing`));
    expect(renderTerminalText(title, { width: 60, colour: true })).toBe(
      '\u001b[31m● \u001b[0m\u001b[1mFailing\u001b[0m',
    );
    expect(renderTerminalText(title, { width: 60, colour: false })).toBe('● Failing');
  });
  it('counts two columns for wide characters and none for combining marks', () => {
    expect([countColumns('漢字'), countColumns('e\u0301'), countColumns('🎈')]).toEqual([4, 1, 2]);
  });
  it.each([
    ['Tangut, which is wide as well', '\u{17000}', 2],
    ['a vowel sign with a column of its own', '\u0915\u093f', 2],
    ['half-width katakana', 'ｱ', 1],
    ['a bar of a chart', '▇', 1],
  ])('counts %s', (_, text, columns) => {
    expect(countColumns(text)).toBe(columns);
  });
});
describe('the parts of a message', () => {
  it('are left out when they are empty', () => {
    expect([section(undefined), context(), list('Empty', 'bullet', []), records('None', ['', '  '])]).toEqual(
      Array(4).fill(undefined),
    );
  });
  it('show equal records once, and say how many lines of a long one are left out', () => {
    const long = Array.from({ length: 30 }, (_, line) => `at ${line}`).join('\n');
    const shown = records('Records', ['one', 'one', long]);
    const text =
      shown === undefined ? '' : renderTerminalText(makeMessage(shown), { width: 60, colour: false });
    expect(text.match(/one/g)).toHaveLength(1);
    expect(text).toContain('… 18 more lines');
  });
  it('stay within Slack’s limits: the last parts are dropped first, small print and buttons stay', () => {
    const part = section(text`${bold('x'.repeat(150))}`);
    const long = buildMessage({
      text: text`long`,
      blocks: [...Array(80).fill(part), context(text`small print`)],
    });
    expect(validateMessage(long)).toEqual([]);
    expect(long.blocks).toHaveLength(50);
    expect(long.blocks.at(-1)?.type).toBe('context');
  });
});
