import { basename } from 'node:path';
import type { ModalView } from '@slack/types';
import type { Evidence } from '../failure.js';
import { type Incident, incidentName } from '../incident.js';
import { oneLine } from '../printable.js';
import { records, section } from './kit.js';
import { showing } from './modal.js';
import { say } from './phrase.js';

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
