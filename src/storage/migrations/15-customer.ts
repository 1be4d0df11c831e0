/** Whose request failed. What was stored before has none: it is not known yet what will name customers. */
export const customer = `ALTER TABLE failure ADD COLUMN customer TEXT`;
