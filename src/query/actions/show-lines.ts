import { basename } from 'node:path';
import type { ModalView } from '@slack/types';
import { oneLine } from '../../base/printable.js';
import { type Incident, incidentName } from '../../incidents/incident.js';
import type { Evidence } from '../../parse/line.js';
import { records, section } from '../../render/blocks.js';
import { say } from '../../render/rich-text.js';
import type { Button } from './button.js';
import { showing } from './modal.js';

/** The first and the latest records of an incident as the logs have them, redacted, each with its place. */
export const linesModal = (incident: Incident, evidence: readonly Evidence[]): ModalView =>
  showing(`Lines of ${incidentName(incident)}`, [
    section(
      evidence.length === 0
        ? say`No record of it is kept any more.`
        : say`The first and the latest records; what could be secret is left out.`,
    ),
    ...evidence.map(({ file, line, text }) => records(`${oneLine(basename(file))}:${line}`, [text])),
  ]);

/** Shows its first and its latest records. */
export const lines: Button = {
  does: null,
  press: (incident, _, { ledger }) => ({
    view: linesModal(incident, ledger.evidence(incident, recordsAtEachEnd)),
  }),
};

const recordsAtEachEnd = 5;
