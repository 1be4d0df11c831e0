/** The phrases that ask one kind of question, and their weight in a sentence. */
export type QuestionPhrases = {
  /** The type of the question. */
  readonly type: string;
  /** Phrases that ask for it: lower case, without articles. No phrase belongs to two questions. */
  readonly phrases: readonly string[];
  /** More phrases, which ask for nothing where the sentence is about failures: `how many requests failed`. */
  readonly trafficPhrases?: readonly string[];
  /**
   * `always`: wins whatever else is said. `first`: wins over all other phrases of a sentence. `last`: gives way to the phrase
   * that follows.
   */
  readonly precedence?: 'always' | 'first' | 'last';
  /** A bare number in a sentence that begins with one of the phrases is an incident: `why 142`. */
  readonly takesIncidentNumber?: true;
};

/** The question that a phrase asks for. */
export type Intent = {
  readonly phrase: string;
  /** The type of the question. */
  readonly question: string;
  readonly precedence: QuestionPhrases['precedence'];
  readonly takesIncidentNumber: boolean;
  /** True for a phrase that asks for nothing where the sentence is about failures. */
  readonly isAboutTraffic: boolean;
};
