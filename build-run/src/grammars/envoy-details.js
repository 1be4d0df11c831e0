// @ts-nocheck
// Generated automatically by nearley, version 2.20.1
// http://github.com/Hardmath123/nearley
// Bypasses TS6133. Allow declared but unused functions.
// @ts-expect-error
function id(d) {
  return d[0];
}

import * as actions from '../parse/envoy-access/details-grammar-actions.js';
import { shapeLexer } from '../parse/shape/nearley-adapter.js';
const grammar = {
  Lexer: shapeLexer,
  ParserRules: [
    {
      name: 'details',
      symbols: [shapeLexer.has('text') ? { type: 'text' } : text],
      postprocess: actions.planName,
    },
    {
      name: 'details',
      symbols: [shapeLexer.has('text') ? { type: 'text' } : text, { literal: '{' }, 'end'],
      postprocess: actions.planName,
    },
    {
      name: 'details',
      symbols: [
        shapeLexer.has('text') ? { type: 'text' } : text,
        { literal: '{' },
        shapeLexer.has('text') ? { type: 'text' } : text,
        'end',
      ],
      postprocess: actions.planNameAndReason,
    },
    {
      name: 'details',
      symbols: [
        shapeLexer.has('text') ? { type: 'text' } : text,
        { literal: '{' },
        shapeLexer.has('text') ? { type: 'text' } : text,
        'separator',
        'end',
      ],
      postprocess: actions.planNameAndReason,
    },
    {
      name: 'details',
      symbols: [
        shapeLexer.has('text') ? { type: 'text' } : text,
        { literal: '{' },
        shapeLexer.has('text') ? { type: 'text' } : text,
        'separator',
        shapeLexer.has('text') ? { type: 'text' } : text,
        'end',
      ],
      postprocess: actions.planNameReasonAndTransport,
    },
    { name: 'details$ebnf$1', symbols: [shapeLexer.has('text') ? { type: 'text' } : text], postprocess: id },
    { name: 'details$ebnf$1', symbols: [], postprocess: () => null },
    {
      name: 'details',
      symbols: [
        shapeLexer.has('text') ? { type: 'text' } : text,
        { literal: '(' },
        'details$ebnf$1',
        { literal: ')' },
      ],
      postprocess: actions.planName,
    },
    { name: 'separator', symbols: [{ literal: '|' }] },
    { name: 'separator', symbols: [{ literal: ',' }] },
    { name: 'end$ebnf$1', symbols: [{ literal: '}' }], postprocess: id },
    { name: 'end$ebnf$1', symbols: [], postprocess: () => null },
    { name: 'end', symbols: ['end$ebnf$1'] },
  ],
  ParserStart: 'details',
};
export default grammar;
