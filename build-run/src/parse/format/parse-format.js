/**
 * Parses the format strings of access logs, as people configure them, into text and values. `nginx-format.ts` and
 * `envoy-format.ts` compile these parts into an `AccessFormat`, which extracts the values of a line.
 */
import nearley from 'nearley';
import envoyRules from '../../grammars/envoy-format.js';
import nginxRules from '../../grammars/nginx-log-format.js';
import { collectFormatParts } from './format-parts.js';
/** A format string that cannot be compiled. The message names the place and a correction. */
export class FormatError extends Error {
  name = 'FormatError';
}
/** A longer format is a mistake, such as the content of a file. */
const formatCharsMax = 16_384;
export const parseNginxFormat = (format) => collectFormatParts(parseText(nginxGrammar, format, nginxAdvice));
export const parseNginxStatement = (text) =>
  parseText(nginxStatementGrammar, text, "write log_format NAME 'FORMAT';");
export const parseEnvoyFormat = (format) => collectFormatParts(parseText(envoyGrammar, format, envoyAdvice));
const nginxAdvice = 'a "$" must start a variable, such as $status';
const envoyAdvice =
  'an operator is %NAME%, %NAME(ARGUMENT)% or %NAME(ARGUMENT):LENGTH%, a percent sign is %%';
function createGrammar(rules, start) {
  const grammar = nearley.Grammar.fromCompiled(rules);
  grammar.start = start;
  return grammar;
}
const nginxGrammar = createGrammar(nginxRules, 'format');
const nginxStatementGrammar = createGrammar(nginxRules, 'statement');
const envoyGrammar = createGrammar(envoyRules, 'format');
/** Returns the only parse of a text. Callers set its type, as each knows what its start rule returns. */
function parseText(grammar, text, advice) {
  if (text.length > formatCharsMax)
    throw new FormatError(
      `Cannot read a format of ${text.length} characters: the maximum is ${formatCharsMax}`,
    );
  const parser = new nearley.Parser(grammar);
  try {
    parser.feed(text);
  } catch (error) {
    throw new FormatError(formatParseError(text, readErrorOffset(error), advice), { cause: error });
  }
  if (parser.results.length === 0) throw new FormatError(formatParseError(text, text.length, advice));
  return parser.results[0];
}
const readErrorOffset = (error) =>
  error instanceof Error && 'offset' in error && typeof error.offset === 'number' ? error.offset : 0;
/** Quotes the text before the offending character, which contains the broken operator or variable. */
function formatParseError(text, offset, advice) {
  const excerpt = text.slice(Math.max(offset - 30, 0), offset + 1);
  const where = offset >= text.length ? 'at its end' : `at character ${offset + 1}`;
  return `Cannot read the format ${where}, after "${excerpt}": ${advice}`;
}
