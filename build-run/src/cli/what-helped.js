import { userInfo } from 'node:os';
import { formatIncidentName, parseIncidentNumber } from '../incidents/incident.js';
import { toPlainText } from '../render/rich-text.js';
import { summarizeIncident } from '../report/summary/incident.js';
import { describeFixAnswer, listFixAnswers } from '../report/words/fix-answer.js';
import { openStore } from '../storage/store.js';
import { assertDatabaseExists } from './open-database.js';
/**
 * `badgateway helped BG-142 2`: records which step ended an incident, so that it comes first the next time. Without a
 * number it lists the answers.
 */
export async function recordWhatHelped(incidentName, choice, { database }, terminal) {
  assertDatabaseExists(database);
  const now = Date.now();
  const store = openStore(database, now, terminal.printError);
  try {
    const incident = store.incidentByNumber(parseIncidentNumber(incidentName));
    if (incident === undefined || incident.state.type !== 'resolved') {
      terminal.printError(`${incidentName} is no incident that is over.`);
      return 1;
    }
    const answers = listFixAnswers(summarizeIncident(incident, store, now));
    const answer = answers[Number(choice ?? Number.NaN) - 1];
    const words = answers.map((entry, index) => `${index + 1}. ${toPlainText(describeFixAnswer(entry))}`);
    if (answer === undefined) {
      terminal.print(`What ended ${formatIncidentName(incident)}?`);
      for (const line of words) terminal.print(line);
      return choice === undefined ? 0 : 1;
    }
    store.manualChanges.recordWhatHelped(incident.id, answer, userInfo().username, now);
    terminal.print(`Recorded for ${formatIncidentName(incident)}: ${toPlainText(describeFixAnswer(answer))}`);
    return 0;
  } finally {
    store.close();
  }
}
