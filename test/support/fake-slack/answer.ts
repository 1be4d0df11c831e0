/** What a method of the Web API is given. */
export type MethodArguments = Readonly<Record<string, unknown>>;
/** What it answers. */
export type MethodResult = {
  readonly ok: boolean;
  readonly error?: string;
  readonly [name: string]: unknown;
};

export const respondOk = (fields: Omit<MethodResult, 'ok'>): MethodResult => ({ ok: true, ...fields });
export const respondError = (error: string): MethodResult => ({ ok: false, error });
