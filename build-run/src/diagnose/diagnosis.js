import { truncate } from '../base/printable.js';
import { findCause } from './causes/index.js';
import { unknownCause } from './causes/unknown.js';
/** Returns the cause of a finding. */
export function diagnoseFinding(finding) {
  const { id, class: causeClass } = findCause(finding);
  return {
    cause: id,
    class: causeClass,
    certainty: finding.certainty,
    missingFields: finding.missingFields,
  };
}
/** Explains a finding in one sentence: the message, the cause, how certain it is, and which log fields would show more. */
export function explainFinding(finding) {
  const { cause, certainty, missingFields } = diagnoseFinding(finding);
  const phaseText = finding.phase === null ? '' : ` ${phaseTexts[finding.phase]}`;
  const observation = `The record says “${truncate(finding.message, messageCharsMax)}”${phaseText}`;
  const missing = missingFields.slice(0, missingFieldsMax).join(' or ');
  if (cause === unknownCause.id) {
    const source = missing
      ? `${missing} in the log would`
      : 'only the log of the upstream or a debug log can';
    return `${observation}, which does not show the cause; ${source}.`;
  }
  const suffix = missing && certainty !== 'certain' ? `; ${missing} in the log would make it certain` : '';
  return `${observation}, so this is ${certaintyText[certainty]}${cause}${suffix}.`;
}
const certaintyText = {
  certain: '',
  likely: 'most likely ',
  guess: 'perhaps ',
};
const phaseTexts = {
  starting: 'while starting',
  accepting: 'while accepting a client',
  preparing: 'while preparing the request',
  resolving: 'while resolving a name',
  choosing: 'while choosing a server',
  binding: 'while binding a local address',
  connecting: 'while connecting',
  handshaking: 'in the TLS handshake',
  sending: 'while sending the request',
  'reading-header': 'while reading the response header',
  'reading-body': 'while reading the response body',
  tunnelling: 'in an upgraded connection',
  storing: 'while writing to disk',
};
const messageCharsMax = 160;
const missingFieldsMax = 3;
