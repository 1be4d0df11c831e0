/** The line without colours, byte order mark, and the carriage return of a CRLF: they say nothing. */
export const stripAnsiAndBom = (line: string): string => {
  let text = line.includes('\u001b[') ? line.replace(/\u001b\[[0-9;?]{0,32}[A-Za-z]/g, '') : line;
  while (text.startsWith('\ufeff')) text = text.slice(1);
  while (text.endsWith('\r')) text = text.slice(0, -1);
  return text;
};

/** A line without what transports and people put around it. */
export type UnwrappedLine = {
  readonly text: string;
  /** When the outermost envelope that has a full time says the line was written, epoch ms; else null. */
  readonly stampedAt: number | null;
  /** The innermost pod, container or host that an envelope names; else null. */
  readonly source: string | null;
  /** Set where the runtime may split lines: whether the next line goes on with this one. */
  readonly lineTag: 'partial' | 'full' | null;
};

/** What one kind of envelope gives when it is taken off. */
export type EnvelopeLayer = Pick<UnwrappedLine, 'text'> & Partial<Omit<UnwrappedLine, 'text'>>;
