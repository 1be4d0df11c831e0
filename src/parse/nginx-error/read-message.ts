import grammar from '../../grammars/nginx-error.js';
import { shapeParser, vocabularyOf } from '../shape/parse-shape.js';
import { planCache } from '../shape/plan-cache.js';
import type { Token } from '../shape/token.js';
import { gistOf } from './fallback-meaning.js';
import { isMeaning, type Meaning } from './meaning.js';
import { lexMessage } from './tokenize-message.js';

/** A message, taken apart. */
export type Message = {
  readonly text: string;
  readonly tokens: readonly Token[];
  readonly meaning: Meaning;
  /** True when a rule of the grammar knows the message; else the meaning is a guess. */
  readonly isKnown: boolean;
};

/** The keys of a message, as the grammar will see them. */
export const tokensOf = (text: string): readonly Token[] => lexMessage(text, vocabulary);

/** What the grammar says of a shape, asked anew. */
export const parseShape = shapeParser(grammar, isMeaning);

/** What the grammar says of a shape, remembered. */
export const planOf = planCache(parseShape);

/** Reads a message by its shape. */
export const readMessage = (text: string): Message => {
  const tokens = tokensOf(text);
  const shape = tokens.map(({ key }) => key);
  const plan = planOf(shape);
  return { text, tokens, meaning: plan ?? gistOf(shape), isKnown: plan !== undefined };
};

const vocabulary = vocabularyOf(grammar);
