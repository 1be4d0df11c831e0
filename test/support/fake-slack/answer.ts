/** What a method of the Web API is given. */
export type Arguments = Readonly<Record<string, unknown>>;
/** What it answers. */
export type Answer = { readonly ok: boolean; readonly error?: string; readonly [name: string]: unknown };

export const done = (answer: Omit<Answer, 'ok'>): Answer => ({ ok: true, ...answer });
export const refused = (error: string): Answer => ({ ok: false, error });
