import { createPasteOptions } from '../../config/decoder-options.js';
import { isKnownRecordStart } from '../../parse/decoders.js';
import { unwrapLine } from '../../parse/envelope/unwrap.js';
import { readPaste } from '../../parse/read-paste.js';
import type { Message } from '../../render/message.js';
import { renderExplanation } from '../../report/explanation.js';
import type { AnswerContext } from '../question-handler.js';

/** A pasted log record in place of a question. Nothing is stored or counted. */
export type PastedRecord = {
  readonly text: string;
  /** `explain` stands before it, so that it is no question if it can be read. */
  readonly isAsked: boolean;
  /** True if it stands there as a gateway writes it. */
  readonly isRecord: boolean;
};

/** Returns the text behind `explain`, or the whole text. */
export function findPaste(text: string): PastedRecord {
  const asked = /^\s{0,20}(?:please\s{1,20})?explain(?:$|[\s:]{1,20})/i.exec(text);
  const pasted = text.slice(asked?.[0].length ?? 0).trim();
  return { text: pasted, isAsked: asked !== null, isRecord: isKnownRecordStart(unwrapLine(pasted).text) };
}

/** Explains a paste in which a failure can be read, or a record as it was logged; undefined for any other text. */
export function explainPaste({ text, isRecord }: PastedRecord, context: AnswerContext): Message | undefined {
  const paste = readPaste(text, getDecoderOptions(context));
  const { event } = paste;
  const isFailure = (event?.type === 'attempt' || event?.type === 'request') && event.finding !== null;
  return event !== undefined && (isFailure || isRecord) ? renderExplanation(text, paste) : undefined;
}

/** Says of a text behind `explain` why it cannot be read; undefined if it is too short to be a record. */
export function explainUnread({ text, isAsked }: PastedRecord, context: AnswerContext): Message | undefined {
  if (!isAsked || text.length < recordCharsMin) return undefined;
  return renderExplanation(text, readPaste(text, getDecoderOptions(context)));
}

/** A question with a misspelt word is shorter. */
const recordCharsMin = 60;

/** Without configured ones, the formats that people use widely. */
const getDecoderOptions = ({ decoderOptions, timezone }: AnswerContext) =>
  decoderOptions ??
  createPasteOptions({
    nginxLogFormats: [],
    envoyLogFormats: [],
    logTimezone: timezone,
    customerKey: null,
  });
