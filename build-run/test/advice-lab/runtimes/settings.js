import { NotTypeable } from '../type-change.js';
/** Starts a server from its settings, and again from those that a step sets: `KEY = VALUE`, as files of settings have it. */
export async function runWithSettings(lab, socket, settings, start) {
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
