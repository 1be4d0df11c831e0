import grammar from '../../grammars/nginx-error.js';
import type { Token } from '../../parsing/keys.js';
import { planCache } from '../../parsing/plan-cache.js';
import { shapeParser, vocabularyOf } from '../../parsing/shape-parser.js';
import { gistOf } from './gist.js';
import { isMeaning, type Meaning } from './meaning.js';
import { lexMessage } from './message-lexer.js';

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
