import { describe, expect, it } from 'vitest';
import { context, header, list, message, records, section } from '../../src/render/blocks.js';
import type { Message } from '../../src/render/message.js';
import { bold, code, command, link, moment, type Phrase, person, say } from '../../src/render/rich-text.js';
import { terminalText } from '../../src/render/terminal.js';
import { columnsOf } from '../../src/render/wrap-lines.js';
import { faultsIn } from '../../src/slack/block-kit-limits.js';
import { began, zone } from '../support/incident-fixtures.js';

const showing = (...blocks: Message['blocks']): Message => ({ text: 'x', blocks, tone: 'bad' });
const plain = (phrase: Phrase, width = 60) => {
  const block = section(phrase);
  return block === undefined ? '' : terminalText(showing(block), { width, colour: false });
};

describe('a message in a terminal', () => {
  it.each<[string, Phrase, string]>([
    ['bold and code', say`${bold('209')} at ${code('a_b')}`, '209 at a_b'],
    ['entities', say`${code('a<b>&c')}`, 'a<b>&c'],
    ['a time', say`since ${moment(began, { now: began, zone })}`, 'since 14:14'],
    ['a person', say`${person('U012ABCDE')} and ${person('mo')}`, '@U012ABCDE and mo'],
    ['a link', say`${link('https://slack.example/p1', 'BG-1')}`, 'BG-1'],
    ['a link that is none', say`${link('javascript:alert(1)', 'BG-1')}`, 'BG-1'],
    ['marks from a log', say`${'a *b* _c_ ~d~ <@U0EVIL>'}`, 'a ∗b∗ ˍcˍ ∼d∼ <@U0EVIL›'],
    ['names with underscores', say`${'pay_backend_2'}`, 'pay_backend_2'],
  ])('shows %s without Slack’s marks', (_, phrase, text) => {
    expect(plain(phrase)).toBe(text);
  });

  it('wraps at words, indents what follows, and keeps a percent sign with its number', () => {
    expect(plain(say`209 requests got 502, and that is now 4.2 % of them`, 42)).toBe(
      '209 requests got 502, and that is now\n  4.2 % of them',
    );
  });

  it('breaks a word only where it is wider than the screen', () => {
    expect(
      plain(say`${code('x'.repeat(50))}`, 24)
        .split('\n')
        .map(columnsOf),
    ).toEqual([22, 24, 8]);
  });

  it('numbers steps and puts what to type below', () => {
    const steps = list('Do first', 'ordered', [['Look\n', command('ss -ltn')], ['Wait']]);
    expect(steps && terminalText(showing(steps), { width: 60, colour: false })).toBe(
      'Do first\n1. Look\n   ss -ltn\n2. Wait',
    );
  });

  it('paints only where colours are wanted', () => {
    const title = showing(header(say`Failing`));
    expect(terminalText(title, { width: 60, colour: true })).toBe(
      '\u001b[31m● \u001b[0m\u001b[1mFailing\u001b[0m',
    );
    expect(terminalText(title, { width: 60, colour: false })).toBe('● Failing');
  });

  it('counts wide letters as two columns and combining ones as none', () => {
    expect([columnsOf('漢字'), columnsOf('e\u0301'), columnsOf('🎈')]).toEqual([4, 1, 2]);
  });
});

describe('the parts of a message', () => {
  it('are left out when there is nothing to say', () => {
    expect([section(undefined), context(), list('Empty', 'bullet', []), records('None', ['', '  '])]).toEqual(
      Array(4).fill(undefined),
    );
  });

  it('show the same record once, and say how much of a long one is left out', () => {
    const long = Array.from({ length: 30 }, (_, line) => `at ${line}`).join('\n');
    const shown = records('Records', ['one', 'one', long]);
    const text = shown === undefined ? '' : terminalText(showing(shown), { width: 60, colour: false });
    expect(text.match(/one/g)).toHaveLength(1);
    expect(text).toContain('… 18 more lines');
  });

  it('never reach what Slack refuses: the last parts go first, small print and buttons stay', () => {
    const part = section(say`${bold('x'.repeat(150))}`);
    const long = message({ text: say`long`, blocks: [...Array(80).fill(part), context(say`small print`)] });
    expect(faultsIn(long)).toEqual([]);
    expect(long.blocks).toHaveLength(50);
    expect(long.blocks.at(-1)?.type).toBe('context');
  });
});
