import grammar from '../../grammars/nginx-error.js';
import { collectVocabulary, createShapeParser } from '../shape/parse-shape.js';
import { createPlanCache } from '../shape/plan-cache.js';
import type { Token } from '../shape/token.js';
import { guessMeaning } from './fallback-meaning.js';
import { isMessageMeaning, type MessageMeaning } from './meaning.js';
import { tokenizeMessage } from './tokenize-message.js';

/** A message, taken apart. */
export type ParsedMessage = {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly meaning: MessageMeaning;
  /** True when a rule of the grammar knows the message; else the meaning is a guess. */
  readonly isKnown: boolean;
};

/** The keys of a message, as the grammar will see them. */
export const tokenizeNginxMessage = (text: string): readonly Token[] => tokenizeMessage(text, vocabulary);

/** What the grammar says of a shape, asked anew. */
export const parseMessageShape = createShapeParser(grammar, isMessageMeaning);

/** What the grammar says of a shape, remembered. */
export const findMeaning = createPlanCache(parseMessageShape);

/** Reads a message by its shape. */
export const parseMessage = (text: string): ParsedMessage => {
  const tokens = tokenizeNginxMessage(text);
  const shape = tokens.map(({ kind }) => kind);
  const known = findMeaning(shape);
  return { text, tokens, meaning: known ?? guessMeaning(shape), isKnown: known !== undefined };
};

const vocabulary = collectVocabulary(grammar);
