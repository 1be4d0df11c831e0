import type { QuestionPhrases } from './intent.js';
import type { Sentence } from './sentence.js';

/** The common part of all kinds of questions. The fields of each kind are declared beside its answer. */
export type AnyQuestionKind = { readonly type: string };

/** The syntax of one kind of question. `Kind` is every kind that a sentence with its phrases may ask. */
export type QuestionSyntax<Kind extends AnyQuestionKind = AnyQuestionKind> = QuestionPhrases & {
  /** Turns a sentence that asks by `phrase` into the question. Without it, the question is its type alone. */
  readonly interpret?: (sentence: Sentence, phrase: string) => Kind;
};

/** The questions that can be asked. */
export type QuestionCatalogue<Kind extends AnyQuestionKind> = {
  readonly questions: readonly QuestionSyntax<Kind>[];
  /** Returns the question of a sentence in which no phrase asks for one. */
  readonly infer: (sentence: Sentence) => Kind;
};
