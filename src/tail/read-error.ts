/** A file that somebody named and that cannot be read: which, why, and what to do. */
export class ReadError extends Error {
  override readonly name = 'ReadError';
}
