/** Removes colour codes, byte order marks and trailing carriage returns. */
export const stripAnsiAndBom = (line) => {
  let text = line.includes('\u001b[') ? line.replace(/\u001b\[[0-9;?]{0,32}[A-Za-z]/g, '') : line;
  while (text.startsWith('\ufeff')) text = text.slice(1);
  while (text.endsWith('\r')) text = text.slice(0, -1);
  return text;
};
