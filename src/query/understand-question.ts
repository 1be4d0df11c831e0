import { type Question, type QuestionKind, questionHandlers } from './answers/index.js';
import { inferQuestion } from './answers/infer-question.js';
import { createQuestionReader, type QuestionReader } from './language/question-reader.js';

/** Reads what somebody typed, in Slack or in a terminal. */
export const understandQuestion: QuestionReader<Question> = createQuestionReader<QuestionKind>({
  questions: questionHandlers,
  infer: inferQuestion,
});
