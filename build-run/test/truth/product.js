import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { analyzeFiles } from '../../src/cli/analyze.js';
import { parseConfig } from '../../src/config/config.js';
/** Writes the files of a world into a folder, and returns their paths. */
export function writeWorld(world, folder) {
  return world.files.map((file) => {
    const path = join(folder, file.name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file.isGzipped ? gzipSync(toText(file)) : toText(file));
    return path;
  });
}
export const toText = ({ lines }) => lines.map(({ text }) => `${text}\n`).join('');
/** The zone of the error log, by a name that the settings take. */
const zoneNames = {
  0: 'UTC',
  60: 'Etc/GMT-1',
  120: 'Etc/GMT-2',
  540: 'Etc/GMT-9',
  330: 'Asia/Kolkata',
  [-300]: 'Etc/GMT+5',
  [-480]: 'Etc/GMT+8',
};
/** The product's settings for a world. */
export function configure({ zoneMinutes, isZoneUnknown }, more = {}) {
  const logTimezone = isZoneUnknown ? undefined : zoneNames[zoneMinutes];
  const result = parseConfig({ LOG_TIMEZONE: logTimezone, ...more }, 'UTC');
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.config;
}
/** Runs `badgateway analyze` and returns what it prints to standard output. */
export async function analyze(world, paths, mode) {
  const printed = [];
  await analyzeFiles(
    sortPaths(paths, world),
    { json: mode === 'json', failures: mode === 'failures' },
    configure(world.features),
    {
      print: (text) => void printed.push(text),
      printError: () => {},
      display: { width: 110, colour: false },
    },
  );
  return printed.join('\n');
}
/** Files are named in any order, but in the same one in whatever folder they are. */
const sortPaths = (paths, { seed, files }) =>
  paths
    .map((path, index) => ({ path, place: hash(`${seed} ${files[index]?.name}`) }))
    .toSorted((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ path }) => path);
const hash = (text) => createHash('sha256').update(text).digest('hex');
