import { afterEach, beforeEach, expect, it } from 'vitest';
import { Committer } from '../../src/cli/run/committer.js';
import { teachLocalCauses } from '../../src/diagnose/causes/local.js';
import { findRootCause } from '../../src/incidents/incident.js';
import { createLocalPatternFinder } from '../../src/parse/local-patterns.js';
import { answerReadOnly } from '../../src/query/answer-question.js';
import { renderTerminalText } from '../../src/render/terminal.js';
import { openStore } from '../../src/storage/store.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import { makeErrorRecord, pipelineRules } from '../support/log-lines.js';

const path = '/srv/edge-1/error.log';
const now = nineAm + minutes(5);
const license = {
  as: 'cause',
  cause: 'local:license-expired',
  gateway: 'nginx-error',
  pattern: 'license of module <*> expired, request denied',
};
const noise = { as: 'noise', pattern: 'cache warmed in <*> ms' };
const teach = () =>
  teachLocalCauses([
    {
      id: 'local:license-expired',
      title: 'License expired',
      meaning: 'The module refuses every request until its license is renewed.',
      advice: [{ text: 'Ask the vendor for a new license' }],
      class: 'gateway-policy',
    },
  ]);
let store;
let offset;
beforeEach(() => {
  store = openStore(':memory:');
  offset = 0;
  teach();
});
afterEach(() => {
  store.close();
  teachLocalCauses([]);
});
/** Reads lines as a run does that is started anew. */
function follow(lines, patterns, at = now) {
  const decoderOptions = pipelineRules.getDecoderOptions(path);
  const committer = new Committer(store, {
    ...pipelineRules,
    getDecoderOptions: () => ({ ...decoderOptions, findLocalPattern: createLocalPatternFinder(patterns) }),
  });
  offset += lines.length;
  const identity = { path, dev: '1', ino: '1', birthTimeNs: '1', head: 'a', tail: 'b' };
  committer.commitChunk(
    {
      fileCheckpoint: { ...identity, offset: offset * 1_000, line: offset, state: 'live' },
      lines: lines.map((text, index) => ({
        text,
        location: { file: path, byte: (offset + index) * 1_000, line: offset + index },
      })),
      atEnd: true,
    },
    at,
  );
  committer.tick(at + seconds(20));
}
const makeLines = (count) =>
  Array.from(
    { length: count },
    (_, n) => makeErrorRecord(minutes(4) + n, `license of module shield${n} expired, request denied`).text,
  );
const show = (question, at = now + seconds(30)) =>
  renderTerminalText(answerReadOnly(question, { repository: store, now: at, timezone: 'UTC' }), {
    width: 400,
    colour: false,
  }).replace(/\s+/g, ' ');
it('a taught cause is counted, opens an incident and gives its advice', () => {
  follow(makeLines(8), [license]);
  const [incident] = store.openIncidents();
  expect(incident && findRootCause(incident)).toBe('local:license-expired');
  expect(show('top causes today')).toContain('License expired (local)');
  expect(show('why')).toContain('This cause is local');
  expect(show('how do I fix it')).toContain('Ask the vendor for a new license');
  expect(store.linePatterns({ from: nineAm, to: now + 1 })).toEqual([]);
});
it('what was counted stays after a restart, also when the cause is no longer taught', () => {
  follow(makeLines(8), [license]);
  teachLocalCauses([]);
  follow([], []);
  expect(show('why')).toContain('license expired (local)');
  expect(show('top causes today')).toContain('license expired (local)');
  expect(store.openIncidents()).toHaveLength(1);
});
it('noise is read, and neither a failure nor an unread line', () => {
  const failing = makeErrorRecord(minutes(4), 'cache warmed in 7 ms').text;
  follow(['cache warmed in 93 ms', 'cache warmed in 5 ms', 'a line of its own', failing], [noise]);
  expect(store.totals({ from: nineAm, to: now + 1 }).failures).toBe(0);
  expect(store.linePatterns({ from: nineAm, to: now + 1 })).toMatchObject([{ pattern: 'a line of its own' }]);
});
it('nothing is counted for what is not taught', () => {
  follow(makeLines(8), [noise]);
  expect(show('top causes today')).toContain('Cause not in the log');
});
