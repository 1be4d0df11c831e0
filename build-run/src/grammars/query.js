// @ts-nocheck
// Generated automatically by nearley, version 2.20.1
// http://github.com/Hardmath123/nearley
// Bypasses TS6133. Allow declared but unused functions.
// @ts-expect-error
function id(d) {
  return d[0];
}

import { shapeLexer } from '../parse/shape/nearley-adapter.js';
import * as actions from '../query/language/grammar-actions.js';
const grammar = {
  Lexer: shapeLexer,
  ParserRules: [
    { name: 'sentence', symbols: ['parts'], postprocess: id },
    { name: 'sentence', symbols: ['parts', 'intents'], postprocess: actions.addParts },
    { name: 'sentence', symbols: ['instruction'], postprocess: id },
    { name: 'intents', symbols: ['ask', 'parts'], postprocess: actions.prependPart },
    { name: 'intents', symbols: ['ask', 'parts', 'intents'], postprocess: actions.joinParts },
    {
      name: 'ask',
      symbols: [shapeLexer.has('intent') ? { type: 'intent' } : intent],
      postprocess: actions.takeIntent,
    },
    {
      name: 'ask',
      symbols: [shapeLexer.has('change') ? { type: 'change' } : change],
      postprocess: actions.takeIntent,
    },
    { name: 'parts', symbols: [], postprocess: actions.startParts },
    { name: 'parts', symbols: ['parts', 'part'], postprocess: actions.addPart },
    {
      name: 'part',
      symbols: [shapeLexer.has('filter') ? { type: 'filter' } : filter],
      postprocess: actions.takeFilter,
    },
    {
      name: 'part',
      symbols: [shapeLexer.has('status') ? { type: 'status' } : status],
      postprocess: actions.takeFilter,
    },
    {
      name: 'part',
      symbols: [{ literal: 'by' }, shapeLexer.has('status') ? { type: 'status' } : status],
      postprocess: actions.takeFilterAfterKeyword,
    },
    {
      name: 'part',
      symbols: [shapeLexer.has('incident') ? { type: 'incident' } : incident],
      postprocess: actions.takeIncident,
    },
    { name: 'part', symbols: [shapeLexer.has('is') ? { type: 'is' } : is], postprocess: actions.takeWhether },
    {
      name: 'part',
      symbols: [shapeLexer.has('dimension') ? { type: 'dimension' } : dimension],
      postprocess: actions.takeSubject,
    },
    {
      name: 'part',
      symbols: [{ literal: 'by' }, shapeLexer.has('dimension') ? { type: 'dimension' } : dimension],
      postprocess: actions.takeGroupBy,
    },
    {
      name: 'part',
      symbols: [shapeLexer.has('number') ? { type: 'number' } : number],
      postprocess: actions.takeNumber,
    },
    {
      name: 'part',
      symbols: [{ literal: 'last' }, shapeLexer.has('number') ? { type: 'number' } : number],
      postprocess: actions.takeNumberAfterKeyword,
    },
    {
      name: 'part',
      symbols: [{ literal: 'threshold' }, shapeLexer.has('number') ? { type: 'number' } : number],
      postprocess: actions.takeThreshold,
    },
    {
      name: 'part',
      symbols: [{ literal: 'as' }, shapeLexer.has('format') ? { type: 'format' } : format],
      postprocess: actions.takeFormat,
    },
    {
      name: 'part',
      symbols: [shapeLexer.has('period') ? { type: 'period' } : period],
      postprocess: actions.takePeriod,
    },
    { name: 'part', symbols: ['when'], postprocess: id },
    { name: 'when', symbols: [{ literal: 'now' }], postprocess: actions.takeNow },
    { name: 'when', symbols: [{ literal: 'night' }], postprocess: actions.takeNight },
    {
      name: 'when',
      symbols: [shapeLexer.has('duration') ? { type: 'duration' } : duration],
      postprocess: actions.takeLast,
    },
    {
      name: 'when',
      symbols: [{ literal: 'last' }, shapeLexer.has('duration') ? { type: 'duration' } : duration],
      postprocess: actions.takeLastAfterKeyword,
    },
    {
      name: 'when',
      symbols: [
        shapeLexer.has('number') ? { type: 'number' } : number,
        shapeLexer.has('unit') ? { type: 'unit' } : unit,
      ],
      postprocess: actions.takeLastUnits,
    },
    {
      name: 'when',
      symbols: [
        { literal: 'last' },
        shapeLexer.has('number') ? { type: 'number' } : number,
        shapeLexer.has('unit') ? { type: 'unit' } : unit,
      ],
      postprocess: actions.takeLastUnitsAfterKeyword,
    },
    {
      name: 'when',
      symbols: [{ literal: 'last' }, shapeLexer.has('unit') ? { type: 'unit' } : unit],
      postprocess: actions.takeLastUnit,
    },
    {
      name: 'when',
      symbols: [{ literal: 'this' }, shapeLexer.has('unit') ? { type: 'unit' } : unit],
      postprocess: actions.takeThisUnit,
    },
    { name: 'when', symbols: [shapeLexer.has('day') ? { type: 'day' } : day], postprocess: actions.takeDay },
    {
      name: 'when',
      symbols: [shapeLexer.has('weekday') ? { type: 'weekday' } : weekday],
      postprocess: actions.takeDay,
    },
    {
      name: 'when',
      symbols: [{ literal: 'last' }, shapeLexer.has('weekday') ? { type: 'weekday' } : weekday],
      postprocess: actions.takeDayAfterKeyword,
    },
    { name: 'when', symbols: [{ literal: 'since' }, 'start'], postprocess: actions.takeSince },
    {
      name: 'when',
      symbols: [
        { literal: 'since' },
        { literal: 'last' },
        shapeLexer.has('weekday') ? { type: 'weekday' } : weekday,
      ],
      postprocess: actions.takeSinceLastWeekday,
    },
    {
      name: 'when',
      symbols: [
        { literal: 'since' },
        shapeLexer.has('number') ? { type: 'number' } : number,
        shapeLexer.has('unit') ? { type: 'unit' } : unit,
      ],
      postprocess: actions.takeLastUnitsAfterKeyword,
    },
    {
      name: 'when',
      symbols: [{ literal: 'since' }, shapeLexer.has('duration') ? { type: 'duration' } : duration],
      postprocess: actions.takeLastAfterKeyword,
    },
    {
      name: 'when',
      symbols: [{ literal: 'between' }, 'hour', { literal: 'and' }, 'hour'],
      postprocess: actions.takeBetween,
    },
    {
      name: 'when',
      symbols: [shapeLexer.has('clock') ? { type: 'clock' } : clock, { literal: 'to' }, 'hour'],
      postprocess: actions.takeClockRange,
    },
    {
      name: 'when',
      symbols: [
        shapeLexer.has('clock') ? { type: 'clock' } : clock,
        shapeLexer.has('clock') ? { type: 'clock' } : clock,
      ],
      postprocess: actions.takeClockPair,
    },
    { name: 'start', symbols: [shapeLexer.has('clock') ? { type: 'clock' } : clock], postprocess: id },
    { name: 'start', symbols: [shapeLexer.has('number') ? { type: 'number' } : number], postprocess: id },
    { name: 'start', symbols: [shapeLexer.has('day') ? { type: 'day' } : day], postprocess: id },
    { name: 'start', symbols: [shapeLexer.has('weekday') ? { type: 'weekday' } : weekday], postprocess: id },
    { name: 'start', symbols: [shapeLexer.has('change') ? { type: 'change' } : change], postprocess: id },
    { name: 'hour', symbols: [shapeLexer.has('clock') ? { type: 'clock' } : clock], postprocess: id },
    { name: 'hour', symbols: [shapeLexer.has('number') ? { type: 'number' } : number], postprocess: id },
    {
      name: 'instruction',
      symbols: [{ literal: 'acknowledge' }, 'which'],
      postprocess: actions.takeInstruction,
    },
    { name: 'instruction', symbols: [{ literal: 'resolve' }, 'which'], postprocess: actions.takeInstruction },
    {
      name: 'instruction',
      symbols: [{ literal: 'unsilence' }, 'which'],
      postprocess: actions.takeInstruction,
    },
    {
      name: 'instruction',
      symbols: [{ literal: 'merge' }, 'which', { literal: 'into' }, 'which'],
      postprocess: actions.takeMergeInstruction,
    },
    {
      name: 'instruction',
      symbols: [{ literal: 'note' }, 'which', 'text'],
      postprocess: actions.takeInstruction,
    },
    {
      name: 'instruction',
      symbols: [{ literal: 'wrong-cause' }, 'which', 'text'],
      postprocess: actions.takeInstruction,
    },
    {
      name: 'instruction',
      symbols: [{ literal: 'silence' }, 'targets', 'term', 'text'],
      postprocess: actions.takeInstruction,
    },
    { name: 'which', symbols: [], postprocess: actions.startParts },
    {
      name: 'which',
      symbols: [shapeLexer.has('incident') ? { type: 'incident' } : incident],
      postprocess: actions.takeArgument,
    },
    {
      name: 'which',
      symbols: [shapeLexer.has('number') ? { type: 'number' } : number],
      postprocess: actions.takeArgument,
    },
    { name: 'targets', symbols: [], postprocess: actions.startParts },
    {
      name: 'targets',
      symbols: ['targets', shapeLexer.has('filter') ? { type: 'filter' } : filter],
      postprocess: actions.addArgument,
    },
    { name: 'term', symbols: [], postprocess: actions.startParts },
    {
      name: 'term',
      symbols: [shapeLexer.has('schedule') ? { type: 'schedule' } : schedule],
      postprocess: actions.takeArgument,
    },
    { name: 'text', symbols: [], postprocess: actions.startParts },
    {
      name: 'text',
      symbols: [shapeLexer.has('text') ? { type: 'text' } : text],
      postprocess: actions.takeArgument,
    },
  ],
  ParserStart: 'sentence',
};
export default grammar;
