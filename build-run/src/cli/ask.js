import { createPasteOptions } from '../config/decoder-options.js';
import { answerQuestion } from '../query/answer-question.js';
import { renderTerminalText } from '../render/terminal.js';
import { openExistingDatabase } from './open-database.js';
/**
 * `badgateway ask "…"`: answers a question like the slash command does. With an answer as CSV or JSON, only that file
 * goes to standard output.
 */
export async function askQuestion(question, config, terminal) {
  const { database, timezone } = config;
  const repository = openExistingDatabase(database);
  try {
    const { message, file } = answerQuestion(question, {
      repository,
      decoderOptions: createPasteOptions(config),
      now: Date.now(),
      timezone,
    });
    const output = renderTerminalText(message, terminal.display);
    if (file?.type === 'text') {
      terminal.printError(output);
      terminal.print(file.text.trimEnd());
    } else terminal.print(output);
  } finally {
    repository.close();
  }
  return 0;
}
