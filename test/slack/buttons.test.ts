import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Keeper } from '../../src/cli/run/committer.js';
import { desk } from '../../src/cli/run/handlers.js';
import { deliverAll, tell } from '../../src/cli/run/notify-loop.js';
import { configFrom } from '../../src/config/config.js';
import { plainManners } from '../../src/notify/policy.js';
import { slackChannel } from '../../src/slack/channel.js';
import { connectSlack, type SlackConnection } from '../../src/slack/connect.js';
import { userGroups } from '../../src/slack/user-groups.js';
import { minutes, nine, seconds } from '../support/event-fixtures.js';
import { type FakeSlack, startFakeSlack } from '../support/fake-slack/index.js';
import { errorsIn, eventually } from '../support/fake-slack/users.js';
import { latest, type Node, someone } from '../support/fake-slack/workspace.js';
import { error, rules, World } from '../support/log-lines.js';

const boris = 'U0BORIS01';
const refused = 'connect() failed (111: Connection refused)';
const closed = 'upstream prematurely closed connection';

let slack: FakeSlack;
let world: World;
let connection: SlackConnection;
let now: number;
let logged: string[];
let telling: Promise<void>;

beforeEach(async () => {
  slack = await startFakeSlack();
  slack.workspace.mentionable.add(someone).add(boris);
  world = new World();
  world.play(
    Array.from({ length: 9 }, (_, n) => error(seconds(n), refused, { path: `/pay?card=${n}411`, n })),
  );
  now = nine + seconds(20);
  logged = [];
});

afterEach(async () => {
  await connection.stop();
  await telling;
  world.store.close();
  await slack.close();
  expect(slack.faults).toEqual([]);
  expect(logged).toEqual([]);
});

/** Runs the bot over what is stored, as `run` does: over this transport and with these operators. */
async function run(
  transport: 'socket' | 'http' = 'socket',
  operators: readonly string[] = [],
): Promise<void> {
  const log = { warn: (line: string) => void logged.push(line) };
  const { store } = world;
  const keeper = new Keeper(store, rules);
  const channel = slackChannel(slack.config(transport), { log, betweenPostsMs: 0 });
  const scene = {
    ledger: store,
    decide: async (...decided: Parameters<typeof store.decide>) => store.decide(...decided),
    manners: plainManners,
    zone: 'UTC',
    reportAt: 1439,
    weeklyReportDay: null,
    since: nine,
  };
  const outbox = store;
  telling = Promise.resolve();
  const pump = () => {
    telling = telling.then(async () => {
      await tell(scene, now);
      await deliverAll(outbox, channel, () => now);
    });
  };
  const config = configFrom({ TIMEZONE: 'UTC', LOGS: '/var/log/nginx/*.log' }, 'UTC');
  if (!config.ok) throw new Error('the defaults are wrong');
  const handlers = desk({
    ledger: store,
    writing: { act: async (...asked) => keeper.act(...asked), decide: scene.decide },
    settings: { ...config.config, operators },
    membersOf: userGroups(slack.config(transport), log, () => now),
    clock: () => now,
    changed: pump,
  });
  connection = await connectSlack(slack.config(transport), '/badgateway', handlers, log);
  if (connection.port !== null) slack.deliverTo(`http://127.0.0.1:${connection.port}/slack/events`);
  pump();
  await telling;
}

const alert = () => {
  const found = slack.messages().find(({ thread }) => thread === null);
  if (found === undefined) throw new Error('no alert was posted');
  return found;
};
const wordsIn = (value: unknown) => JSON.stringify(value);
const shows = (words: string | RegExp) =>
  eventually(() => new RegExp(words).test(wordsIn(latest(alert()))), `the message to show ${words}`, 1000);
const thread = () => slack.messages().filter((message) => message.thread === alert().ts);
const inThread = (words: string) =>
  eventually(() => thread().some((line) => wordsIn(latest(line)).includes(words)), `${words} in the thread`);
const offers = () =>
  latest(alert())
    .blocks.filter(({ type }) => type === 'actions')
    .flatMap(({ elements }) => (elements as Node[]).map((element) => element['action_id']));

