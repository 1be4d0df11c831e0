import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { answerQuestion } from '../../src/query/answer-question.js';
import { renderCsv } from '../../src/render/csv.js';
import { serializeFailure } from '../../src/report/export/json.js';
import { buildFailureTable } from '../../src/report/export/tables.js';
import { anyText } from '../support/any-text.js';
import { makePayFailure } from '../support/incident-fixtures.js';
import { openTwoDayStore, twoPm } from '../support/two-days.js';

const formatCell = (text) => renderCsv({ headers: ['a'], rows: [[text]] }).slice('a\r\n'.length, -2);
describe('a cell', () => {
  it.each([
    ['plain', 'plain'],
    ['a,b', '"a,b"'],
    ['say "no"', '"say ""no"""'],
    ['two\nlines', '"two\nlines"'],
    ['=1+1', "'=1+1"],
    ['+49', "'+49"],
    ['-2', "'-2"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'    =1"],
    ['\r=1', `"'\n=1"`],
    [' =1', "' =1"],
    ['＝1', "'＝1"],
    ['=HYPERLINK("http://evil.example","x")', `"'=HYPERLINK(""http://evil.example"",""x"")"`],
    ['\u001b[31mred', 'red'],
    ['token=abc123456', 'token=•••'],
  ])('%j is written as %j', (text, written) => {
    expect(formatCell(text)).toBe(written);
  });
  it('keeps numbers, and is empty for null', () => {
    expect(renderCsv({ headers: ['a', 'b'], rows: [[-5, null]] })).toBe('a,b\r\n-5,\r\n');
  });
  it('is one cell and no formula, whatever a log holds', () => {
    fc.assert(
      fc.property(anyText(), (text) => {
        const cells = parseCsv(renderCsv({ headers: ['a', 'b'], rows: [[text, 'end']] }))[1] ?? [];
        expect(cells).toHaveLength(2);
        expect(cells[1]).toBe('end');
        expect(cells[0]).not.toMatch(/^\s*[=+\-@]/);
      }),
    );
  });
});
describe('failures as rows', () => {
  it('have the field names of the stable JSON', () => {
    const {
      hints: _,
      evidence: [place] = [],
      request,
      ...fields
    } = Object(serializeFailure(makePayFailure())); // an object of ours
    const names = [
      ...Object.keys(fields),
      ...Object.keys(request).map((key) => `request.${key}`),
      ...Object.keys(place).map((key) => `evidence.${key}`),
    ];
    expect([...buildFailureTable([]).headers].sort()).toEqual(names.sort());
  });
});
describe('answers as CSV', () => {
  const store = openTwoDayStore();
  afterAll(() => store.close());
  const csv = (question) => {
    const { file } = answerQuestion(question, { repository: store, now: twoPm, timezone: 'UTC' });
    if (file?.type !== 'text') throw new Error(`no file for ${question}`);
    return { name: file.fileName, rows: parseCsv(file.text) };
  };
  it.each([
    ['how many 502s today as csv', 'count.csv', 47, 'at,gateway,cause,class'],
    ['502 rate for payments-api as csv', 'rate.csv', 41, 'at,gateway,cause,class'],
    ['is it only POST as csv', 'share.csv', 46, 'at,gateway,cause,class'],
    ['top 10 routes by 502 as csv', 'top.csv', 3, 'name,count,alarming'],
    ['compare today with last tuesday as csv', 'compare.csv', 3, 'name,total,clientVisible'],
    ['report 2026-11-22 as csv', 'report.csv', 4, 'cause,class,upstream,count'],
    ['report payments-api last month as csv', 'report.csv', 2, 'cause,class,upstream,count'],
  ])('%s', (question, name, lines, heads) => {
    const { name: called, rows } = csv(question);
    expect(called).toBe(name);
    expect(rows).toHaveLength(lines);
    expect(rows[0]?.join(',')).toMatch(new RegExp(`^${heads}`));
  });
  it('give the total number of rows when not all of them are included', () => {
    const repository = {
      ...store,
      individualFailures: (...args) => store.individualFailures(...args).slice(0, 9),
    };
    const { message } = answerQuestion('how many 502s today as csv', {
      repository,
      now: twoPm,
      timezone: 'UTC',
    });
    expect(JSON.stringify(message)).toContain('As CSV: 9 rows of 46, the oldest that are still stored');
  });
  it('agree with the answer in words', () => {
    expect(csv('top 10 routes by 502 as csv').rows.slice(1)).toEqual([
      ['/api/pay/:id', '40', '40'],
      ['/login', '6', '6'],
    ]);
    expect(csv('report payments-api last month as csv').rows[1]).toEqual([
      'connection-refused',
      'upstream-down',
      'payments-api',
      '73',
      '68',
      '5',
      '0',
      '0',
      '2026-11-15T09:00:00.000Z',
      '2026-11-22T13:57:17.999Z',
    ]);
    const chart = csv('chart 502s last 6h by upstream as csv');
    expect(chart.rows[0]).toEqual(['at', 'widthSeconds', 'name', 'alarming']);
    expect(chart.rows.slice(1).reduce((sum, row) => sum + Number(row[3]), 0)).toBe(40);
  });
});
/** Parses CSV strictly by RFC 4180. */
function parseCsv(text) {
  const rows = [];
  for (const match of text.matchAll(/(?:^|(,)|(\r\n))(?:"((?:[^"]|"")*)"|([^",\r\n]*))(?=,|\r\n|$)/g)) {
    const [, , ended, quoted, bare] = match;
    if (ended !== undefined && match.index + ended.length === text.length) break;
    const cell = quoted === undefined ? (bare ?? '') : quoted.replaceAll('""', '"');
    if (ended !== undefined || rows.length === 0) rows.push([cell]);
    else rows.at(-1)?.push(cell);
  }
  return rows;
}
