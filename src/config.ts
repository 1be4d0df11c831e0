import { z } from 'zod';

/** What the program must be told, checked once at the door. Times in ms, `reportAt` in minutes after midnight. */
export type Config = {
  readonly logs: readonly string[];
  readonly nginxLogFormats: readonly FormatRule[];
  readonly envoyLogFormats: readonly FormatRule[];
  readonly logTimezone: string;
  readonly database: string;
  readonly slack: SlackConfig | null;
  readonly command: string;
  readonly opening: Opening;
  readonly recovery: Recovery;
  readonly reportAt: number;
  readonly timezone: string;
  readonly http: { readonly port: number; readonly host: string };
};

/** A format string, for the files that match `glob`, or for all when it is null. */
export type FormatRule = { readonly glob: string | null; readonly format: string };

export type SlackConfig = {
  readonly botToken: string;
  readonly channel: string;
  readonly apiUrl: string;
  readonly transport:
    | { readonly name: 'socket'; readonly appToken: string }
    | { readonly name: 'http'; readonly signingSecret: string };
};

/** An incident opens at `failures` alarming ones within `windowMs`. */
export type Opening = { readonly failures: number; readonly windowMs: number };

/** An incident is over after `quietMs` without failures, or `goodRequests` good ones; it reopens within `reopenMs`. */
export type Recovery = {
  readonly quietMs: number;
  readonly goodRequests: number;
  readonly reopenMs: number;
};

/** Something wrong in the environment, told so that the reader can put it right. */
export type Problem = {
  readonly name: string;
  /** What came; a secret is never shown beyond its prefix. */
  readonly got: string;
  readonly expected: string;
  readonly example: string;
};

export type Environment = Readonly<Record<string, string | undefined>>;
