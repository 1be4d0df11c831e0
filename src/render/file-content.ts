/** A rendered file, ready to send. */
export type FileContent = {
  readonly fileName: string;
  readonly title: string;
  readonly bytes: Uint8Array;
  /** Alternative text of a picture; null for other files. */
  readonly alt: string | null;
};
