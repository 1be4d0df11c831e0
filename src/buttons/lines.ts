import type { Button } from '../button.js';
import { linesModal } from '../views/modal-lines.js';

/** Shows its first and its latest records. */
export const lines: Button = {
  does: null,
  press: (incident, _, { ledger }) => ({
    view: linesModal(incident, ledger.evidence(incident, recordsAtEachEnd)),
  }),
};

const recordsAtEachEnd = 5;
