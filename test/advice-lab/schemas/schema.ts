/**
 * Names of fields that exist, by the path to them. A leaf is the version that brought it, where it is younger than what
 * people still run; empty for the others. Only facts: names, versions and where they are documented.
 */
export type Schema = { readonly source: string; readonly fields: Fields };

export type Fields = { readonly [name: string]: Fields | string };

/** Messages of one schema that lie under several paths. */
export const defineFields = (fields: Fields): Fields => fields;
