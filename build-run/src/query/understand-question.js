import { questionHandlers } from './answers/index.js';
import { inferQuestion } from './answers/infer-question.js';
import { createQuestionReader } from './language/question-reader.js';
/** Reads a text as one of the questions of `answers/`. */
export const understandQuestion = createQuestionReader({
  questions: questionHandlers,
  infer: inferQuestion,
});
