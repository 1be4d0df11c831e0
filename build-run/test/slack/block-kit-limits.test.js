import { describe, expect, it } from 'vitest';
import { validateMessage, validateView } from '../../src/slack/block-kit-limits.js';

const repeatX = (charsMax) => 'x'.repeat(charsMax);
const makePlainText = (text) => ({ type: 'plain_text', text });
const makeMrkdwn = (text) => ({ type: 'mrkdwn', text });
const makeHeader = (text) => ({ type: 'header', text: makePlainText(text) });
const makeSection = (text) => ({ type: 'section', text: makeMrkdwn(text) });
const makeButton = (action_id, extra = {}) => ({
  type: 'button',
  action_id,
  text: makePlainText('Acknowledge'),
  value: '142',
  ...extra,
});
const makeActions = (...elements) => ({ type: 'actions', elements });
const makePreformatted = (text) => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] }],
});
const makeTable = (...rows) => ({
  type: 'table',
  rows: rows.map((row) => row.map((text) => ({ type: 'raw_text', text }))),
});
const makeMessage = (...blocks) => ({
  text: 'shop-api refuses connections.',
  blocks,
});
const listPointers = (faulty) => validateMessage(faulty).map(({ code, pointer }) => `${code} ${pointer}`);
describe('validateMessage accepts', () => {
  it.each([
    ['text without blocks', makeMessage()],
    ['a header of 150 characters', makeMessage(makeHeader(repeatX(150)))],
    ['a section of 3,000', makeMessage(makeSection(repeatX(3000)))],
    [
      'ten fields',
      makeMessage({ type: 'section', fields: Array.from({ length: 10 }, () => makeMrkdwn(repeatX(200))) }),
    ],
    ['50 blocks', makeMessage(...Array.from({ length: 50 }, () => ({ type: 'divider' })))],
    ['unescaped log lines in a preformatted block', makeMessage(makePreformatted('<!channel> ``` *x*'))],
    [
      'a button with a confirmation dialog',
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
describe('validateMessage refuses, with a pointer to the place,', () => {
  it.each([
    ['a message without text for phones', { text: ' ', blocks: [makeSection('x')] }, ['no_text /text']],
    ['text that is too long for an edit', { text: repeatX(4001), blocks: [] }, ['msg_too_long /text']],
    [
      'a header of 151 characters',
      makeMessage(makeHeader(repeatX(151))),
      ['invalid_blocks /blocks/0/text/text'],
    ],
    [
      'bold in a header',
      makeMessage({ type: 'header', text: makeMrkdwn('*x*') }),
      ['invalid_blocks /blocks/0/text/type'],
    ],
    [
      'a section of 3,001 characters',
      makeMessage(makeSection(repeatX(3001))),
      ['invalid_blocks /blocks/0/text/text'],
    ],
    ['an empty section', makeMessage({ type: 'section' }), ['invalid_blocks /blocks/0']],
    [
      'a field of 2,001 characters',
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
      'two buttons with one action id',
      makeMessage(makeActions(makeButton('a'), makeButton('a'))),
      ['invalid_blocks /blocks/0'],
    ],
    [
      'two blocks with one id',
      makeMessage({ ...makeSection('x'), block_id: 'b' }, { ...makeSection('y'), block_id: 'b' }),
      ['invalid_blocks /blocks'],
    ],
    [
      'a picture without alternative text',
      makeMessage({ type: 'image', image_url: 'https://a.example/x.png' }),
      ['invalid_blocks /blocks/0/alt_text'],
    ],
    [
      'a picture without a source',
      makeMessage({ type: 'image', alt_text: 'x' }),
      ['invalid_blocks /blocks/0'],
    ],
    ['a ragged table', makeMessage(makeTable(['a', 'b'], ['c'])), ['invalid_blocks /blocks/0/rows']],
    ['an empty cell', makeMessage(makeTable([''])), ['invalid_blocks /blocks/0/rows/0/0/text']],
    ['two tables', makeMessage(makeTable(['a']), makeTable(['b'])), ['only_one_table_allowed /blocks']],
    [
      '9,001 characters in total',
      makeMessage(makeSection(repeatX(3000)), makePreformatted(repeatX(6001))),
      ['msg_blocks_too_long /blocks'],
    ],
    [
      '9,001 characters in total, some beside a colour bar',
      { ...makeMessage(makePreformatted(repeatX(8999))), attachments: [{ blocks: [makeSection('xx')] }] },
      ['msg_blocks_too_long /blocks'],
    ],
    [
      'a colour bar of an unknown colour',
      { ...makeMessage(), attachments: [{ color: 'rouge', blocks: [makeSection('x')] }] },
      ['invalid_attachments /attachments/0/color'],
    ],
    [
      'a colour bar without blocks',
      { ...makeMessage(), attachments: [{ color: 'good' }] },
      ['invalid_attachments /attachments/0/blocks'],
    ],
    [
      'blocks that are not blocks',
      makeMessage(null, 7),
      ['invalid_blocks /blocks/0', 'invalid_blocks /blocks/1'],
    ],
  ])('%s', (_, sendable, expected) => {
    expect(listPointers(sendable)).toEqual(expected);
  });
  it('describes the problem in words', () => {
    expect(validateMessage(makeMessage({ type: 'banner' }))[0]?.problem).toBe(
      'has a type that Slack does not allow here',
    );
  });
});
describe('validateView checks', () => {
  const question = {
    type: 'input',
    label: makePlainText('How long?'),
    element: { type: 'plain_text_input', action_id: 'a' },
  };
  const modal = (more) => ({
    type: 'modal',
    title: makePlainText('Silence'),
    submit: makePlainText('Silence'),
    ...more,
  });
  it.each([
    ['a modal with an input', modal({ blocks: [question] }), []],
    ['a Home tab', { type: 'home', blocks: [makeSection('All is well.')] }, []],
    [
      'an input without a submit button',
      { type: 'modal', title: makePlainText('x'), blocks: [question] },
      ['/submit'],
    ],
    [
      'a title of 25 characters',
      modal({ title: makePlainText(repeatX(25)), blocks: [makeSection('x')] }),
      ['/title/text'],
    ],
    ['a table in a modal', modal({ blocks: [makeTable(['x'])] }), ['/blocks/0/type']],
    ['101 blocks', modal({ blocks: Array.from({ length: 101 }, () => ({ type: 'divider' })) }), ['/blocks']],
    ['a value that is not a view', 'modal', ['']],
  ])('%s', (_, view, expected) => {
    expect(validateView(view).map(({ pointer }) => pointer)).toEqual(expected);
  });
});
function makeConfirm() {
  return {
    title: makePlainText('Resolve?'),
    text: makePlainText('The channel will be told.'),
    confirm: makePlainText('Resolve'),
  };
}
