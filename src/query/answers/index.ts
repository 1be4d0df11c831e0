import { assigneeHandler } from './assignee.js';
import { availabilityHandler } from './availability.js';
import { bundleHandler } from './bundle.js';
import { changesHandler } from './changes.js';
import { chartHandler } from './chart.js';
import { compareHandler } from './compare.js';
import { compareIncidentsHandler } from './compare-incidents.js';
import { countHandler } from './count.js';
import { earlierIncidentsHandler } from './earlier-incidents.js';
import { fixHandler } from './fix.js';
import { createHelpHandler } from './help.js';
import { hintHandler } from './hint.js';
import { incidentRankingHandler } from './incident-ranking.js';
import { instructionHandler } from './instruction.js';
import { isOverHandler } from './is-over.js';
import { lastSuccessHandler } from './last-success.js';
import { latencyHandler } from './latency.js';
import { logLinesHandler } from './log-lines.js';
import { missingFieldsHandler } from './missing-fields.js';
import { originHandler } from './origin.js';
import { peerSpreadHandler } from './peer-spread.js';
import { rateHandler } from './rate.js';
import { recapHandler } from './recap.js';
import { reportHandler } from './report.js';
import { shareHandler } from './share.js';
import { silencesHandler } from './silences.js';
import { statusHandler } from './status.js';
import { statusesHandler } from './statuses.js';
import { thresholdTrialHandler } from './threshold-trial.js';
import { topHandler } from './top.js';
import { unparsedHandler } from './unparsed.js';
import { usualHandler } from './usual.js';
import { whyHandler } from './why.js';

const handlers = [
  statusHandler,
  whyHandler,
  fixHandler,
  recapHandler,
  isOverHandler,
  assigneeHandler,
  earlierIncidentsHandler,
  countHandler,
  rateHandler,
  availabilityHandler,
  incidentRankingHandler,
  latencyHandler,
  statusesHandler,
  topHandler,
  shareHandler,
  compareHandler,
  compareIncidentsHandler,
  usualHandler,
  chartHandler,
  originHandler,
  peerSpreadHandler,
  hintHandler,
  changesHandler,
  logLinesHandler,
  lastSuccessHandler,
  reportHandler,
  thresholdTrialHandler,
  unparsedHandler,
  missingFieldsHandler,
  instructionHandler,
  silencesHandler,
  bundleHandler,
] as const;

/** Every question that can be asked, in the order of `help`. */
export const questionHandlers = [...handlers, createHelpHandler(handlers)] as const;

/** Every kind of question, with its own fields. */
export type QuestionKind = ReturnType<NonNullable<(typeof questionHandlers)[number]['interpret']>>;

/** A question with its kind and its scope. */
export type Question = Parameters<(typeof questionHandlers)[number]['answer']>[0];
