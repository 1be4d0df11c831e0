export const respondOk = (fields) => ({ ok: true, ...fields });
export const respondError = (error) => ({ ok: false, error });
