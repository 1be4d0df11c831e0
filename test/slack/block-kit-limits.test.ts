import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { degrade, faultsIn, faultsInView, type Sendable } from '../../src/slack/block-kit-limits.js';

const of = (charsMax: number) => 'x'.repeat(charsMax);
const plain = (text: string) => ({ type: 'plain_text', text });
const mrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const header = (text: string) => ({ type: 'header', text: plain(text) });
const section = (text: string) => ({ type: 'section', text: mrkdwn(text) });
const button = (action_id: string, more: object = {}) => ({
  type: 'button',
  action_id,
  text: plain('Acknowledge'),
  value: '142',
  ...more,
});
const actions = (...elements: object[]) => ({ type: 'actions', elements });
const preformatted = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
});
const table = (...rows: string[][]) => ({
  type: 'table',
  rows: rows.map((row) => row.map((text) => ({ type: 'raw_text', text }))),
});
const message = (...blocks: unknown[]): Sendable => ({ text: 'shop-api refuses connections.', blocks });
const pointers = (faulty: Sendable) => faultsIn(faulty).map(({ error, pointer }) => `${error} ${pointer}`);

describe('a message that Slack takes', () => {
  it.each<[string, Sendable]>([
    ['text alone', message()],
    ['a header of 150 characters', message(header(of(150)))],
    ['a section of 3,000', message(section(of(3000)))],
    ['ten fields', message({ type: 'section', fields: Array.from({ length: 10 }, () => mrkdwn(of(200))) })],
    ['50 blocks', message(...Array.from({ length: 50 }, () => ({ type: 'divider' })))],
    ['log lines as they are', message(preformatted('<!channel> ``` *x*'))],
    [
      'buttons with a question back',
      message(actions(button('resolve', { style: 'danger', confirm: sure() }))),
    ],
    ['a table', message(table(['cause', 'count'], ['refused', '41']))],
    [
      'a picture',
      message({ type: 'image', image_url: 'https://a.example/x.png', alt_text: 'Failures fall' }),
    ],
    [
      'a colour bar',
      { ...message(section('x')), attachments: [{ color: '#c0392b', blocks: [section('y')] }] },
    ],
  ])('%s', (_, sendable) => {
    expect(faultsIn(sendable)).toEqual([]);
  });
});

describe('a message that Slack would refuse, and where', () => {
  it.each<[string, Sendable, string[]]>([
    ['no words for phones', { text: ' ', blocks: [section('x')] }, ['no_text /text']],
    ['text that no edit could carry', { text: of(4001), blocks: [] }, ['msg_too_long /text']],
    ['a header of 151', message(header(of(151))), ['invalid_blocks /blocks/0/text/text']],
    [
      'bold in a header',
      message({ type: 'header', text: mrkdwn('*x*') }),
      ['invalid_blocks /blocks/0/text/type'],
    ],
    ['a section of 3,001', message(section(of(3001))), ['invalid_blocks /blocks/0/text/text']],
    ['an empty section', message({ type: 'section' }), ['invalid_blocks /blocks/0']],
    [
      'a field of 2,001',
      message({ type: 'section', fields: [mrkdwn(of(2001))] }),
      ['invalid_blocks /blocks/0/fields/0/text'],
    ],
    [
      '51 blocks',
      message(...Array.from({ length: 51 }, () => ({ type: 'divider' }))),
      ['invalid_blocks /blocks'],
    ],
    ['an unknown block', message({ type: 'banner' }), ['invalid_blocks /blocks/0/type']],
    ['an unknown property', message({ ...section('x'), color: 'red' }), ['invalid_blocks /blocks/0']],
    [
      '26 buttons',
      message(actions(...Array.from({ length: 26 }, (_, at) => button(`b${at}`)))),
      ['invalid_blocks /blocks/0/elements'],
    ],
    [
      'a green button',
      message(actions(button('a', { style: 'green' }))),
      ['invalid_blocks /blocks/0/elements/0/style'],
    ],
    [
      'a button to javascript:',
      message(actions(button('a', { url: 'javascript:x' }))),
      ['invalid_blocks /blocks/0/elements/0/url'],
    ],
    ['two buttons of one name', message(actions(button('a'), button('a'))), ['invalid_blocks /blocks/0']],
    [
      'two blocks of one id',
      message({ ...section('x'), block_id: 'b' }, { ...section('y'), block_id: 'b' }),
      ['invalid_blocks /blocks'],
    ],
    [
      'a picture without words',
      message({ type: 'image', image_url: 'https://a.example/x.png' }),
      ['invalid_blocks /blocks/0/alt_text'],
    ],
    ['a picture from nowhere', message({ type: 'image', alt_text: 'x' }), ['invalid_blocks /blocks/0']],
    ['a ragged table', message(table(['a', 'b'], ['c'])), ['invalid_blocks /blocks/0/rows']],
    ['an empty cell', message(table([''])), ['invalid_blocks /blocks/0/rows/0/0/text']],
    ['two tables', message(table(['a']), table(['b'])), ['only_one_table_allowed /blocks']],
    [
      '9,001 characters in all',
      message(section(of(3000)), preformatted(of(6001))),
      ['msg_blocks_too_long /blocks'],
    ],
    [
      'the same, part of it beside a bar',
      { ...message(preformatted(of(8999))), attachments: [{ blocks: [section('xx')] }] },
      ['msg_blocks_too_long /blocks'],
    ],
    [
      'a bar of no colour',
      { ...message(), attachments: [{ color: 'rouge', blocks: [section('x')] }] },
      ['invalid_attachments /attachments/0/color'],
    ],
    [
      'a bar beside nothing',
      { ...message(), attachments: [{ color: 'good' }] },
      ['invalid_attachments /attachments/0/blocks'],
    ],
    ['blocks that are no blocks', message(null, 7), ['invalid_blocks /blocks/0', 'invalid_blocks /blocks/1']],
  ])('%s', (_, sendable, expected) => {
    expect(pointers(sendable)).toEqual(expected);
  });

  it('says what is wrong in words', () => {
    expect(faultsIn(message({ type: 'banner' }))[0]?.problem).toBe(
      'has a type that Slack does not take here',
    );
  });
});

