import type { Asked, Command, Context } from '../command.js';
import type { Of } from '../ledger.js';
import { isEverything } from '../question/about.js';
import type { When } from '../question.js';
import { isAbout, scopeAt } from '../scope.js';
import { placeName } from '../views/about.js';
import { incidentsView, placeView } from '../views/standing.js';
import { statusView } from '../views/status.js';

/** `status`: how things stand now; `status payments-api`: how one upstream, host or peer does. */
export const status: Command<'status'> = {
  what: 'status',
  usage: 'status [payments-api], incidents [yesterday]',
  help: 'what is open now, what failed in the last hour, whether the logs are read',
  answer: (question, context) => ({
    message: isEverything(question.of) ? ofAll(question, context) : ofPlace(question, context),
  }),
};

const lastHour: When = { name: 'last', count: 1, unit: 'hour' };
/** Lines that were lost yesterday evening still matter in the morning. */
const gapsToldMs = 86_400_000;
const lastDay: When = { name: 'last', count: 24, unit: 'hour' };

function ofAll(question: Asked<'status'>, context: Context) {
  const [when] = question.when;
  if (when === undefined || when.name === 'now') return overall(context);
  const scope = scopeAt(when, {}, context);
  return incidentsView(context.ledger.incidents(scope.window.span), scope, context);
}

function overall({ ledger, now, zone, incidentUrl }: Context) {
  const { window, coverage } = scopeAt(lastHour, {}, { ledger, now, zone });
  const totals = ledger.totals(window.span);
  const open = ledger.openIncidents();
  const gaps = ledger.gaps({ from: now - gapsToldMs, to: now + 1 });
  const ailments = ledger.ailments({ from: now, to: now + 1 });
  return statusView({ open, window, totals, coverage, gaps, ailments, incidentUrl }, { now, zone });
}

function ofPlace({ of }: Asked<'status'>, context: Context) {
  const { ledger } = context;
  const scope = scopeAt(lastDay, of, context);
  const recent = scopeAt({ name: 'now' }, of, context);
  const facts = {
    name: placeName(of),
    open: ledger.openIncidents().filter((incident) => isPlaced(of) && isAbout(incident, of)),
    recent: ledger.totals(recent.window.span, of),
    day: ledger.totals(scope.window.span, of),
    good: ledger.lastGood(scope.window.span, of),
    failedAt: ledger.singles(recent.window.span, of, 'latest', 1)[0]?.at ?? null,
  };
  return placeView(facts, scope, context);
}

/** Incidents are known by upstream alone. */
const isPlaced = ({ upstream }: Of) => upstream !== undefined;
