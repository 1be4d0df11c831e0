import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type MessagePayload,
  toPlainMessage,
  validateMessage,
  validateView,
} from '../../src/slack/block-kit-limits.js';

const repeatX = (charsMax: number) => 'x'.repeat(charsMax);
const makePlainText = (text: string) => ({ type: 'plain_text', text });
const makeMrkdwn = (text: string) => ({ type: 'mrkdwn', text });
const makeHeader = (text: string) => ({ type: 'header', text: makePlainText(text) });
const makeSection = (text: string) => ({ type: 'section', text: makeMrkdwn(text) });
const makeButton = (action_id: string, extra: object = {}) => ({
  type: 'button',
  action_id,
  text: makePlainText('Acknowledge'),
  value: '142',
  ...extra,
});
const makeActions = (...elements: object[]) => ({ type: 'actions', elements });
const makePreformatted = (text: string) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
});
const makeTable = (...rows: string[][]) => ({
  type: 'table',
  rows: rows.map((row) => row.map((text) => ({ type: 'raw_text', text }))),
});
const makeMessage = (...blocks: unknown[]): MessagePayload => ({
  text: 'shop-api refuses connections.',
  blocks,
});
const listPointers = (faulty: MessagePayload) =>
  validateMessage(faulty).map(({ code, pointer }) => `${code} ${pointer}`);

describe('a message that Slack takes', () => {
  it.each<[string, MessagePayload]>([
    ['text alone', makeMessage()],
    ['a header of 150 characters', makeMessage(makeHeader(repeatX(150)))],
    ['a section of 3,000', makeMessage(makeSection(repeatX(3000)))],
    [
      'ten fields',
      makeMessage({ type: 'section', fields: Array.from({ length: 10 }, () => makeMrkdwn(repeatX(200))) }),
    ],
    ['50 blocks', makeMessage(...Array.from({ length: 50 }, () => ({ type: 'divider' })))],
    ['log lines as they are', makeMessage(makePreformatted('<!channel> ``` *x*'))],
    [
      'buttons with a question back',
      makeMessage(makeActions(makeButton('resolve', { style: 'danger', confirm: makeConfirm() }))),
    ],
    ['a table', makeMessage(makeTable(['cause', 'count'], ['refused', '41']))],
    [
      'a picture',
      makeMessage({ type: 'image', image_url: 'https://a.example/x.png', alt_text: 'Failures fall' }),
    ],
    [
      'a colour bar',
      { ...makeMessage(makeSection('x')), attachments: [{ color: '#c0392b', blocks: [makeSection('y')] }] },
    ],
  ])('%s', (_, sendable) => {
    expect(validateMessage(sendable)).toEqual([]);
  });
});

