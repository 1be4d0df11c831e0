/** No answer yet. */
export const noFixRecord = { answers: 0, steps: [] };
