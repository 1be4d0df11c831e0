/** True for failures that affect clients, or may: these open incidents. */
export const isClientImpacting = ({ outcome }) =>
  outcome === 'client-visible' ||
  outcome === 'truncated' ||
  outcome === 'undecided' ||
  outcome === 'application-error';
/** True for an error that the application made itself. It opens incidents by a rule of its own, and is no gateway failure. */
export const isApplicationError = ({ outcome }) => outcome === 'application-error';
