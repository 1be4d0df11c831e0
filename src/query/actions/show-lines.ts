import { basename } from 'node:path';
import type { ModalView } from '@slack/types';
import { toSingleLine } from '../../base/printable.js';
import { formatIncidentName, type Incident } from '../../incidents/incident.js';
import type { Evidence } from '../../parse/line.js';
import { records, section } from '../../render/blocks.js';
import { text } from '../../render/rich-text.js';
import type { ButtonHandler } from './button.js';
import { buildInfoModal } from './modal.js';

/** The first and the latest records of an incident as the logs have them, redacted, each with its place. */
export const buildLinesModal = (incident: Incident, evidence: readonly Evidence[]): ModalView =>
  buildInfoModal(`Lines of ${formatIncidentName(incident)}`, [
    section(
      evidence.length === 0
        ? text`No record of it is kept any more.`
        : text`The first and the latest records; what could be secret is left out.`,
    ),
    ...evidence.map(({ file, line, text }) => records(`${toSingleLine(basename(file))}:${line}`, [text])),
  ]);

/** Shows its first and its latest records. */
export const showLinesButton: ButtonHandler = {
  actionType: null,
  onPress: (incident, _, { repository }) => ({
    view: buildLinesModal(incident, repository.evidence(incident, evidenceMax)),
  }),
};

const evidenceMax = 5;
