import type { CompiledRules } from 'nearley';
import nearley from 'nearley';
import { keyLexer, NoSentence } from './nearley-adapter.js';
import type { Key } from './token.js';

/**
 * What a grammar makes of a shape: a meaning, or the number of leading keys that no sentence begins with. `parses` is 1
 * for every sentence of a sound grammar.
 */
export type Parsed<Plan> =
  | { readonly plan: Plan | undefined; readonly parses: number }
  | { readonly deadAt: number };

/** The door to nearley for grammars over keys. */
export const shapeParser = <Plan>(
  rules: CompiledRules,
  isPlan: (value: unknown) => value is Plan,
): ((shape: readonly Key[]) => Parsed<Plan>) => {
  const grammar = nearley.Grammar.fromCompiled(rules);
  return (shape) => {
    keyLexer.load(shape);
    const parser = new nearley.Parser(grammar);
    try {
      // The keys are loaded already; nearley only needs to be told to begin.
      parser.feed('');
    } catch (error) {
      if (error instanceof NoSentence) return { deadAt: keyLexer.taken() };
      throw error;
    }
    const results: readonly unknown[] = parser.results;
    const [plan] = results;
    return { plan: isPlan(plan) ? plan : undefined, parses: results.length };
  };
};

/** All words that a grammar names: what a lexer must tell apart. */
export const vocabularyOf = ({ ParserRules }: CompiledRules): ReadonlySet<string> => {
  const words = new Set<string>();
  for (const { symbols } of ParserRules) {
    for (const symbol of symbols as readonly unknown[]) {
      if (typeof symbol === 'object' && symbol !== null && 'literal' in symbol)
        words.add(String(symbol.literal));
    }
  }
  return words;
};