describe('views', () => {
  const question = {
    type: 'input',
    label: plain('How long?'),
    element: { type: 'plain_text_input', action_id: 'a' },
  };
  const modal = (more: object) => ({
    type: 'modal',
    title: plain('Silence'),
    submit: plain('Silence'),
    ...more,
  });

  it.each<[string, unknown, string[]]>([
    ['a modal with a question', modal({ blocks: [question] }), []],
    ['a Home tab', { type: 'home', blocks: [section('All is well.')] }, []],
    ['a question without a button', { type: 'modal', title: plain('x'), blocks: [question] }, ['/submit']],
    ['a title of 25', modal({ title: plain(of(25)), blocks: [section('x')] }), ['/title/text']],
    ['a table in a modal', modal({ blocks: [table(['x'])] }), ['/blocks/0/type']],
    ['101 blocks', modal({ blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }), ['/blocks']],
    ['no view at all', 'modal', ['']],
  ])('%s', (_, view, expected) => {
    expect(faultsInView(view).map(({ pointer }) => pointer)).toEqual(expected);
  });
});

describe('the plain version', () => {
  it('is always taken, whatever the text', () => {
    const units = fc.constantFrom('a', '&', '&amp;', '<', '<!channel>', '>', ' ', '😀', '\u0000', '\n');
    const nasty = fc.array(units, { maxLength: 1500 }).map((parts) => parts.join(''));
    const repeated = fc
      .tuple(nasty, fc.integer({ min: 1, max: 40 }))
      .map(([text, times]) => text.repeat(times));
    fc.assert(
      fc.property(repeated, (text) => {
        const plainly = degrade({ text, blocks: [], tone: 'bad' });
        expect(faultsIn(plainly)).toEqual([]);
        expect(plainly.tone).toBe('bad');
        expect(plainly.text).not.toMatch(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
      }),
    );
  });

  it.each([
    ['&amp;', /(&amp;)…$/],
    ['<https://a.example/b|b>', /b>…$/],
    ['😀', /😀…$/],
  ])('never cuts inside %s', (unit, end) => {
    for (const shift of [0, 1, 2, 3, 4]) {
      expect(degrade({ text: 'x'.repeat(shift) + unit.repeat(2000), blocks: [] }).text).toMatch(end);
    }
  });

  it('keeps the sentence when it is short', () => {
    expect(degrade({ text: 'shop-api is back.', blocks: [] }).text).toBe('shop-api is back.');
  });
});

function sure() {
  return { title: plain('Resolve?'), text: plain('The channel will be told.'), confirm: plain('Resolve') };
}
