import type { Command } from '../command.js';
import { factsOf } from '../incident-facts.js';
import { incidentNumberIn } from '../question.js';
import { noIncidentView, whyView } from '../views/why.js';

/** `why BG-142`: everything about one incident; without a name, about the worst that is open, else the newest. */
export const why: Command = {
  name: 'why',
  usage: 'why [BG-142]',
  help: 'the cause of an incident, all there is to try, and the records that tell',
  understands: [/^(bg-?)?\d{1,9}$/, 'incident'],
  answer: (words, { ledger, now, zone }) => {
    const number = incidentNumberIn(words);
    const [newest] = ledger.incidents({ from: now - weekMs, to: now + 1 });
    const incident = number === undefined ? (ledger.openIncidents()[0] ?? newest) : ledger.incident(number);
    if (incident === undefined) return noIncidentView(number, newest, { now, zone });
    return whyView(factsOf(incident, ledger, now), ledger.coverage(), now, zone);
  },
};

const weekMs = 7 * 86_400_000;
