import type { ModalView } from '@slack/types';
import type { Clock } from '../../base/calendar.js';
import { formatIncidentName, type Incident } from '../../incidents/incident.js';
import { section } from '../../render/blocks.js';
import { text } from '../../render/rich-text.js';
import type { Repository } from '../../report/repository.js';
import { formatIncidentLine } from '../../report/words/incident-line.js';
import { instructionReplies } from '../answers/instruction.js';
import { type ButtonHandler, encodeModalContext } from './button.js';
import { buildInfoModal, buildInputModal, createChoiceField } from './modal.js';

/** The fields of the modal. */
export const mergeFields = { into: 'into' } as const;

/** Asks which other incident it is a part of. */
export function buildMergeModal(
  incident: Incident,
  candidates: readonly Incident[],
  channel: string,
  clock: Clock,
): ModalView {
  const title = `Merge ${formatIncidentName(incident)}`;
  if (candidates.length === 0) return buildInfoModal(title, [section(text`No other incident is open.`)]);
  const modalContext = encodeModalContext(incident, channel);
  return buildInputModal({ callbackId: 'merge', title, submitLabel: 'Merge', modalContext }, [
    section(text`From then on the other one speaks for both, and the message of this one says so.`),
    createChoiceField(
      mergeFields.into,
      'It is a part of',
      candidates.map((candidate) => ({
        label: formatIncidentLine(candidate, clock),
        value: String(candidate.id),
      })),
    ),
  ]);
}

/** Makes an incident a part of another that is open. */
export const mergeButton: ButtonHandler = {
  actionType: 'merge',
  onPress: (incident, _, { repository, channel, ...clock }) => ({
    view: buildMergeModal(incident, listOtherOpenIncidents(incident, repository), channel, clock),
  }),
  onSubmit: (incident, values, context) => {
    const target = listOtherOpenIncidents(incident, context.repository).find(
      ({ id }) => String(id) === values[mergeFields.into],
    );
    if (target === undefined)
      return { problems: { [mergeFields.into]: 'That one is no longer open: choose another.' } };
    const action = { type: 'merge', incidentId: incident.id, intoIncidentId: target.id } as const;
    return { action, message: instructionReplies.applied(action, incident, context) };
  },
};

const listOtherOpenIncidents = ({ id }: Incident, repository: Repository): readonly Incident[] =>
  repository.openIncidents().filter((incident) => incident.id !== id);
