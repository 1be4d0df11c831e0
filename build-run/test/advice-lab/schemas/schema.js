/** Messages of one schema that lie under several paths. */
export const defineFields = (fields) => fields;
