/** Standard output and error as the sub-commands use them. */
export type Terminal = {
  /** The answer: the only thing that goes to standard output. */
  readonly print: (text: string) => void;
  /** Problems, progress and the program's own log: standard error. */
  readonly printError: (text: string) => void;
  readonly display: { readonly width: number; readonly colour: boolean };
};

const widthMax = 110;
const defaultWidth = 100;

/** The terminal of this process. Colour only where a person looks, and never with NO_COLOR set (https://no-color.org). */
export function openTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  return {
    print: (text) => void stdout.write(`${text}\n`),
    printError: (text) => void stderr.write(`${text}\n`),
    display: {
      // Some terminals, such as those of `docker exec -t`, say 0.
      width: Math.min(stdout.columns || defaultWidth, widthMax),
      colour: stdout.isTTY === true && !env['NO_COLOR'],
    },
  };
}
