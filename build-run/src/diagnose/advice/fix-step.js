/** Looks without changing anything. */
export const look = (at, text, command) => buildStep({ kind: 'look', at, text }, command);
/** Edits a configuration. `command` is the lines to add, never a whole block; `effects` what else changes, and the way back. */
export const change = (at, text, command, effects = {}) => ({
  ...buildStep({ kind: 'change', at, text }, command),
  ...effects,
});
/** Restarts, reloads, scales or rolls back. */
export const act = (at, text, command) => buildStep({ kind: 'act', at, text }, command);
const buildStep = (step, command) => (command === undefined ? step : { ...step, command });
