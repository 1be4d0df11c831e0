// @ts-nocheck
// Generated automatically by nearley, version 2.20.1
// http://github.com/Hardmath123/nearley
// Bypasses TS6133. Allow declared but unused functions.
// @ts-expect-error
function id(d) {
  return d[0];
}

import {
  appendPart,
  createEmptyChain,
  createOperatorPart,
  createTextPart,
  joinLetters,
} from '../parse/format/format-parts.js';
const grammar = {
  Lexer: undefined,
  ParserRules: [
    { name: 'format', symbols: [], postprocess: createEmptyChain },
    { name: 'format', symbols: ['format', 'text'], postprocess: appendPart },
    { name: 'format', symbols: ['format', 'operator'], postprocess: appendPart },
    { name: 'text', symbols: [/[^%]/], postprocess: createTextPart },
    { name: 'text$string$1', symbols: [{ literal: '%' }, { literal: '%' }], postprocess: (d) => d.join('') },
    { name: 'text', symbols: ['text$string$1'], postprocess: createTextPart },
    {
      name: 'operator',
      symbols: [{ literal: '%' }, 'name', { literal: '%' }],
      postprocess: createOperatorPart,
    },
    {
      name: 'operator',
      symbols: [{ literal: '%' }, 'name', { literal: ':' }, 'digits', { literal: '%' }],
      postprocess: createOperatorPart,
    },
    {
      name: 'operator',
      symbols: [{ literal: '%' }, 'name', 'shut', { literal: '%' }],
      postprocess: createOperatorPart,
    },
    {
      name: 'operator',
      symbols: [{ literal: '%' }, 'name', 'length', { literal: '%' }],
      postprocess: createOperatorPart,
    },
    { name: 'inside', symbols: [{ literal: '(' }], postprocess: joinLetters },
    { name: 'inside', symbols: ['inside', /[^)\n]/], postprocess: joinLetters },
    { name: 'inside', symbols: ['shut', /[^):%\n]/], postprocess: joinLetters },
    { name: 'inside', symbols: ['colon', /[^0-9)\n]/], postprocess: joinLetters },
    { name: 'inside', symbols: ['length', /[^0-9)%\n]/], postprocess: joinLetters },
    { name: 'shut', symbols: ['inside', { literal: ')' }], postprocess: joinLetters },
    { name: 'shut', symbols: ['shut', { literal: ')' }], postprocess: joinLetters },
    { name: 'shut', symbols: ['colon', { literal: ')' }], postprocess: joinLetters },
    { name: 'shut', symbols: ['length', { literal: ')' }], postprocess: joinLetters },
    { name: 'colon', symbols: ['shut', { literal: ':' }], postprocess: joinLetters },
    { name: 'length', symbols: ['colon', /[0-9]/], postprocess: joinLetters },
    { name: 'length', symbols: ['length', /[0-9]/], postprocess: joinLetters },
    { name: 'name', symbols: [/[A-Z0-9_]/], postprocess: joinLetters },
    { name: 'name', symbols: ['name', /[A-Z0-9_]/], postprocess: joinLetters },
    { name: 'digits', symbols: [/[0-9]/], postprocess: joinLetters },
    { name: 'digits', symbols: ['digits', /[0-9]/], postprocess: joinLetters },
  ],
  ParserStart: 'format',
};
export default grammar;
