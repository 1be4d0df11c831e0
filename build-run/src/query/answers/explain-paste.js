import { createPasteOptions } from '../../config/decoder-options.js';
import { isKnownRecordStart } from '../../parse/decoders.js';
import { unwrapLine } from '../../parse/envelope/unwrap.js';
import { readPaste } from '../../parse/read-paste.js';
import { renderExplanation } from '../../report/explanation.js';
/** Returns the text behind `explain`, or the whole text. */
export function findPaste(text) {
  const asked = /^\s{0,20}(?:please\s{1,20})?explain(?:$|[\s:]{1,20})/i.exec(text);
  const pasted = text.slice(asked?.[0].length ?? 0).trim();
  return { text: pasted, isAsked: asked !== null, isRecord: isKnownRecordStart(unwrapLine(pasted).text) };
}
/** Explains a paste in which a failure can be read, or a record as it was logged; undefined for any other text. */
export function explainPaste({ text, isRecord }, context) {
  const paste = readPaste(text, getDecoderOptions(context));
  const { event } = paste;
  const isFailure = (event?.type === 'attempt' || event?.type === 'request') && event.finding !== null;
  return event !== undefined && (isFailure || isRecord) ? renderExplanation(text, paste) : undefined;
}
/** Says of a text behind `explain` why it cannot be read; undefined if it is too short to be a record. */
export function explainUnread({ text, isAsked }, context) {
  if (!isAsked || text.length < recordCharsMin) return undefined;
  return renderExplanation(text, readPaste(text, getDecoderOptions(context)));
}
/** A question with a misspelt word is shorter. */
const recordCharsMin = 60;
/** Without configured ones, the formats that people use widely. */
const getDecoderOptions = ({ decoderOptions, timezone }) =>
  decoderOptions ??
  createPasteOptions({
    nginxLogFormats: [],
    envoyLogFormats: [],
    logTimezone: timezone,
    customerKey: null,
  });
