/** True for the meanings that the grammar returns. */
export const isMessageMeaning = (value) =>
  typeof value === 'object' &&
  value !== null &&
  'type' in value &&
  (value.type === 'failure' || value.type === 'notice' || value.type === 'change');
