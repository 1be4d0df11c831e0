/** The same calls, answered at once or later: the store itself, or one that lives in another thread. */
export type Eventual<Calls> = {
  readonly [Name in keyof Calls]: Calls[Name] extends (...asked: infer Asked) => infer Answer
    ? (...asked: Asked) => Answer | Promise<Answer>
    : never;
};
