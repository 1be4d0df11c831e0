import type { Clock } from '../../base/calendar.js';
import { pluralize } from '../../base/format-number.js';
import { formatIncidentName, type Incident } from '../../incidents/incident.js';
import { context, insertAboveFooter } from '../../render/blocks.js';
import type { CsvTable } from '../../render/csv.js';
import type { Message } from '../../render/message.js';
import { bold, shellCommand, text, toFallbackText } from '../../render/rich-text.js';
import { describeFailures } from '../../report/words/filter.js';
import type { OutputFormat } from '../attachment.js';
import type { QueryScope } from '../scope.js';
import { renderAnswer, renderSentence } from './answer-view.js';

/** What is said where a file should have been. */
export const renderNotAttached = (subject: string, reason: string): Message =>
  renderSentence(text`${subject} could not be attached: ${reason}.`, 'warning');

/** What a picture is called where pictures are not shown. */
export const formatAltText = (title: string): string => toFallbackText([title], altTextCharsMax);

const altTextCharsMax = 3_000;

/** What is said beside the archive of an incident. */
export function renderBundle(incident: Incident): Message {
  const name = formatIncidentName(incident);
  return renderSentence(
    text`${bold(`Bundle of ${name}`)}: its report, records, timeline, chart and formats, fit to send to a vendor. Secrets are hidden, addresses of clients and names of people replaced, notes left out. In a terminal: ${shellCommand(`badgateway bundle ${name}`)}`,
  );
}

/** What is said beside a report that is made as a file. */
export const renderReportFile = (title: string, period: string, form: OutputFormat): Message =>
  renderSentence(
    form === 'html'
      ? text`${bold(title)}, as HTML. In a terminal: ${shellCommand(`badgateway report ${period} --html FILE`)}`
      : text`${bold(title)}, as ${form.toUpperCase()}.`,
  );

/** What is said beside the failures of a part, cause by cause. */
export const renderGroupsFile = (scope: QueryScope, clock: Clock): Message =>
  renderAnswer(
    {
      lead: text`${bold('Causes and upstreams')} of ${describeFailures(scope.filter)}, ${scope.window.label}, as CSV.`,
    },
    scope,
    clock,
  );

/** The answer with a word on the rows that go with it, above how it was counted. */
export function addRowCount(answer: Message, { rows, totalRows }: CsvTable): Message {
  const ofTotal = totalRows === undefined ? [] : text`, the first that are kept of ${totalRows}`;
  return insertAboveFooter(answer, context(text`As CSV: ${pluralize(rows.length, 'row')}${ofTotal}`));
}
