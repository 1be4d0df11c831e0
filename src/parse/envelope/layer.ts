/** A log line without its envelopes, and what they said about it. */
export type UnwrappedLine = {
  readonly text: string;
  /** Timestamp of the outermost envelope with a complete time, epoch ms; null without one. */
  readonly stampedAt: number | null;
  /** Pod, container or host named by the innermost envelope that has one; else null. */
  readonly source: string | null;
  /** Set by runtimes that split long lines: `partial` if the next line continues this one. */
  readonly lineTag: 'partial' | 'full' | null;
};

/** Content of one envelope after its removal. */
export type EnvelopeLayer = Pick<UnwrappedLine, 'text'> & Partial<Omit<UnwrappedLine, 'text'>>;

/** Removes colour codes, byte order marks and trailing carriage returns. */
export const stripAnsiAndBom = (line: string): string => {
  let text = line.includes('\u001b[') ? line.replace(/\u001b\[[0-9;?]{0,32}[A-Za-z]/g, '') : line;
  while (text.startsWith('\ufeff')) text = text.slice(1);
  while (text.endsWith('\r')) text = text.slice(0, -1);
  return text;
};
