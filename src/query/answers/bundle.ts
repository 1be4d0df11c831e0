import type { QuestionHandler } from '../answer.js';
import { findIncident } from '../scope.js';
import { renderBundle } from './file-notes.js';
import { renderNoIncident } from './why.js';

/** `bundle BG-142`: an archive to send to a vendor. */
export const bundleHandler: QuestionHandler<{ type: 'bundle' }> = {
  type: 'bundle',
  phrases: ['bundle', 'archive'],
  precedence: 'first',
  takesIncidentNumber: true,
  usage: 'bundle BG-142',
  help: 'an archive to send to a vendor, without addresses of clients and secrets',
  answer: (question, context) => {
    const incident = findIncident(question, context);
    if (incident === undefined || incident.number === null)
      return { message: renderNoIncident(question.incidentNumber ?? undefined, undefined, context) };
    return { message: renderBundle(incident), file: { type: 'bundle', incidentNumber: incident.number } };
  },
};