describe('a message that Slack would refuse, and where', () => {
  it.each<[string, MessagePayload, string[]]>([
    ['no words for phones', { text: ' ', blocks: [makeSection('x')] }, ['no_text /text']],
    ['text that no edit could carry', { text: repeatX(4001), blocks: [] }, ['msg_too_long /text']],
    ['a header of 151', makeMessage(makeHeader(repeatX(151))), ['invalid_blocks /blocks/0/text/text']],
    [
      'bold in a header',
      makeMessage({ type: 'header', text: makeMrkdwn('*x*') }),
      ['invalid_blocks /blocks/0/text/type'],
    ],
    ['a section of 3,001', makeMessage(makeSection(repeatX(3001))), ['invalid_blocks /blocks/0/text/text']],
    ['an empty section', makeMessage({ type: 'section' }), ['invalid_blocks /blocks/0']],
    [
      'a field of 2,001',
      makeMessage({ type: 'section', fields: [makeMrkdwn(repeatX(2001))] }),
      ['invalid_blocks /blocks/0/fields/0/text'],
    ],
    [
      '51 blocks',
      makeMessage(...Array.from({ length: 51 }, () => ({ type: 'divider' }))),
      ['invalid_blocks /blocks'],
    ],
    ['an unknown block', makeMessage({ type: 'banner' }), ['invalid_blocks /blocks/0/type']],
    ['an unknown property', makeMessage({ ...makeSection('x'), color: 'red' }), ['invalid_blocks /blocks/0']],
    [
      '26 buttons',
      makeMessage(makeActions(...Array.from({ length: 26 }, (_, index) => makeButton(`b${index}`)))),
      ['invalid_blocks /blocks/0/elements'],
    ],
    [
      'a green button',
      makeMessage(makeActions(makeButton('a', { style: 'green' }))),
      ['invalid_blocks /blocks/0/elements/0/style'],
    ],
    [
      'a button to javascript:',
      makeMessage(makeActions(makeButton('a', { url: 'javascript:x' }))),
      ['invalid_blocks /blocks/0/elements/0/url'],
    ],
    [
      'two buttons of one name',
      makeMessage(makeActions(makeButton('a'), makeButton('a'))),
      ['invalid_blocks /blocks/0'],
    ],
    [
      'two blocks of one id',
      makeMessage({ ...makeSection('x'), block_id: 'b' }, { ...makeSection('y'), block_id: 'b' }),
      ['invalid_blocks /blocks'],
    ],
    [
      'a picture without words',
      makeMessage({ type: 'image', image_url: 'https://a.example/x.png' }),
      ['invalid_blocks /blocks/0/alt_text'],
    ],
    ['a picture from nowhere', makeMessage({ type: 'image', alt_text: 'x' }), ['invalid_blocks /blocks/0']],
    ['a ragged table', makeMessage(makeTable(['a', 'b'], ['c'])), ['invalid_blocks /blocks/0/rows']],
    ['an empty cell', makeMessage(makeTable([''])), ['invalid_blocks /blocks/0/rows/0/0/text']],
    ['two tables', makeMessage(makeTable(['a']), makeTable(['b'])), ['only_one_table_allowed /blocks']],
    [
      '9,001 characters in all',
      makeMessage(makeSection(repeatX(3000)), makePreformatted(repeatX(6001))),
      ['msg_blocks_too_long /blocks'],
    ],
    [
      'the same, part of it beside a bar',
      { ...makeMessage(makePreformatted(repeatX(8999))), attachments: [{ blocks: [makeSection('xx')] }] },
      ['msg_blocks_too_long /blocks'],
    ],
    [
      'a bar of no colour',
      { ...makeMessage(), attachments: [{ color: 'rouge', blocks: [makeSection('x')] }] },
      ['invalid_attachments /attachments/0/color'],
    ],
    [
      'a bar beside nothing',
      { ...makeMessage(), attachments: [{ color: 'good' }] },
      ['invalid_attachments /attachments/0/blocks'],
    ],
    [
      'blocks that are no blocks',
      makeMessage(null, 7),
      ['invalid_blocks /blocks/0', 'invalid_blocks /blocks/1'],
    ],
  ])('%s', (_, sendable, expected) => {
    expect(listPointers(sendable)).toEqual(expected);
  });

  it('says what is wrong in words', () => {
    expect(validateMessage(makeMessage({ type: 'banner' }))[0]?.problem).toBe(
      'has a type that Slack does not take here',
    );
  });
});

describe('views', () => {
  const question = {
    type: 'input',
    label: makePlainText('How long?'),
    element: { type: 'plain_text_input', action_id: 'a' },
  };
  const modal = (more: object) => ({
    type: 'modal',
    title: makePlainText('Silence'),
    submit: makePlainText('Silence'),
    ...more,
  });

  it.each<[string, unknown, string[]]>([
    ['a modal with a question', modal({ blocks: [question] }), []],
    ['a Home tab', { type: 'home', blocks: [makeSection('All is well.')] }, []],
    [
      'a question without a button',
      { type: 'modal', title: makePlainText('x'), blocks: [question] },
      ['/submit'],
    ],
    [
      'a title of 25',
      modal({ title: makePlainText(repeatX(25)), blocks: [makeSection('x')] }),
      ['/title/text'],
    ],
    ['a table in a modal', modal({ blocks: [makeTable(['x'])] }), ['/blocks/0/type']],
    ['101 blocks', modal({ blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }), ['/blocks']],
    ['no view at all', 'modal', ['']],
  ])('%s', (_, view, expected) => {
    expect(validateView(view).map(({ pointer }) => pointer)).toEqual(expected);
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
        const plainly = toPlainMessage({ text, blocks: [], tone: 'bad' });
        expect(validateMessage(plainly)).toEqual([]);
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
      expect(toPlainMessage({ text: 'x'.repeat(shift) + unit.repeat(2000), blocks: [] }).text).toMatch(end);
    }
  });

  it('keeps the sentence when it is short', () => {
    expect(toPlainMessage({ text: 'shop-api is back.', blocks: [] }).text).toBe('shop-api is back.');
  });
});

function makeConfirm() {
  return {
    title: makePlainText('Resolve?'),
    text: makePlainText('The channel will be told.'),
    confirm: makePlainText('Resolve'),
  };
}
