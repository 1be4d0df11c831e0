import type { Certainty, Finding, Phase } from '../parse/event.js';
import type { CauseClass, CauseId } from './cause.js';
import { causeOf } from './causes/index.js';

/** What a finding comes to. */
export type Diagnosis = {
  readonly cause: CauseId;
  readonly class: CauseClass;
  readonly certainty: Certainty;
  /** Log fields that would have told more. */
  readonly lacks: readonly string[];
};

/** The cause of a finding. */
export function diagnose(finding: Finding): Diagnosis {
  const { id, class: kind } = causeOf(finding);
  return { cause: id, class: kind, certainty: finding.certainty, lacks: finding.lacks };
}

/** One sentence for people: what the record says, which cause that is, how sure, and what would have told more. */
export function why(finding: Finding): string {
  const { cause, certainty, lacks } = diagnose(finding);
  const when = finding.phase === null ? '' : ` ${during[finding.phase]}`;
  const said = `The record says “${cut(finding.words)}”${when}`;
  const missing = lacks.slice(0, lacksMax).join(' or ');
  if (cause === 'unknown') {
    const teller = missing
      ? `${missing} in the log would`
      : 'only the log of the upstream or a debug log can';
    return `${said}, which does not tell the cause; ${teller}.`;
  }
  const more = missing && certainty !== 'certain' ? `; ${missing} in the log would make it certain` : '';
  return `${said}, so this is ${sureness[certainty]}${cause}${more}.`;
}

const sureness: Readonly<Record<Certainty, string>> = {
  certain: '',
  likely: 'most likely ',
  guess: 'perhaps ',
};

const during: Readonly<Record<Phase, string>> = {
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

const wordsMax = 160;
const lacksMax = 3;
const cut = (text: string) => (text.length <= wordsMax ? text : `${text.slice(0, wordsMax - 1)}…`);
