import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { recordWhatHelped } from '../../src/cli/what-helped.js';
import { openStore } from '../../src/storage/store.js';
import { makeIncident, noon } from '../support/failure-fixtures.js';
import { makeBatch } from '../support/store-fixtures.js';

let folder;
let lines;
const terminal = {
  print: (line) => void lines.push(line),
  printError: (line) => void lines.push(line),
  display: { width: 100, colour: false },
};
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'helped-'));
  lines = [];
  const store = openStore(join(folder, 'bot.db'));
  const state = {
    type: 'resolved',
    openedAt: noon,
    resolvedAt: noon,
    resolution: 'quiet',
    recentFailureTimes: [],
  };
  store.commit(makeBatch({ incidents: [makeIncident({ state }), makeIncident({ id: 2, number: 2 })] }), noon);
  store.close();
});
afterEach(() => rmSync(folder, { recursive: true }));
const record = (incident, choice) =>
  recordWhatHelped(incident, choice, { database: join(folder, 'bot.db') }, terminal);
it('lists the answers, and records one by its number', async () => {
  expect(await record('BG-1')).toBe(0);
  expect(lines[0]).toBe('What ended BG-1?');
  expect(lines.at(-1)).toMatch(/^\d+\. it went away by itself$/);
  const number = String(lines.length - 2);
  expect(await record('1', number)).toBe(0);
  expect(lines.at(-1)).toBe('Recorded for BG-1: something else');
  const store = openStore(join(folder, 'bot.db'));
  const incident = store.incidentByNumber(1);
  expect(incident && store.fixAnswer(incident)).toMatchObject({ answer: { type: 'other' } });
  store.close();
});
it.each([
  ['BG-2', '1'],
  ['BG-3', '1'],
  ['BG-1', '99'],
  ['BG-1', 'nonsense'],
])('refuses %s %s', async (incident, choice) => expect(await record(incident, choice)).toBe(1));
