/** Standard output and standard error as the commands use them. */
export type Terminal = {
  /** Prints the answer to standard output. Nothing else goes there. */
  readonly print: (text: string) => void;
  /** Prints problems, progress and the program's own log to standard error. */
  readonly printError: (text: string) => void;
  readonly display: { readonly width: number; readonly colour: boolean };
};

const widthMax = 110;
const defaultWidth = 100;

/** The terminal of this process. Colour only on a TTY, and never with NO_COLOR set (https://no-color.org). */
export function openTerminal(): Terminal {
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
