// @ts-nocheck
// Generated automatically by nearley, version 2.20.1
// http://github.com/Hardmath123/nearley
// Bypasses TS6133. Allow declared but unused functions.
// @ts-expect-error
function id(d) {
  return d[0];
}

import * as actions from '../parse/envoy-app/grammar-actions.js';
import { shapeLexer } from '../parse/shape/nearley-adapter.js';
const grammar = {
  Lexer: shapeLexer,
  ParserRules: [
    {
      name: 'record$ebnf$1',
      symbols: [shapeLexer.has('bracketed_logger') ? { type: 'bracketed_logger' } : bracketed_logger],
      postprocess: id,
    },
    { name: 'record$ebnf$1', symbols: [], postprocess: () => null },
    {
      name: 'record',
      symbols: [
        shapeLexer.has('bracketed_time') ? { type: 'bracketed_time' } : bracketed_time,
        shapeLexer.has('bracketed_thread') ? { type: 'bracketed_thread' } : bracketed_thread,
        shapeLexer.has('bracketed_level') ? { type: 'bracketed_level' } : bracketed_level,
        'record$ebnf$1',
        shapeLexer.has('gap') ? { type: 'gap' } : gap,
        shapeLexer.has('message') ? { type: 'message' } : message,
      ],
      postprocess: actions.planEnvoyRecord,
    },
    {
      name: 'record$ebnf$2',
      symbols: [shapeLexer.has('thread') ? { type: 'thread' } : thread],
      postprocess: id,
    },
    { name: 'record$ebnf$2', symbols: [], postprocess: () => null },
    {
      name: 'record',
      symbols: [
        shapeLexer.has('tabbed_time') ? { type: 'tabbed_time' } : tabbed_time,
        shapeLexer.has('tabbed_level') ? { type: 'tabbed_level' } : tabbed_level,
        shapeLexer.has('envoy_scope') ? { type: 'envoy_scope' } : envoy_scope,
        shapeLexer.has('message') ? { type: 'message' } : message,
        'record$ebnf$2',
      ],
      postprocess: actions.planEnvoyRecord,
    },
    {
      name: 'record$ebnf$3',
      symbols: [shapeLexer.has('scope') ? { type: 'scope' } : scope],
      postprocess: id,
    },
    { name: 'record$ebnf$3', symbols: [], postprocess: () => null },
    {
      name: 'record$ebnf$4',
      symbols: [shapeLexer.has('thread') ? { type: 'thread' } : thread],
      postprocess: id,
    },
    { name: 'record$ebnf$4', symbols: [], postprocess: () => null },
    {
      name: 'record',
      symbols: [
        shapeLexer.has('tabbed_time') ? { type: 'tabbed_time' } : tabbed_time,
        shapeLexer.has('tabbed_level') ? { type: 'tabbed_level' } : tabbed_level,
        'record$ebnf$3',
        shapeLexer.has('message') ? { type: 'message' } : message,
        'record$ebnf$4',
      ],
      postprocess: actions.planAgentRecord,
    },
    {
      name: 'record',
      symbols: [
        shapeLexer.has('stamp') ? { type: 'stamp' } : stamp,
        shapeLexer.has('file') ? { type: 'file' } : file,
        shapeLexer.has('bracketed_thread') ? { type: 'bracketed_thread' } : bracketed_thread,
        shapeLexer.has('bracketed_logger') ? { type: 'bracketed_logger' } : bracketed_logger,
        shapeLexer.has('message') ? { type: 'message' } : message,
      ],
      postprocess: actions.planEnvoyRecord,
    },
  ],
  ParserStart: 'record',
};
export default grammar;
