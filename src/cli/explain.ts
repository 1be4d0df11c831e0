import { readFileSync } from 'node:fs';
import type { DecoderOptions } from '../parse/decoder.js';
import { decodeRecord, isKnownRecordStart } from '../parse/decoders.js';
import { unwrapLine, unwrapRecord } from '../parse/envelope/unwrap.js';
import type { Event } from '../parse/event.js';
import type { LogRecord } from '../parse/line.js';
import { renderTerminalText } from '../render/terminal.js';
import { renderExplanation } from '../report/explanation.js';
import { serializeExplanation } from '../report/export/json.js';
import type { Terminal } from './terminal.js';

export type ExplainOptions = {
  readonly json: boolean;
  /** Records on standard input end with NUL; otherwise a line that begins no record continues the previous one. */
  readonly nulSeparated: boolean;
};

/** `badgateway explain [RECORD]`: explains what a record means, why it happened and what to do about it. */
export function explainRecords(
  record: string | undefined,
  options: ExplainOptions,
  decoderOptions: DecoderOptions,
  terminal: Terminal,
): number {
  const records =
    record === undefined ? splitRecords(readFileSync(0, 'utf8'), options.nulSeparated) : [record];
  if (records.length === 0) {
    terminal.printError('Nothing to explain: pass a record in quotes, or lines on standard input.');
    return 2;
  }
  for (const text of records) {
    const event = parseEvent(text, decoderOptions);
    terminal.print(
      options.json
        ? JSON.stringify(serializeExplanation(event))
        : renderTerminalText(renderExplanation(text, event), terminal.display),
    );
  }
  return 0;
}

/** Parses one record, including any envelope around it. */
function parseEvent(text: string, decoderOptions: DecoderOptions): Event | undefined {
  const { text: content, stampedAt, source } = unwrapRecord(text);
  const record: LogRecord = { text: content, location: { file: '-', byte: 0, line: 1 }, stampedAt, source };
  return decodeRecord(record, decoderOptions);
}

function splitRecords(input: string, nulSeparated: boolean): readonly string[] {
  if (nulSeparated) return input.split('\0').slice(0, input.endsWith('\0') ? -1 : undefined);
  const records: string[] = [];
  for (const line of input.replace(/\n$/, '').split('\n')) {
    const lastIndex = records.length - 1;
    if (lastIndex < 0 || isKnownRecordStart(unwrapLine(line).text)) records.push(line);
    else records[lastIndex] += `\n${line}`;
  }
  return records.filter((text) => text.trim() !== '');
}
