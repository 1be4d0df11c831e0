/**
 * Parses the shape of a record, the sequence of its token kinds, with a nearley grammar. A grammar never sees text, so the
 * parse of a shape is valid for every record of that shape and `plan-cache.ts` can remember it.
 */
import nearley from 'nearley';
import { NoParseError, shapeLexer } from './nearley-adapter.js';
/** Creates a parser for a grammar over token kinds. */
export const createShapeParser = (rules, isPlan) => {
  const grammar = nearley.Grammar.fromCompiled(rules);
  return (shape) => {
    shapeLexer.load(shape);
    const parser = new nearley.Parser(grammar);
    try {
      // The shape is loaded already; feeding an empty text starts the parse.
      parser.feed('');
    } catch (error) {
      if (error instanceof NoParseError) {
        const { scannable } = parser.save();
        return { failedIndex: shapeLexer.takenCount(), listExpected: () => listTerminals(scannable) };
      }
      throw error;
    }
    const results = parser.results;
    const [plan] = results;
    return { plan: isPlan(plan) ? plan : undefined, parseCount: results.length };
  };
};
/** The tokens that could follow in a column of nearley's table, whose type is not declared. */
function listTerminals(scannable) {
  const states = Array.isArray(scannable) ? scannable : [];
  const terminals = states.flatMap((state) => {
    const { rule, dot } = state;
    const symbol = rule.symbols[dot];
    return symbol?.type ?? symbol?.literal ?? [];
  });
  return [...new Set(terminals)];
}
/** All literals of a grammar: the words that its lexer must recognise. */
export const collectVocabulary = ({ ParserRules }) => {
  const vocabulary = new Set();
  for (const { symbols } of ParserRules) {
    for (const symbol of symbols) {
      if (typeof symbol === 'object' && symbol !== null && 'literal' in symbol)
        vocabulary.add(String(symbol.literal));
    }
  }
  return vocabulary;
};
