import type { Clock } from '../../base/calendar.js';
import { counted } from '../../base/format-number.js';
import { type Incident, incidentName } from '../../incidents/incident.js';
import type { Form } from '../../render/attachment.js';
import { aboveBasis, context } from '../../render/blocks.js';
import type { Table } from '../../render/csv.js';
import type { Message } from '../../render/message.js';
import { bold, command, plainOf, say } from '../../render/rich-text.js';
import { failuresWords } from '../../report/words/filter.js';
import type { Scope } from '../scope.js';
import { plainView, sentenceView } from './answer-view.js';

/** What is said where a file should have been. */
export const notAttachedView = (what: string, why: string): Message =>
  sentenceView(say`${what} could not be attached: ${why}.`, 'warning');

/** What a picture is called where pictures are not shown. */
export const pictureText = (title: string): string => plainOf([title], textCharsMax);

const textCharsMax = 3_000;

/** What is said beside the archive of an incident. */
export function bundleView(incident: Incident): Message {
  const name = incidentName(incident);
  return sentenceView(
    say`${bold(`Bundle of ${name}`)}: its report, records, timeline, chart and formats, fit to send to a vendor. Secrets are hidden, addresses of clients and names of people replaced, notes left out. In a terminal: ${command(`badgateway bundle ${name}`)}`,
  );
}

/** What is said beside a report that is made as a file. */
export const reportFileView = (title: string, day: string, form: Form): Message =>
  sentenceView(
    form === 'html'
      ? say`${bold(title)}, as HTML. In a terminal: ${command(`badgateway report ${day} --html FILE`)}`
      : say`${bold(title)}, as ${form.toUpperCase()}.`,
  );

/** What is said beside the failures of a part, cause by cause. */
export const partFileView = (scope: Scope, clock: Clock): Message =>
  plainView(
    {
      lead: say`${bold('Causes and upstreams')} of ${failuresWords(scope.of)}, ${scope.window.words}, as CSV.`,
    },
    scope,
    clock,
  );

/** The answer with a word on the rows that go with it, above how it was counted. */
export function withRows(answer: Message, { rows, whole }: Table): Message {
  const all = whole === undefined ? [] : say`, the first that are kept of ${whole}`;
  return aboveBasis(answer, context(say`As CSV: ${counted(rows.length, 'row')}${all}`));
}
