import { formatIncidentName } from '../../incidents/incident.js';
import { section } from '../../render/blocks.js';
import { text } from '../../render/rich-text.js';
import { formatIncidentLine } from '../../report/words/incident-line.js';
import { instructionReplies } from '../answers/instruction.js';
import { buildInfoModal, buildInputModal, createChoiceField } from './modal.js';
/** Merges an incident into another open one. */
export const mergeButton = {
  name: 'merge',
  actionType: 'merge',
  isOffered: ({ state }) => state.type === 'open',
  control: { type: 'menu', label: 'Merge into another …' },
  onPress: (incident, _, { repository, ...clock }) => {
    const title = `Merge ${formatIncidentName(incident)}`;
    const candidates = listOtherOpenIncidents(incident, repository);
    if (candidates.length === 0)
      return { view: buildInfoModal(title, [section(text`No other incident is open.`)]) };
    return {
      view: buildInputModal(title, 'Merge', [
        section(text`The other incident then covers both, and the message of this one links to it.`),
        createChoiceField(
          fieldIds.into,
          'Merge into',
          candidates.map((candidate) => ({
            label: formatIncidentLine(candidate, clock),
            value: String(candidate.id),
          })),
        ),
      ]),
    };
  },
  onSubmit: (incident, values, context) => {
    const target = listOtherOpenIncidents(incident, context.repository).find(
      ({ id }) => String(id) === values[fieldIds.into],
    );
    if (target === undefined)
      return { problems: { [fieldIds.into]: 'This incident is no longer open. Choose another.' } };
    const action = { type: 'merge', incidentId: incident.id, intoIncidentId: target.id };
    return { action, message: instructionReplies.applied(action, incident, context) };
  },
};
const fieldIds = { into: 'into' };
const listOtherOpenIncidents = ({ id }, repository) =>
  repository.openIncidents().filter((incident) => incident.id !== id);
