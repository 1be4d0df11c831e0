import grammar from '../../grammars/nginx-error.js';
import { collectVocabulary, createShapeParser } from '../shape/parse-shape.js';
import { createPlanCache } from '../shape/plan-cache.js';
import { guessMeaning } from './fallback-meaning.js';
import { isMessageMeaning } from './meaning.js';
import { tokenizeMessage } from './tokenize-message.js';
/** Splits a message into the tokens that the grammar knows. */
export const tokenizeNginxMessage = (text) => tokenizeMessage(text, vocabulary);
/** Parses a shape with the grammar, without the cache. */
export const parseMessageShape = createShapeParser(grammar, isMessageMeaning);
/** Returns the cached meaning of a shape; undefined if no rule matches. */
export const findMeaning = createPlanCache(parseMessageShape);
/** Finds the meaning of a message by its shape, or guesses it. */
export const parseMessage = (text) => {
  const tokens = tokenizeNginxMessage(text);
  const shape = tokens.map(({ kind }) => kind);
  const known = findMeaning(shape);
  return { text, tokens, meaning: known ?? guessMeaning(shape), isKnown: known !== undefined };
};
const vocabulary = collectVocabulary(grammar);