describe.each(['socket', 'http'] as const)('over %s', (transport) => {
  beforeEach(() => run(transport));

  it('shows within a second who took it on, and tells the second one who was first', async () => {
    expect(offers()).toEqual(['acknowledge', 'silence', 'lines', 'resolve', 'more']);
    const presses = [
      slack.people.press(alert().ts, 'acknowledge', { user: someone }),
      slack.people.press(alert().ts, 'acknowledge', { user: boris }),
    ];
    const [first, second] = await Promise.all(presses);
    await shows(`<@(${someone}|${boris})> is on it since`);
    await inThread('is on it');
    const told = await eventually(
      () => [...(first?.answers() ?? []), ...(second?.answers() ?? [])][0],
      'a word to the second',
    );
    expect(told.text).toMatch(/^BG-1 is already acknowledged by/);
    expect(offers()).toEqual(['silence', 'lines', 'resolve', 'more']);
    expect(slack.messages().filter((message) => message.thread === null)).toHaveLength(1);
  });

  it('silences for two hours at a choice, and tells again when somebody ends that', async () => {
    const asked = await slack.people.choose(alert().ts, 'silence', '1:2h');
    expect((await asked.answer()).text).toMatch(/^Silenced 10\.0\.0\.7:8080 until 11:00/);
    await shows('Silenced\\* until');
    await inThread('Silenced');
    await slack.people.choose(alert().ts, 'silence', '1:end');
    await inThread('No longer silenced, and still failing');
  });

  it('asks for how long and why, and says under the field what it does not understand', async () => {
    await slack.people.choose(alert().ts, 'silence', '1:other');
    const modal = await slack.people.modal();
    expect(modal.view.private_metadata).toBe(`1@${slack.channel}`);
    const wrong = await slack.people.submit(modal, { term: 'a while' });
    expect(errorsIn(wrong.payload)).toEqual({
      term: 'Say it like 90 min, 2 h or until 09:00, or leave it empty.',
    });
    const long = await slack.people.submit(modal, { term: '90 days' });
    expect(errorsIn(long.payload)).toEqual({ term: expect.stringContaining('Thirty days at most') });
    const right = await slack.people.submit(modal, {
      term: '90 min',
      reason: 'deploying v813',
      scope: 'cause',
    });
    expect(right.acked).toBe(true);
    expect(errorsIn(right.payload)).toBeUndefined();
    expect((await right.answer()).text).toMatch(
      /^Silenced “Upstream refuses connections” until 10.30: deploying v813/,
    );
    await shows('deploying v813');
  });

  it('shows the lines, without what is secret in them', async () => {
    await slack.people.press(alert().ts, 'lines');
    const { view } = await slack.people.modal();
    expect(wordsIn(view)).toContain('GET /pay?card=••• HTTP/1.1');
    expect(wordsIn(view)).toContain('gateway.log:1');
    expect(wordsIn(view)).not.toContain('card=1');
  });

  it('resolves by hand', async () => {
    await slack.people.press(alert().ts, 'resolve');
    await shows('Resolved: Upstream refuses connections');
    await inThread('Resolved by hand');
    expect(offers()).toEqual(['lines', 'more']);
  });

  it('puts a note into the thread, literally and with its author', async () => {
    await slack.people.choose(alert().ts, 'more', '1:note');
    const modal = await slack.people.modal();
    expect(errorsIn((await slack.people.submit(modal, { words: '  ' })).payload)).toEqual({
      words: 'Write at least a word.',
    });
    await slack.people.submit(modal, { words: 'rolled back, see <!channel> *now*' });
    await inThread('Note');
    expect(wordsIn(thread().map(latest))).toContain(`<@${someone}>: rolled back, see &lt;!channel› ∗now∗`);
    expect(world.store.timeline(1).at(-1)).toMatchObject({ by: someone, what: { name: 'noted' } });
  });

  it('takes the cause that somebody says it is', async () => {
    await slack.people.choose(alert().ts, 'more', '1:wrong-cause');
    const modal = await slack.people.modal();
    const mute = await slack.people.submit(modal, { cause: 'none' });
    expect(errorsIn(mute.payload)).toEqual({ words: 'Say in a few words what it was.' });
    await slack.people.submit(modal, { cause: 'tls-verify' });
    await inThread('Another cause.');
    expect(world.store.incident(1)?.corrected).toBe('tls-verify');
  });

  it('shows the bot itself to whoever opens its Home tab', async () => {
    await slack.people.openHome({ tab: 'messages' });
    await slack.people.openHome();
    const home = await eventually(() => slack.workspace.homes.get(someone), 'the Home tab');
    const words = wordsIn(home);
    expect(words).toContain('1 open incident');
    expect(words).toContain(
      `https://fake.slack.example/archives/${slack.channel}/p${alert().ts.replace('.', '')}`,
    );
    expect(words).toContain('/var/log/nginx/*.log');
    expect(slack.callsOf('views.publish')).toHaveLength(1);
  });
});

describe('the other incident', () => {
  it('takes one in that is the same fault', async () => {
    world.play(
      Array.from({ length: 9 }, (_, n) =>
        error(minutes(3) + seconds(n), closed, { peer: '10.9.0.1:9000', path: '/search', n: 100 + n }),
      ),
    );
    now = nine + minutes(3) + seconds(20);
    expect(world.store.openIncidents()).toHaveLength(2);
    await run();
    const part = slack.messages().find((message) => wordsIn(latest(message)).includes('(BG-2)'));
    await slack.people.choose(part?.ts ?? '', 'more', '2:merge');
    const modal = await slack.people.modal();
    const asked = await slack.people.submit(modal, { into: '1' });
    expect((await asked.answer()).text).toContain('BG-2 is now a part of the other incident');
    await eventually(
      () =>
        wordsIn(latest(slack.messages().find(({ ts }) => ts === part?.ts) ?? alert())).includes('Merged: '),
      'the message to say so',
    );
    expect(world.store.openIncidents().map(({ number }) => number)).toEqual([1]);
  });

  it('says so when there is none', async () => {
    await run();
    await slack.people.choose(alert().ts, 'more', '1:merge');
    expect(wordsIn((await slack.people.modal()).view)).toContain('No other incident is open.');
  });
});

