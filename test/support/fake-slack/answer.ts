/** The arguments of a Web API method. */
export type MethodArguments = Readonly<Record<string, unknown>>;
/** The result of a Web API method. */
export type MethodResult = {
  readonly ok: boolean;
  readonly error?: string;
  readonly [name: string]: unknown;
};

export const respondOk = (fields: Omit<MethodResult, 'ok'>): MethodResult => ({ ok: true, ...fields });
export const respondError = (error: string): MethodResult => ({ ok: false, error });
