import { readFileSync } from 'node:fs';
import type { Dialect } from '../parse/decoder.js';
import { beginsRecord, readRecord } from '../parse/decoders.js';
import { unwrap, unwrapRecord } from '../parse/envelope/unwrap.js';
import type { Event } from '../parse/event.js';
import type { LogRecord } from '../parse/line.js';
import { terminalText } from '../render/terminal.js';
import { explanationView } from '../report/explanation.js';
import { explanationJson } from '../report/export/json.js';
import type { Terminal } from './terminal.js';

export type ExplainOptions = {
  readonly json: boolean;
  /** Records on standard input end with NUL; otherwise a line that begins no record continues the one before. */
  readonly nul: boolean;
};

/** `badgateway explain [RECORD]`: what a record says, why, and what to do. Reads standard input when none is given. */
export function explain(
  record: string | undefined,
  options: ExplainOptions,
  dialect: Dialect,
  terminal: Terminal,
): number {
  const records = record === undefined ? recordsIn(readFileSync(0, 'utf8'), options.nul) : [record];
  if (records.length === 0) {
    terminal.complain('Nothing to explain: give a record in quotes, or lines on standard input.');
    return 2;
  }
  for (const text of records) {
    const event = eventOf(text, dialect);
    terminal.print(
      options.json
        ? JSON.stringify(explanationJson(event))
        : terminalText(explanationView(text, event), terminal.look),
    );
  }
  return 0;
}

/** What one record says, whatever it is wrapped in. */
function eventOf(text: string, dialect: Dialect): Event | undefined {
  const { text: bare, stampedAt, source } = unwrapRecord(text);
  const record: LogRecord = { text: bare, place: { file: '-', byte: 0, line: 1 }, stampedAt, source };
  return readRecord(record, dialect);
}

function recordsIn(input: string, nul: boolean): readonly string[] {
  if (nul) return input.split('\0').slice(0, input.endsWith('\0') ? -1 : undefined);
  const records: string[] = [];
  for (const line of input.replace(/\n$/, '').split('\n')) {
    const last = records.length - 1;
    if (last < 0 || beginsRecord(unwrap(line).text)) records.push(line);
    else records[last] += `\n${line}`;
  }
  return records.filter((text) => text.trim() !== '');
}
