const widthMax = 110;
const defaultWidth = 100;
/** The terminal of this process. Colour only on a TTY, and never with NO_COLOR set (https://no-color.org). */
export function openTerminal() {
  const { stdout, stderr, env } = process;
  return {
    print: (text) => void stdout.write(`${text}\n`),
    printError: (text) => void stderr.write(`${text}\n`),
    display: {
      // Some terminals, such as those of `docker exec -t`, report 0.
      width: Math.min(stdout.columns || defaultWidth, widthMax),
      colour: stdout.isTTY === true && !env['NO_COLOR'],
    },
  };
}
