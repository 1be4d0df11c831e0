/** A file of an archive, by its path in there. */
export type ArchivedFile = { readonly path: string; readonly bytes: Uint8Array };

/**
 * The files as a tar archive (POSIX.1-1988, ustar), all of one time: the same files give the same bytes. Paths are ours,
 * short and plain. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html
 */
export function tarOf(files: readonly ArchivedFile[], at: number): Uint8Array {
  const parts = files.flatMap(({ path, bytes }) => [headerOf(path, bytes.length, at), bytes, fill(bytes)]);
  return joined([...parts, new Uint8Array(2 * blockBytes)]);
}

const blockBytes = 512;

/** Numbers are octal and end with NUL. The sum is counted with blanks in its own place. */
function headerOf(path: string, length: number, at: number): Uint8Array {
  const header = new Uint8Array(blockBytes);
  const write = (text: string, from: number) => header.set(new TextEncoder().encode(text), from);
  const octal = (value: number, width: number, from: number) =>
    write(`${value.toString(8).padStart(width - 1, '0')}\0`, from);
  write(path, 0);
  octal(0o644, 8, 100);
  octal(0, 8, 108);
  octal(0, 8, 116);
  octal(length, 12, 124);
  octal(Math.floor(at / 1000), 12, 136);
  write(' '.repeat(8), 148);
  write('0', 156);
  write('ustar\x0000', 257);
  octal(
    header.reduce((sum, byte) => sum + byte, 0),
    7,
    148,
  );
  return header;
}

const fill = ({ length }: Uint8Array): Uint8Array =>
  new Uint8Array((blockBytes - (length % blockBytes)) % blockBytes);

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
