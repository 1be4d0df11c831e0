import type { Command } from '../command.js';
import { windowIn } from '../question.js';
import { statusView } from '../views/status.js';

/** `status`: how things stand now. */
export const status: Command = {
  name: 'status',
  usage: 'status',
  help: 'what is open now, what failed in the last hour, whether the logs are read',
  understands: ['now', 'open', 'incidents', 'current'],
  answer: (_, { ledger, now, zone, incidentUrl }) => {
    const window = windowIn(['last', '1h'], { now, zone });
    const totals = ledger.totals(window.span);
    const open = ledger.openIncidents();
    return statusView({ open, window, totals, coverage: ledger.coverage(), incidentUrl }, { now, zone });
  },
};