describe('where operators are named', () => {
  beforeEach(() => run('socket', [boris]));

  it.each([
    ['a choice', () => slack.people.choose(alert().ts, 'silence', '1:2h')],
    ['a button', () => slack.people.press(alert().ts, 'resolve')],
    ['a modal', () => slack.people.choose(alert().ts, 'more', '1:merge')],
    ['words', () => slack.people.command('resolve BG-1')],
  ])('others are refused in private, and nothing is done, by %s', async (_, tried) => {
    const asked = await tried();
    expect((await asked.answer()).text).toBe(
      `That is for @${boris} to do here. Everybody may acknowledge, read the lines and add notes.`,
    );
    expect(world.store.openIncidents()).toHaveLength(1);
    expect(world.store.silences(now)).toEqual([]);
    expect(slack.workspace.views.size).toBe(0);
  });

  it('everybody may look and acknowledge, and operators may do all', async () => {
    await slack.people.press(alert().ts, 'acknowledge');
    await shows(`<@${someone}> is on it`);
    await slack.people.press(alert().ts, 'lines');
    await slack.people.modal();
    await slack.people.press(alert().ts, 'resolve', { user: boris });
    await shows('Resolved: ');
  });
});

describe('where a user group operates', () => {
  const group = 'S0OPS0001';
  const resolve = async () => (await (await slack.people.press(alert().ts, 'resolve')).answer()).text;

  beforeEach(async () => {
    slack.workspace.groups.set(group, [boris]);
    slack.workspace.mentionable.add(`!subteam^${group}`);
    await run('socket', [group]);
  });

  it('its members may do all, the others are refused in private', async () => {
    expect(await resolve()).toContain(`That is for @${group} to do here.`);
    await slack.people.press(alert().ts, 'resolve', { user: boris });
    await shows('Resolved: ');
    expect(slack.callsOf('usergroups.users.list')).toHaveLength(1);
  });

  it('lets nobody who was taken out of it do more because the clock stepped back', async () => {
    await resolve();
    slack.workspace.groups.set(group, []);
    now -= minutes(180);
    const press = await slack.people.press(alert().ts, 'resolve', { user: boris });
    expect((await press.answer()).text).toContain(`That is for @${group} to do here.`);
  });

  it('who joins it is let in within five minutes', async () => {
    await resolve();
    slack.workspace.groups.set(group, [boris, someone]);
    now += minutes(5);
    await slack.people.press(alert().ts, 'resolve');
    await shows('Resolved: ');
  });

  it('nobody is let in on a guess, and everybody is told why, while Slack does not tell', async () => {
    slack.workspace.groups.delete(group);
    expect(await resolve()).toBe(
      `That was not done: it is for @${group}, and Slack does not tell just now who is in @${group}. Please try again in a minute.`,
    );
    expect(world.store.openIncidents()).toHaveLength(1);
    await slack.people.press(alert().ts, 'acknowledge');
    await shows(`<@${someone}> is on it`);
    expect(logged.splice(0).join()).toContain('Cannot look up who is in the user group S0OPS0001');
  });

  it('who was in it an hour ago still is, while Slack does not tell', async () => {
    await resolve();
    slack.workspace.groups.delete(group);
    now += minutes(59);
    await slack.people.press(alert().ts, 'resolve', { user: boris });
    await shows('Resolved: ');
    expect(logged.splice(0)).toHaveLength(1);
  });
});

describe('the buttons of an old message', () => {
  it('still work after a restart', async () => {
    await run();
    const { ts } = alert();
    await connection.stop();
    await run();
    await slack.people.press(ts, 'acknowledge');
    await shows(`<@${someone}> is on it`);
    expect(slack.messages().filter((message) => message.thread === null)).toHaveLength(1);
  });

  it('say so when the incident is no longer kept', async () => {
    await run();
    const { ts } = slack.say({
      text: 'old',
      blocks: [
        {
          type: 'actions',
          elements: [
            {
              type: 'button',
              action_id: 'resolve',
              value: '77',
              text: { type: 'plain_text', text: 'Resolve' },
            },
          ],
        },
      ],
    });
    const pressed = await slack.people.press(ts, 'resolve');
    expect((await pressed.answer()).text).toMatch(/^No incident has the number 77/);
  });
});
