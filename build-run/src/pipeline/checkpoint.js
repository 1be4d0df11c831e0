/** Key of a generation in maps and tables. */
export const getGenerationKey = ({ path, dev, ino, birthTimeNs }) => `${dev}:${ino}:${birthTimeNs}:${path}`;
