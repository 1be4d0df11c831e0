/** The world that a seed makes: what really happened, a request at a time, and the files that tell of it. */
/** The formats of nginx that list the tries of a request. */
export const listFormats = ['bg', 'json', 'pairs'];
