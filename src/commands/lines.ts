import type { Command } from '../command.js';
import { isEverything } from '../question/about.js';
import { incidentFor, scopeOf, scopeOfIncident } from '../scope.js';
import { linesView } from '../views/lines.js';
import { failureTable } from '../views/tables.js';

/** `show me the lines`, `show 5 examples of header too big`, `first bad request`: records as they stand in the log. */
export const lines: Command<'lines'> = {
  what: 'lines',
  usage: 'show [5] lines [of header too big], first bad request',
  help: 'the records themselves, redacted, with file and line',
  answer: (question, context) => {
    const isVague = question.when.length === 0 && isEverything(question.of);
    const incident = isVague ? incidentFor(question, context) : undefined;
    const scope =
      incident === undefined ? scopeOf(question, context) : scopeOfIncident(incident, {}, context);
    const limit = Math.max(1, Math.min(question.limit ?? shownMax, askedMax));
    const failures = context.ledger.singles(scope.window.span, scope.of, question.end, limit);
    return {
      message: linesView({ failures, end: question.end, incident }, scope, context),
      table: () => failureTable(failures),
    };
  },
};

const shownMax = 3;
const askedMax = 10;
