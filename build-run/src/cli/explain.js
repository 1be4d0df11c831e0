import { readFileSync } from 'node:fs';
import { isKnownRecordStart } from '../parse/decoders.js';
import { unwrapLine } from '../parse/envelope/unwrap.js';
import { readPaste } from '../parse/read-paste.js';
import { renderTerminalText } from '../render/terminal.js';
import { renderExplanation } from '../report/explanation.js';
import { serializeExplanation } from '../report/export/json.js';
/** `badgateway explain [RECORD]`: explains what a record means, why it happened and what to do about it. */
export function explainRecords(record, options, decoderOptions, terminal) {
  const records =
    record === undefined ? splitRecords(readFileSync(0, 'utf8'), options.nulSeparated) : [record];
  if (records.length === 0) {
    terminal.printError('Nothing to explain: pass a record in quotes, or lines on standard input.');
    return 2;
  }
  for (const text of records) {
    const paste = readPaste(text, decoderOptions);
    terminal.print(
      options.json
        ? JSON.stringify(serializeExplanation(paste))
        : renderTerminalText(renderExplanation(text, paste), terminal.display),
    );
  }
  return 0;
}
function splitRecords(input, nulSeparated) {
  if (nulSeparated) return input.split('\0').slice(0, input.endsWith('\0') ? -1 : undefined);
  const records = [];
  for (const line of input.replace(/\n$/, '').split('\n')) {
    const lastIndex = records.length - 1;
    if (lastIndex < 0 || isKnownRecordStart(unwrapLine(line).text)) records.push(line);
    else records[lastIndex] += `\n${line}`;
  }
  return records.filter((text) => text.trim() !== '');
}
