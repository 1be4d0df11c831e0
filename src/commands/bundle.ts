import type { Command } from '../command.js';
import { incidentName } from '../incident.js';
import { incidentFor } from '../scope.js';
import { missingView } from '../views/missing.js';
import { noIncidentView } from '../views/why.js';

/** `bundle BG-142`: an archive to send to a vendor. */
export const bundle: Command<'bundle'> = {
  what: 'bundle',
  usage: 'bundle BG-142',
  help: 'what to send of an incident to a vendor',
  answer: (question, context) => {
    const incident = incidentFor(question, context);
    if (incident === undefined) {
      return { message: noIncidentView(question.incident ?? undefined, undefined, context) };
    }
    const name = incidentName(incident);
    return { message: missingView(`A bundle of ${name}`, [`why ${name}`, `show 10 lines of ${name}`]) };
  },
};
