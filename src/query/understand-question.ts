import { type Question, type QuestionKind, questionHandlers } from './answers/index.js';
import { inferQuestion } from './answers/infer-question.js';
import { createQuestionReader, type QuestionReader } from './language/question-reader.js';

/** Reads a text as one of the questions of `answers/`. */
export const understandQuestion: QuestionReader<Question> = createQuestionReader<QuestionKind>({
  questions: questionHandlers,
  infer: inferQuestion,
});
