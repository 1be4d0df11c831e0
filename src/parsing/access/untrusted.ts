/**
 * Set to `1` among the values of a line whose shape may be forged: a client planted a quote in free text, so another
 * reading of the line exists. Values anchored at either end are sure; status, flags and upstream may be the client's words.
 */
export const untrusted = 'badgateway.untrusted';
