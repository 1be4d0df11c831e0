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
  appendPiece,
  createEmptyChain,
  createStatement,
  createTextPart,
  createVariablePart,
  joinLetters,
  unescapeConfigLetter,
} from '../parse/format/format-parts.js';
const grammar = {
  Lexer: undefined,
  ParserRules: [
    { name: 'format', symbols: ['any'], postprocess: id },
    { name: 'any', symbols: ['open'], postprocess: id },
    { name: 'any', symbols: ['closed'], postprocess: id },
    { name: 'open', symbols: ['any', 'bare'], postprocess: appendPart },
    { name: 'closed', symbols: [], postprocess: createEmptyChain },
    { name: 'closed', symbols: ['closed', 'textLetter'], postprocess: appendPart },
    { name: 'closed', symbols: ['open', 'borderLetter'], postprocess: appendPart },
    { name: 'closed', symbols: ['any', 'braced'], postprocess: appendPart },
    { name: 'bare', symbols: [{ literal: '$' }, 'name'], postprocess: createVariablePart },
    {
      name: 'braced$string$1',
      symbols: [{ literal: '$' }, { literal: '{' }],
      postprocess: (d) => d.join(''),
    },
    {
      name: 'braced',
      symbols: ['braced$string$1', 'name', { literal: '}' }],
      postprocess: createVariablePart,
    },
    { name: 'name', symbols: [/[A-Za-z0-9_]/], postprocess: joinLetters },
    { name: 'name', symbols: ['name', /[A-Za-z0-9_]/], postprocess: joinLetters },
    { name: 'textLetter', symbols: [/[^$]/], postprocess: createTextPart },
    { name: 'borderLetter', symbols: [/[^$A-Za-z0-9_]/], postprocess: createTextPart },
    {
      name: 'statement$string$1',
      symbols: [
        { literal: 'l' },
        { literal: 'o' },
        { literal: 'g' },
        { literal: '_' },
        { literal: 'f' },
        { literal: 'o' },
        { literal: 'r' },
        { literal: 'm' },
        { literal: 'a' },
        { literal: 't' },
      ],
      postprocess: (d) => d.join(''),
    },
    {
      name: 'statement',
      symbols: ['blank', 'statement$string$1', 'gap', 'word', 'pieces', 'blank', 'end'],
      postprocess: createStatement,
    },
    { name: 'end', symbols: [] },
    { name: 'end', symbols: [{ literal: ';' }, 'blank'] },
    { name: 'pieces', symbols: ['gap', 'piece'], postprocess: appendPiece },
    { name: 'pieces', symbols: ['pieces', 'gap', 'piece'], postprocess: appendPiece },
    {
      name: 'piece',
      symbols: [{ literal: "'" }, 'singles', { literal: "'" }],
      postprocess: ([, text]) => text,
    },
    {
      name: 'piece',
      symbols: [{ literal: '"' }, 'doubles', { literal: '"' }],
      postprocess: ([, text]) => text,
    },
    { name: 'piece', symbols: ['word'], postprocess: id },
    { name: 'singles', symbols: [], postprocess: joinLetters },
    { name: 'singles', symbols: ['singles', /[^'\\]/], postprocess: joinLetters },
    { name: 'singles', symbols: ['singles', 'escape'], postprocess: joinLetters },
    { name: 'doubles', symbols: [], postprocess: joinLetters },
    { name: 'doubles', symbols: ['doubles', /[^"\\]/], postprocess: joinLetters },
    { name: 'doubles', symbols: ['doubles', 'escape'], postprocess: joinLetters },
    { name: 'escape', symbols: [{ literal: '\\' }, /[^]/], postprocess: unescapeConfigLetter },
    { name: 'word', symbols: [/[^\s;'"]/], postprocess: joinLetters },
    { name: 'word', symbols: ['word', /[^\s;]/], postprocess: joinLetters },
    { name: 'gap', symbols: [/[\s]/] },
    { name: 'gap', symbols: ['gap', /[\s]/] },
    { name: 'blank', symbols: [] },
    { name: 'blank', symbols: ['gap'] },
  ],
  ParserStart: 'format',
};
export default grammar;
