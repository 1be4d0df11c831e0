import { overflowMenu } from '../../render/controls.js';
import { encodeButtonValue } from './button.js';
import { buttonHandlers } from './index.js';
/** Renders the buttons of an incident's message: those it can be acted on with now, the rare ones in a menu. */
export function renderIncidentButtons(incident, isSilenced) {
  const { number, mergedIntoId } = incident;
  const offered = buttonHandlers.filter(({ isOffered }) => isOffered?.(incident) ?? true);
  const row = offered.flatMap(({ name, control }) =>
    control.type === 'row' ? [control.render(name, incident, isSilenced)] : [],
  );
  const rare = offered.flatMap(({ name, control }) =>
    control.type === 'menu' ? [{ label: [control.label], value: encodeButtonValue(number, name) }] : [],
  );
  // A merged incident is changed through its parent.
  const elements = mergedIntoId === null ? [...row, overflowMenu(moreMenuId, rare)] : row;
  return { type: 'actions', elements };
}
/** The menu of rare actions; its choices are names of buttons. */
export const moreMenuId = 'more';
