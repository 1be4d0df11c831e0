/** Encodes a button's value: ids only, never data, which would be out of date by the time it is pressed. */
export const encodeButtonValue = (incidentNumber, choice) =>
  choice === undefined ? String(incidentNumber) : `${incidentNumber}:${choice}`;
/** Encodes what a modal remembers: the incident, and the channel that its answer goes to. */
export const encodeModalContext = ({ number: incidentNumber }, channel) =>
  `${encodeButtonValue(incidentNumber)}@${channel}`;
/** Decodes what a modal remembers; undefined unless `encodeModalContext` made the text. */
export function decodeModalContext(text) {
  const [, incidentNumber, channel] = /^(\d{1,9})@([A-Z0-9]{1,20})$/.exec(text) ?? [];
  return incidentNumber === undefined || channel === undefined
    ? undefined
    : { incidentNumber: Number(incidentNumber), channel };
}
