import { basename } from 'node:path';
import { toSingleLine } from '../../base/printable.js';
import { formatIncidentName } from '../../incidents/incident.js';
import { records, section } from '../../render/blocks.js';
import { button } from '../../render/controls.js';
import { text } from '../../render/rich-text.js';
import { encodeButtonValue } from './button.js';
import { buildInfoModal } from './modal.js';
/** Shows the first and the latest records of an incident, redacted, each with its file and line. */
export const showLinesButton = {
  name: 'lines',
  actionType: null,
  control: { type: 'row', render: (name, { number }) => button('Lines', name, encodeButtonValue(number)) },
  onPress: (incident, _, { repository }) => {
    const evidence = repository.evidence(incident, evidenceMax);
    return {
      view: buildInfoModal(`Lines of ${formatIncidentName(incident)}`, [
        section(
          evidence.length === 0
            ? text`Its records are no longer kept.`
            : text`The first and the latest records, with secrets removed.`,
        ),
        ...evidence.map(({ file, line, text }) => records(`${toSingleLine(basename(file))}:${line}`, [text])),
      ]),
    };
  },
};
const evidenceMax = 5;
