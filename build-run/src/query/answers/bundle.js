import { formatIncidentName } from '../../incidents/incident.js';
import { bold, shellCommand, text } from '../../render/rich-text.js';
import { findIncident } from '../scope.js';
import { renderSentence } from './answer-view.js';
import { renderNoIncident } from './why.js';
/** `bundle BG-142`: an archive of an incident, to send to a vendor. */
export const bundleHandler = {
  type: 'bundle',
  phrases: ['bundle', 'archive'],
  precedence: 'first',
  takesIncidentNumber: true,
  usage: 'bundle BG-142',
  help: 'an archive to send to a vendor, without client addresses and secrets',
  answer: (question, context) => {
    const incident = findIncident(question, context);
    if (incident === undefined || incident.number === null)
      return { message: renderNoIncident(question.incidentNumber ?? undefined, undefined, context) };
    return { message: renderBundle(incident), file: { type: 'bundle', incidentNumber: incident.number } };
  },
};
/** Describes the archive that is attached. */
function renderBundle(incident) {
  const name = formatIncidentName(incident);
  return renderSentence(
    text`${bold(`Bundle of ${name}`)}: report, records, timeline, chart and log formats, safe to send to a vendor. Secrets are removed, client addresses and names of people replaced, notes left out. In a terminal: ${shellCommand(`badgateway bundle ${name}`)}`,
  );
}
