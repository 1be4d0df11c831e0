/** What waits for the other log. Plain data. */
export type PairingState = { readonly placeholder: never[] };
