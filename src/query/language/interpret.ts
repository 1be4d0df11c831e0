import type { QuestionScope } from '../question.js';
import type { Intent } from './intent.js';
import type { AnyQuestionKind, QuestionCatalogue } from './question-syntax.js';
import type { Sentence } from './sentence.js';

/** Returns the question that a sentence asks. */
export function interpretSentence<Kind extends AnyQuestionKind>(
  sentence: Sentence,
  { questions, infer }: QuestionCatalogue<Kind>,
): QuestionScope & Kind {
  const intent = selectIntent(sentence);
  const kind = intent === undefined ? infer(sentence) : interpretIntent(intent, sentence, questions);
  return { ...sentence.scope, ...kind };
}

/** The first intent, unless it only leads to another: `how do I fix it`, `chart the rate`. */
function selectIntent(sentence: Sentence): Intent | undefined {
  const unconditional = sentence.listIntents().find(({ precedence }) => precedence === 'always');
  if (unconditional !== undefined) return unconditional;
  if (sentence.hasConflictingFilters || sentence.findLeadingChange() !== undefined) return undefined;
  const intents = sentence.listIntents();
  const winner = intents.find(({ precedence }) => precedence === 'first');
  if (winner !== undefined) return winner;
  const [first, second] = intents;
  return first?.precedence === 'last' && second !== undefined ? second : first;
}

function interpretIntent<Kind extends AnyQuestionKind>(
  { question, phrase }: Intent,
  sentence: Sentence,
  questions: QuestionCatalogue<Kind>['questions'],
): Kind {
  const interpret = questions.find(({ type }) => type === question)?.interpret;
  // The cast: a question without `interpret` has no field but its type.
  return interpret?.(sentence, phrase) ?? ({ type: question } as Kind);
}
