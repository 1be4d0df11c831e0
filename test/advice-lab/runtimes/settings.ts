import type { ChildProcess } from 'node:child_process';
import type { FixStep } from '../../../src/diagnose/advice/fix-step.js';
import type { Lab } from '../lab.js';
import { NotTypeable } from '../type-change.js';

/** An application server that is restarted after each change of its settings. */
export type RunningApp = { readonly socket: string; readonly type: (step: FixStep) => Promise<void> };

export type Settings = Readonly<Record<string, string>>;

/** Starts a server from its settings, and again from those that a step sets: `KEY = VALUE`, as files of settings have it. */
export async function runWithSettings(
  lab: Lab,
  socket: string,
  settings: Settings,
  start: (settings: Settings) => Promise<ChildProcess>,
): Promise<RunningApp> {
  let child = await start(settings);
  return {
    socket,
    type: async ({ command = '' }) => {
      const [, key, value] = /^([\w.-]+) = (.+)$/.exec(command) ?? [];
      if (key === undefined || value === undefined) throw new NotTypeable(`no setting: ${command}`);
      await lab.end(child);
      child = await start({ ...settings, [key]: value });
    },
  };
}
