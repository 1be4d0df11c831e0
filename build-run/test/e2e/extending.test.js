import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** A copy of the sources in which one of each kind of thing is added, in the files that CONTRIBUTING.md names. */
const copy = mkdtempSync(join(tmpdir(), 'badgateway-extending-'));
const root = new URL('../../', import.meta.url).pathname;
beforeAll(() => {
  for (const entry of ['src', 'package.json', 'tsconfig.json', 'tsconfig.build.json'])
    cpSync(join(root, entry), join(copy, entry), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  addCause();
  addHint();
  addLogFormat();
  addQuestion();
  addButton();
  addSetting();
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.build.json'],
    {
      cwd: copy,
      stdio: 'inherit',
    },
  );
}, 60_000);
afterAll(() => rmSync(copy, { recursive: true, force: true }));
describe('CONTRIBUTING.md', () => {
  it('names only files that exist', () => {
    const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
    const paths = [...text.matchAll(/`((?:src|test|docs|grammars)\/[\w./-]+\.\w+)`/g)].map(
      ([, path = '']) => path,
    );
    expect(paths.length).toBeGreaterThan(20);
    expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});
describe('a copy of the sources with one thing of each kind added', () => {
  it('decodes the new log format and names the new cause', () => {
    const output = execFileSync(process.execPath, ['dist/main.js', 'explain', '--json', record], {
      cwd: copy,
    });
    expect(JSON.parse(output.toString())).toMatchObject({
      gateway: 'balancer-error',
      failure: true,
      cause: 'socket-jammed',
      peer: '10.0.0.7:8080',
    });
  });
  it('detects the new hint and understands the words that ask for it', () => {
    const script = `
      import { detectHints } from './dist/diagnose/hints/index.js';
      import { understandQuestion } from './dist/query/understand-question.js';
      import { noKnownNames } from './dist/report/repository.js';
      const input = { cause: 'socket-jammed', upstream: 'pay', product: 'nginx', changes: [], failures: [], peers: [], minutes: [] };
      const asked = understandQuestion('is it the full moon?', noKnownNames, { now: 0, timezone: 'UTC' });
      console.log(JSON.stringify([detectHints(input).map(({ id }) => id), asked]));`;
    expect(run(script)).toEqual([
      ['full-moon'],
      expect.objectContaining({
        type: 'interpreted',
        question: expect.objectContaining({ type: 'hint', phrase: 'full moon' }),
      }),
    ]);
  });
  it('answers the new question, also when it is misspelt', () => {
    const script = `
      import { answerReadOnly } from './dist/query/answer-question.js';
      import { noKnownNames } from './dist/report/repository.js';
      const context = { repository: { knownNames: () => noKnownNames, readSince: () => null }, now: 0, timezone: 'UTC' };
      console.log(JSON.stringify(['tell me a joke', 'knok knock', 'help'].map((text) => answerReadOnly(text, context))));`;
    const [plain, misspelt, help] = run(script);
    expect(plain?.text).toBe('A gateway walks into a bar. No upstream.');
    expect(misspelt?.text).toBe('A gateway walks into a bar. No upstream.');
    expect(help?.text).toContain('tell me a joke');
  });
  it('shows the new button and handles a press on it', () => {
    const script = `
      import { renderIncidentButtons } from './dist/query/actions/render-buttons.js';
      import { findPress, pressButton } from './dist/query/actions/press-button.js';
      const incident = { id: 4, number: 142, state: { type: 'open' }, acknowledgement: null, mergedIntoId: null };
      const press = findPress('wave', '142', { incidentByNumber: () => incident });
      console.log(JSON.stringify([renderIncidentButtons(incident, false), pressButton(press, { user: 'U0ADA' })]));`;
    const [buttons, result] = run(script);
    expect(buttons.elements).toContainEqual(expect.objectContaining({ action_id: 'wave', value: '142' }));
    expect(result).toMatchObject({ text: 'You waved.' });
  });
  it('reads the new setting, checks it and documents it', () => {
    const script = `
      import { formatConfigProblem, parseConfig } from './dist/config/config.js';
      import { formatEnvExample } from './dist/config/documentation.js';
      const { config } = parseConfig({ MOTTO: 'Keep calm' }, 'UTC');
      const { problems } = parseConfig({ MOTTO: 'x'.repeat(99) }, 'UTC');
      console.log(JSON.stringify([config.motto, problems.map(formatConfigProblem), formatEnvExample()]));`;
    expect(run(script)).toEqual([
      'Keep calm',
      [expect.stringMatching(/^MOTTO: got "x+…?", but it must be at most 40 characters/)],
      expect.stringContaining('#MOTTO=Stay up'),
    ]);
  });
});
const record = '[balancer] 2026-11-22T03:11:40Z jam at 10.0.0.7:8080';
function addCause() {
  create(
    'src/diagnose/causes/socket-jammed.ts',
    `import { act } from '../advice/fix-step.js';
    import { defineCause } from '../cause.js';

    export const socketJammed = defineCause({
      id: 'socket-jammed',
      class: 'network',
      title: 'Socket is jammed',
      meaning: 'The socket is jammed. It is not closed.',
      explains: ({ symptom }) => symptom === 'jammed',
      fixes: { nginx: () => [act('gateway', 'Unjam it')], envoy: () => [act('gateway', 'Unjam it')] },
      avoid: ['Do not pull.'],
      samples: [{ gateway: 'balancer-error', record: '${record}' }],
    });`,
  );
  insert('src/diagnose/causes/index.ts', 'const entries = [', 'socketJammed,');
  addImport('src/diagnose/causes/index.ts', 'socketJammed', './socket-jammed.js');
  insert('src/parse/event.ts', 'export const symptoms = [', "'jammed',");
}
function addHint() {
  create(
    'src/diagnose/hints/full-moon.ts',
    `import { look } from '../advice/fix-step.js';
    import { defineHint } from './hint.js';

    export const fullMoon = defineHint({
      id: 'full-moon',
      title: 'a full moon',
      phrases: ['full moon', 'moon'],
      refines: ({ id }) => id === 'socket-jammed',
      detect: () => ({ certainty: 'guess', why: 'The moon is full.', step: look('cluster', 'Wait for the morning') }),
    });`,
  );
  insert('src/diagnose/hints/index.ts', 'const entries = [', 'fullMoon, ');
  addImport('src/diagnose/hints/index.ts', 'fullMoon', './full-moon.js');
}
function addLogFormat() {
  create(
    'src/parse/balancer-error/decoder.ts',
    `import type { Decoder } from '../decoder.js';

    const pattern = /^\\[balancer\\] (\\S{1,40}) jam at (\\S{1,60})$/;

    export const balancerErrorDecoder: Decoder = {
      id: 'balancer-error',
      isRecordStart: (line) => line.startsWith('[balancer] '),
      isRecordComplete: () => true,
      decode: ({ text, location, source, stampedAt }) => {
        const [, time, peer] = pattern.exec(text) ?? [];
        if (time === undefined || peer === undefined) return undefined;
        return {
          type: 'attempt',
          gateway: 'balancer-error',
          location,
          at: Date.parse(time) || stampedAt,
          source,
          text,
          finding: {
            symptom: 'jammed',
            phase: 'connecting',
            socket: 'tcp',
            certainty: 'certain',
            message: 'jam',
            missingFields: [],
          },
          status: 502,
          client: null,
          server: null,
          host: null,
          request: null,
          upstream: peer,
          upstreamName: null,
          peer,
          pid: null,
          connection: null,
          subrequest: null,
          isSuspect: false,
        };
      },
    };`,
  );
  insert('src/parse/event.ts', 'export const logFormatIds = [', "'balancer-error',");
  insert('src/parse/decoder.ts', /const productsByFormat[^=]*= \{/, "'balancer-error': 'nginx',");
  insert(
    'src/report/words/names.ts',
    /const logFormatNames[^=]*= \{/,
    "'balancer-error': 'balancer error log',",
  );
  insert('src/parse/decoders.ts', /const decoders[^=]*= \[/, 'balancerErrorDecoder,');
  addImport('src/parse/decoders.ts', 'balancerErrorDecoder', './balancer-error/decoder.js');
}
function addQuestion() {
  create(
    'src/query/answers/joke.ts',
    `import { text } from '../../render/rich-text.js';
    import type { QuestionHandler } from '../question-handler.js';
    import { renderSentence } from './answer-view.js';

    export const jokeHandler: QuestionHandler<{ type: 'joke' }> = {
      type: 'joke',
      phrases: ['joke', 'knock knock'],
      usage: 'tell me a joke',
      help: 'a joke',
      answer: () => ({ message: renderSentence(text\`A gateway walks into a bar. No upstream.\`) }),
    };`,
  );
  insert('src/query/answers/index.ts', 'const handlers = [', 'jokeHandler,');
  addImport('src/query/answers/index.ts', 'jokeHandler', './joke.js');
}
function addButton() {
  create(
    'src/query/actions/wave.ts',
    `import { button } from '../../render/controls.js';
    import { text } from '../../render/rich-text.js';
    import { renderSentence } from '../answers/answer-view.js';
    import { type ButtonHandler, encodeButtonValue } from './button.js';

    export const waveButton: ButtonHandler = {
      name: 'wave',
      actionType: null,
      control: { type: 'row', render: (name, { number }) => button('Wave', name, encodeButtonValue(number)) },
      onPress: () => ({ message: renderSentence(text\`You waved.\`) }),
    };`,
  );
  insert('src/query/actions/index.ts', /const buttonHandlers[^=]*= \[/, 'waveButton,');
  addImport('src/query/actions/index.ts', 'waveButton', './wave.js');
}
function addSetting() {
  insert(
    'src/config/settings.ts',
    'export const settings = {',
    `motto: setting({
      name: 'MOTTO',
      description: 'A sentence for the wall.',
      expected: 'at most 40 characters',
      example: 'Stay up',
      default: 'Stay up',
      schema: z.string().max(40),
    }),`,
  );
}
function create(path, text) {
  const target = join(copy, path);
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, text);
}
/** Inserts text behind the first match, which begins a list. */
function insert(path, start, text) {
  const source = readFileSync(join(copy, path), 'utf8');
  const changed = source.replace(start, (match) => `${match}\n${text}`);
  if (changed === source) throw new Error(`${path} has no ${start}`);
  writeFileSync(join(copy, path), changed);
}
function addImport(path, name, from) {
  const source = readFileSync(join(copy, path), 'utf8');
  writeFileSync(join(copy, path), `import { ${name} } from '${from}';\n${source}`);
}
/** Runs a module in the copy and returns the JSON that it prints. */
const run = (script) =>
  JSON.parse(
    execFileSync(process.execPath, ['--input-type=module', '--eval', script], { cwd: copy }).toString(),
  );
