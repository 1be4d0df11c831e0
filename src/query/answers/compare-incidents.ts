import { formatDuration, pluralize } from '../../base/format-number.js';
import { countClientImpacting, formatIncidentName } from '../../incidents/incident.js';
import { bold, joinText, text } from '../../render/rich-text.js';
import { formatIncidentLine, measureFailureMs } from '../../report/words/incident-line.js';
import type { QuestionHandler } from '../question-handler.js';
import { resolveScope } from '../scope.js';
import { renderAnswer, renderSentence } from './answer-view.js';

/** Two incidents or more, which `compare` asks for. */
export type CompareIncidentsQuestion = {
  readonly type: 'compare-incidents';
  readonly numbers: readonly number[];
};

/** `compare BG-141 and BG-142`. */
export const compareIncidentsHandler: QuestionHandler<CompareIncidentsQuestion> = {
  type: 'compare-incidents',
  phrases: [],
  usage: 'compare BG-141 and BG-142',
  help: 'incidents side by side: cause, length, failures',
  answer: (question, context) => {
    const { repository, now } = context;
    const found = question.numbers.map((number) => ({
      number,
      incident: repository.incidentByNumber(number),
    }));
    const missing = found.find(({ incident }) => incident === undefined);
    if (missing !== undefined)
      return { message: renderSentence(text`There is no incident BG-${missing.number}.`) };
    const incidents = found.flatMap(({ incident }) => incident ?? []);
    const measures = incidents.map(
      (incident) =>
        text`${bold(formatIncidentName(incident))} ${formatDuration(measureFailureMs(incident, now))} and ${pluralize(countClientImpacting(incident), 'failure')}`,
    );
    return {
      message: renderAnswer(
        {
          lead: text`${joinText(measures, ', ')}.`,
          list: { title: '', items: incidents.map((incident) => formatIncidentLine(incident, context)) },
        },
        resolveScope({ ...question, incidentNumber: null }, context),
        context,
      ),
    };
  },
};
