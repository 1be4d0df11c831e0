import type { Command } from '../answer.js';
import { incidentFor } from '../scope.js';
import { bundleView } from './file-notes.js';
import { noIncidentView } from './why.js';

/** `bundle BG-142`: an archive to send to a vendor. */
export const bundle: Command<'bundle'> = {
  what: 'bundle',
  usage: 'bundle BG-142',
  help: 'an archive to send to a vendor, without addresses of clients and secrets',
  answer: (question, context) => {
    const incident = incidentFor(question, context);
    if (incident === undefined || incident.number === null)
      return { message: noIncidentView(question.incident ?? undefined, undefined, context) };
    return { message: bundleView(incident), file: { name: 'bundle', incident: incident.number } };
  },
};
