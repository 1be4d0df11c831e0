import { describe, expect, it } from 'vitest';
import { unwrapLine } from '../../src/parse/envelope/unwrap.js';
import { appendLine } from '../../src/parse/join-records.js';
import { recordCharsMax, recordLinesMax } from '../../src/parse/line.js';
import { createLocalTimeParser } from '../../src/parse/local-time.js';

const startsRecord = (line) => line.startsWith('2026/');
describe('joining lines to records', () => {
  it('appends lines that start no record', () => {
    expect(joinRecords(['2026/1 one', 'more', 'and more', '2026/2 two'])).toEqual([
      '2026/1 one\nmore\nand more',
      '2026/2 two',
    ]);
  });
  it('rejoins lines that the container runtime split', () => {
    const stamp = '2026-11-22T09:23:04.125Z stderr';
    expect(
      joinRecords([`${stamp} P 2026/1 on`, `${stamp} P e re`, `${stamp} F cord`, `${stamp} F 2026/2 two`]),
    ).toEqual(['2026/1 one record', '2026/2 two']);
  });
  it('starts a new record after too many lines or characters', () => {
    const lines = ['2026/1', ...Array.from({ length: recordLinesMax }, () => 'more')];
    expect(joinRecords(lines).map((text) => text.split('\n').length)).toEqual([recordLinesMax, 1]);
    const long = joinRecords(['2026/1', 'x'.repeat(recordCharsMax), 'more']);
    expect(long.map((text) => text.length)).toEqual([recordCharsMax, 4]);
  });
  it('keeps the location and the envelope of the first line', () => {
    const first = appendLine(
      null,
      unwrapLine('2026-11-22T09:23:04Z stderr F 2026/1'),
      makeLocation(7),
      startsRecord,
    );
    const { openRecord } = appendLine(
      first.openRecord,
      unwrapLine('2026-11-22T09:23:05Z stderr F more'),
      makeLocation(9),
      startsRecord,
    );
    expect(openRecord).toEqual({
      text: '2026/1\nmore',
      location: makeLocation(7),
      stampedAt: Date.UTC(2026, 10, 22, 9, 23, 4),
      source: null,
    });
  });
});
describe('converting wall-clock times', () => {
  it.each([
    ['in winter', 'Europe/Berlin', [2026, 1, 5, 12, 0, 0], '2026-01-05T11:00:00Z'],
    ['in summer', 'Europe/Berlin', [2026, 7, 5, 12, 0, 0], '2026-07-05T10:00:00Z'],
    [
      'in the repeated hour, as the earlier time',
      'Europe/Berlin',
      [2026, 10, 25, 2, 30, 0],
      '2026-10-25T00:30:00Z',
    ],
    ['after the repeated hour', 'Europe/Berlin', [2026, 10, 25, 3, 0, 0], '2026-10-25T02:00:00Z'],
    ['in the skipped hour', 'Europe/Berlin', [2026, 3, 29, 2, 30, 0], '2026-03-29T01:30:00Z'],
    ['after the skipped hour', 'Europe/Berlin', [2026, 3, 29, 3, 0, 0], '2026-03-29T01:00:00Z'],
    ['with an offset of quarter hours', 'Asia/Kathmandu', [2026, 5, 5, 12, 0, 0], '2026-05-05T06:15:00Z'],
    ['west of Greenwich', 'America/New_York', [2026, 11, 1, 1, 30, 0], '2026-11-01T05:30:00Z'],
    ['with a change of half an hour', 'Australia/Lord_Howe', [2026, 4, 5, 1, 45, 0], '2026-04-04T14:45:00Z'],
    ['without clock changes', 'UTC', [2026, 2, 28, 23, 59, 59], '2026-02-28T23:59:59Z'],
  ])('%s (%s)', (_, timezone, wall, expected) => {
    const localTime = createLocalTimeParser(timezone);
    const [year, month, day, hour, minute, second] = wall;
    const at = localTime(year, month, day, hour, minute, second);
    expect(new Date(at).toISOString()).toBe(expected.replace('Z', '.000Z'));
    expect(localTime(year, month, day, hour, minute, second)).toBe(at);
  });
});
const makeLocation = (byte) => ({ file: 'error.log', byte, line: 1 });
function joinRecords(lines) {
  const closed = [];
  let open = null;
  for (const line of lines) {
    const joined = appendLine(open, unwrapLine(line), makeLocation(0), startsRecord);
    if (joined.closedRecord) closed.push(joined.closedRecord.text);
    open = joined.openRecord;
  }
  return open === null ? closed : [...closed, open.text];
}
