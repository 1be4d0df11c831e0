/** One step of a fix: a sentence, and a command or a line of configuration if there is one. */
export type FixStep = {
  /** `look` changes nothing, `change` edits a configuration, `act` restarts, reloads, scales or rolls back. */
  readonly kind: 'look' | 'change' | 'act';
  /** Where it is done: on the gateway, on the upstream, or with the tools of the cluster. */
  readonly at: 'gateway' | 'upstream' | 'cluster';
  /** An imperative sentence without a full stop, at most 90 characters, plain text: `Check whether the service is running`. */
  readonly text: string;
  /**
   * A command or configuration line to paste as it is: one line, at most about 110 characters with placeholders such as
   * HOST. May contain `<`, `>` and `&`: renderers escape it.
   */
  readonly command?: string;
  /** What a change does besides, and how to undo it, in one sentence each. */
  readonly sideEffect?: string;
  readonly undo?: string;
};

type StepPlace = 'gateway' | 'upstream' | 'cluster';

/** Looks without changing anything. */
export const look = (at: StepPlace, text: string, command?: string): FixStep =>
  buildStep({ kind: 'look', at, text }, command);

/** Edits a configuration. `command` is the lines to add, never a whole block; `effects` what else changes, and the way back. */
export const change = (
  at: StepPlace,
  text: string,
  command?: string,
  effects: Pick<FixStep, 'sideEffect' | 'undo'> = {},
): FixStep => ({ ...buildStep({ kind: 'change', at, text }, command), ...effects });

/** Restarts, reloads, scales or rolls back. */
export const act = (at: StepPlace, text: string, command?: string): FixStep =>
  buildStep({ kind: 'act', at, text }, command);

const buildStep = (step: Pick<FixStep, 'kind' | 'at' | 'text'>, command: string | undefined): FixStep =>
  command === undefined ? step : { ...step, command };
