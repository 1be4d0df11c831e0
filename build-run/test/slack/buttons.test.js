import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Committer } from '../../src/cli/run/committer.js';
import { createHandlers } from '../../src/cli/run/handlers.js';
import { queueNotifications } from '../../src/cli/run/queue-notifications.js';
import { parseConfig } from '../../src/config/config.js';
import { deliverAll } from '../../src/notify/deliver.js';
import { defaultPolicy } from '../../src/notify/policy.js';
import { createSlackChannel } from '../../src/slack/channel.js';
import { connectSlack } from '../../src/slack/connect.js';
import { createGroupMemberLookup } from '../../src/slack/user-groups.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import { startFakeSlack } from '../support/fake-slack/index.js';
import { parseModalErrors, waitFor } from '../support/fake-slack/users.js';
import { defaultUserId, getLatestVersion } from '../support/fake-slack/workspace.js';
import { LogReplay, makeErrorRecord, pipelineRules } from '../support/log-lines.js';

const borisId = 'U0BORIS01';
const refusedText = 'connect() failed (111: Connection refused)';
const closedText = 'upstream prematurely closed connection';
let slack;
let replay;
let connection;
let now;
let logged;
let notifying;
beforeEach(async () => {
  slack = await startFakeSlack();
  slack.workspace.mentionableUsers.add(defaultUserId).add(borisId);
  replay = new LogReplay();
  replay.replay(
    Array.from({ length: 9 }, (_, connection) =>
      makeErrorRecord(seconds(connection), refusedText, { path: `/pay?card=${connection}411`, connection }),
    ),
  );
  now = nineAm + seconds(20);
  logged = [];
});
afterEach(async () => {
  await connection.stop();
  await notifying;
  replay.store.close();
  await slack.close();
  expect(slack.violations).toEqual([]);
  expect(logged).toEqual([]);
});
/** Runs the bot on the stored incidents, as `run` does, with this transport and these operators. */
async function startBot(transport = 'socket', operators = []) {
  const log = { warn: (line) => void logged.push(line) };
  const { store } = replay;
  const committer = new Committer(store, pipelineRules);
  const channel = createSlackChannel(slack.makeConfig(transport), { log, betweenPostsMs: 0 });
  const planContext = {
    repository: store,
    saveDecisions: async (...args) => store.saveDecisions(...args),
    notificationPolicy: defaultPolicy,
    timezone: 'UTC',
    reportAt: 1439,
    weeklyReportDay: null,
    databaseCreatedAt: nineAm,
  };
  const outbox = store;
  notifying = Promise.resolve();
  const pump = () => {
    notifying = notifying.then(async () => {
      await queueNotifications(planContext, now);
      await deliverAll(outbox, channel, () => now);
    });
  };
  const config = parseConfig({ TIMEZONE: 'UTC', LOGS: '/var/log/nginx/*.log' }, 'UTC');
  if (!config.ok) throw new Error('the defaults are wrong');
  const handlers = createHandlers({
    repository: store,
    worker: {
      applyAction: async (...args) => committer.applyAction(...args),
      saveDecisions: planContext.saveDecisions,
      saveHandledDelivery: async (...args) => store.saveHandledDelivery(...args),
    },
    settings: { ...config.config, operators },
    findGroupMembers: createGroupMemberLookup(slack.makeConfig(transport), log, () => now),
    clock: () => now,
    onChange: pump,
  });
  connection = await connectSlack(slack.makeConfig(transport), '/badgateway', handlers, log);
  if (connection.port !== null) slack.deliverOverHttp(`http://127.0.0.1:${connection.port}/slack/events`);
  pump();
  await notifying;
}
const findAlert = () => {
  const message = slack.listMessages().find(({ thread }) => thread === null);
  if (message === undefined) throw new Error('no alert was posted');
  return message;
};
const stringify = (value) => JSON.stringify(value);
const waitForAlertText = (text) =>
  waitFor(
    () => new RegExp(text).test(stringify(getLatestVersion(findAlert()))),
    `the message to show ${text}`,
    1000,
  );
const listThread = () => slack.listMessages().filter((message) => message.thread === findAlert().ts);
const waitForThreadText = (text) =>
  waitFor(
    () => listThread().some((line) => stringify(getLatestVersion(line)).includes(text)),
    `${text} in the thread`,
  );
const listActions = () =>
  getLatestVersion(findAlert())
    .blocks.filter(({ type }) => type === 'actions')
    .flatMap(({ elements }) => elements.map((element) => element['action_id']));
describe.each(['socket', 'http'])('over %s', (transport) => {
  beforeEach(() => startBot(transport));
  it('shows who acknowledged within a second, and names that person to the next one who tries', async () => {
    expect(listActions()).toEqual(['acknowledge', 'silence', 'lines', 'resolve', 'more']);
    const presses = [
      slack.people.press(findAlert().ts, 'acknowledge', { user: defaultUserId }),
      slack.people.press(findAlert().ts, 'acknowledge', { user: borisId }),
    ];
    const [first, second] = await Promise.all(presses);
    await waitForAlertText(`Acknowledged by <@(${defaultUserId}|${borisId})> at`);
    await waitForThreadText('Acknowledged by');
    const ephemeral = await waitFor(
      () => [...(first?.listAnswers() ?? []), ...(second?.listAnswers() ?? [])][0],
      'a message to the second person',
    );
    expect(ephemeral.text).toMatch(/^BG-1 is already acknowledged by/);
    expect(listActions()).toEqual(['silence', 'lines', 'resolve', 'more']);
    expect(slack.listMessages().filter((message) => message.thread === null)).toHaveLength(1);
  });
  it('silences for two hours from the menu, and reports the incident again when the silence is ended', async () => {
    const action = await slack.people.choose(findAlert().ts, 'silence', '1:2h');
    expect((await action.waitForAnswer()).text).toMatch(/^Silenced 10\.0\.0\.7:8080 until 11:00/);
    await waitForAlertText('Silenced\\* until');
    await waitForThreadText('Silenced');
    await slack.people.choose(findAlert().ts, 'silence', '1:end');
    await waitForThreadText('Silence ended, still failing');
  });
  it('repeats a window, and sets it when that is confirmed', async () => {
    const question = await slack.people.mention('silence 10.0.0.7:8080 from 22:00 to 23:00 new disks');
    expect((await question.waitForAnswer()).text).toContain('Nothing is silenced yet');
    const proposal = slack.listMessages().at(-1);
    expect(replay.store.silences(now)).toEqual([]);
    const press = await slack.people.press(proposal?.ts ?? '', 'confirm-silence', { user: borisId });
    expect((await press.waitForAnswer()).text).toMatch(
      /^Set: silence 10\.0\.0\.7:8080 from 22:00 until 23.00: new disks/,
    );
    expect(replay.store.silences(now)).toMatchObject([{ by: borisId, reason: 'new disks' }]);
  });
  it('asks for duration and reason, and shows errors under the field', async () => {
    await slack.people.choose(findAlert().ts, 'silence', '1:other');
    const modal = await slack.people.waitForModal();
    expect(modal.payload.private_metadata).toBe(`1@${slack.channel}`);
    const wrong = await slack.people.submit(modal, { term: 'a while' });
    expect(parseModalErrors(wrong.payload)).toEqual({
      term: expect.stringMatching(/^I do not understand when\. Write it like/),
    });
    const long = await slack.people.submit(modal, { term: '90 days' });
    expect(parseModalErrors(long.payload)).toEqual({ term: expect.stringContaining('At most 30 days') });
    const right = await slack.people.submit(modal, {
      term: '90 min',
      reason: 'deploying v813',
      scope: 'cause',
    });
    expect(right.isAcked).toBe(true);
    expect(parseModalErrors(right.payload)).toBeUndefined();
    expect((await right.waitForAnswer()).text).toMatch(
      /^Silenced “Upstream refuses connections” until 10.30: deploying v813/,
    );
    await waitForAlertText('deploying v813');
  });
  it('shows the log lines without secrets', async () => {
    await slack.people.press(findAlert().ts, 'lines');
    const { payload } = await slack.people.waitForModal();
    expect(stringify(payload)).toContain('GET /pay?card=••• HTTP/1.1');
    expect(stringify(payload)).toContain('gateway.log:1');
    expect(stringify(payload)).not.toContain('card=1');
  });
  it('resolves manually', async () => {
    await slack.people.press(findAlert().ts, 'resolve');
    await waitForAlertText('Resolved: Upstream refuses connections');
    await waitForThreadText('Resolved manually');
    expect(listActions()).toEqual(['lines', 'what-helped', 'more']);
  });
  it('asks what helped once it is over, and says so in the thread', async () => {
    await slack.people.press(findAlert().ts, 'resolve');
    await waitForAlertText('What helped\\?');
    await slack.people.press(findAlert().ts, 'what-helped');
    const modal = await slack.people.waitForModal();
    const offered = stringify(modal.payload);
    expect(offered).toContain('something else');
    expect(offered).toContain('it went away by itself');
    const [, step = ''] = /"(step-[a-z0-9-]+)"/.exec(offered) ?? [];
    const submitted = await slack.people.submit(modal, { answer: step });
    expect((await submitted.waitForAnswer()).text).toMatch(/^Noted what ended BG-1: “/);
    await waitForThreadText('What helped');
    const incident = replay.store.incidentByNumber(1);
    expect(incident && replay.store.fixAnswer(incident)).toMatchObject({
      answer: { type: 'step', step: expect.stringMatching(/^[A-Z]/) },
      by: defaultUserId,
    });
    expect(replay.store.timeline(1).at(-1)).toMatchObject({ by: defaultUserId, event: { type: 'helped' } });
    await slack.people.press(findAlert().ts, 'what-helped');
    const again = await slack.people.waitForModal();
    expect(stringify(again.payload)).toContain('So far: ');
    await slack.people.submit(again, { answer: 'by-itself' });
    await waitForThreadText('it went away by itself');
    expect(incident && replay.store.fixAnswer(incident)).toMatchObject({ answer: { type: 'by-itself' } });
  });
  it('posts a note in the thread, literally and with its author', async () => {
    await slack.people.choose(findAlert().ts, 'more', '1:note');
    const modal = await slack.people.waitForModal();
    expect(parseModalErrors((await slack.people.submit(modal, { words: '  ' })).payload)).toEqual({
      words: 'Write at least one word.',
    });
    await slack.people.submit(modal, { words: 'rolled back, see <!channel> *now*' });
    await waitForThreadText('Note');
    expect(stringify(listThread().map(getLatestVersion))).toContain(
      `<@${defaultUserId}>: rolled back, see &lt;!channel› ∗now∗`,
    );
    expect(replay.store.timeline(1).at(-1)).toMatchObject({ by: defaultUserId, event: { type: 'noted' } });
  });
  it('accepts a corrected cause', async () => {
    await slack.people.choose(findAlert().ts, 'more', '1:wrong-cause');
    const modal = await slack.people.waitForModal();
    const unexplained = await slack.people.submit(modal, { cause: 'none' });
    expect(parseModalErrors(unexplained.payload)).toEqual({ words: 'Describe the cause in a few words.' });
    await slack.people.submit(modal, { cause: 'tls-verify' });
    await waitForThreadText('Cause changed:');
    expect(replay.store.incidentByNumber(1)?.correctedCause).toBe('tls-verify');
  });
  it('publishes the Home tab to a person who opens it', async () => {
    await slack.people.openHome({ tab: 'messages' });
    await slack.people.openHome();
    const home = await waitFor(() => slack.workspace.homeViews.get(defaultUserId), 'the Home tab');
    const text = stringify(home);
    expect(text).toContain('1 open incident');
    expect(text).toContain(
      `https://fake.slack.example/archives/${slack.channel}/p${findAlert().ts.replace('.', '')}`,
    );
    expect(text).toContain('/var/log/nginx/*.log');
    expect(slack.listCalls('views.publish')).toHaveLength(1);
  });
});
describe('merging into another incident', () => {
  it('merges an incident of the same fault', async () => {
    replay.replay(
      Array.from({ length: 9 }, (_, n) =>
        makeErrorRecord(minutes(3) + seconds(n), closedText, {
          peer: '10.9.0.1:9000',
          path: '/search',
          connection: 100 + n,
        }),
      ),
    );
    now = nineAm + minutes(3) + seconds(20);
    expect(replay.store.openIncidents()).toHaveLength(2);
    await startBot();
    const mergedMessage = slack
      .listMessages()
      .find((message) => stringify(getLatestVersion(message)).includes('(BG-2)'));
    await slack.people.choose(mergedMessage?.ts ?? '', 'more', '2:merge');
    const modal = await slack.people.waitForModal();
    const action = await slack.people.submit(modal, { into: '1' });
    expect((await action.waitForAnswer()).text).toContain('BG-2 merged into the other incident');
    await waitFor(
      () =>
        stringify(
          getLatestVersion(slack.listMessages().find(({ ts }) => ts === mergedMessage?.ts) ?? findAlert()),
        ).includes('Merged: '),
      'the merged message',
    );
    expect(replay.store.openIncidents().map(({ number }) => number)).toEqual([1]);
  });
  it('explains in the modal that no other incident is open', async () => {
    await startBot();
    await slack.people.choose(findAlert().ts, 'more', '1:merge');
    expect(stringify((await slack.people.waitForModal()).payload)).toContain('No other incident is open.');
  });
});
describe('with OPERATORS set to a user', () => {
  beforeEach(() => startBot('socket', [borisId]));
  it.each([
    ['a choice', () => slack.people.choose(findAlert().ts, 'silence', '1:2h')],
    ['a button', () => slack.people.press(findAlert().ts, 'resolve')],
    ['a modal', () => slack.people.choose(findAlert().ts, 'more', '1:merge')],
    ['a command', () => slack.people.typeCommand('resolve BG-1')],
  ])('refuses others in private and changes nothing, after %s', async (_, tried) => {
    const action = await tried();
    expect((await action.waitForAnswer()).text).toBe(
      `Only @${borisId} may do this. Everybody may acknowledge, read the lines and add notes.`,
    );
    expect(replay.store.openIncidents()).toHaveLength(1);
    expect(replay.store.silences(now)).toEqual([]);
    expect(slack.workspace.openViews.size).toBe(0);
  });
  it('everybody may read and acknowledge, and operators may do everything', async () => {
    await slack.people.press(findAlert().ts, 'acknowledge');
    await waitForAlertText(`Acknowledged by <@${defaultUserId}>`);
    await slack.people.press(findAlert().ts, 'lines');
    await slack.people.waitForModal();
    await slack.people.press(findAlert().ts, 'resolve', { user: borisId });
    await waitForAlertText('Resolved: ');
  });
});
describe('with OPERATORS set to a user group', () => {
  const group = 'S0OPS0001';
  const resolve = async () =>
    (await (await slack.people.press(findAlert().ts, 'resolve')).waitForAnswer()).text;
  beforeEach(async () => {
    slack.workspace.groups.set(group, [borisId]);
    slack.workspace.mentionableUsers.add(`!subteam^${group}`);
    await startBot('socket', [group]);
  });
  it('members may do everything, others are refused in private', async () => {
    expect(await resolve()).toContain(`Only @${group} may do this.`);
    await slack.people.press(findAlert().ts, 'resolve', { user: borisId });
    await waitForAlertText('Resolved: ');
    expect(slack.listCalls('usergroups.users.list')).toHaveLength(1);
  });
  it('a removed member stays removed when the clock steps back', async () => {
    await resolve();
    slack.workspace.groups.set(group, []);
    now -= minutes(180);
    const press = await slack.people.press(findAlert().ts, 'resolve', { user: borisId });
    expect((await press.waitForAnswer()).text).toContain(`Only @${group} may do this.`);
  });
  it('a new member is accepted within five minutes', async () => {
    await resolve();
    slack.workspace.groups.set(group, [borisId, defaultUserId]);
    now += minutes(5);
    await slack.people.press(findAlert().ts, 'resolve');
    await waitForAlertText('Resolved: ');
  });
  it('everybody is refused, with the reason, while the members are unknown', async () => {
    slack.workspace.groups.delete(group);
    expect(await resolve()).toBe(
      `Not done: only @${group} may do this, and Slack cannot currently say who is in @${group}. Try again in a minute.`,
    );
    expect(replay.store.openIncidents()).toHaveLength(1);
    await slack.people.press(findAlert().ts, 'acknowledge');
    await waitForAlertText(`Acknowledged by <@${defaultUserId}>`);
    expect(logged.splice(0).join()).toContain('Cannot look up the members of user group S0OPS0001');
  });
  it('members known within the last hour are still accepted while Slack does not answer', async () => {
    await resolve();
    slack.workspace.groups.delete(group);
    now += minutes(59);
    await slack.people.press(findAlert().ts, 'resolve', { user: borisId });
    await waitForAlertText('Resolved: ');
    expect(logged.splice(0)).toHaveLength(1);
  });
});
describe('the buttons of an old message', () => {
  it('still work after a restart', async () => {
    await startBot();
    const { ts } = findAlert();
    await connection.stop();
    await startBot();
    await slack.people.press(ts, 'acknowledge');
    await waitForAlertText(`Acknowledged by <@${defaultUserId}>`);
    expect(slack.listMessages().filter((message) => message.thread === null)).toHaveLength(1);
  });
  it('answer that the incident is no longer stored', async () => {
    await startBot();
    const { ts } = slack.postAsBot({
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
    expect((await pressed.waitForAnswer()).text).toMatch(/^No incident has the number 77/);
  });
});
describe.each(['socket', 'http'])('over %s, a delivery that Slack repeats', (transport) => {
  it('four times, also after a restart, is answered once', async () => {
    await startBot(transport);
    const mention = await slack.people.mention('status');
    await mention.waitForAnswer();
    await slack.people.redeliver(mention);
    await slack.people.redeliver(mention);
    await connection.stop();
    await startBot(transport);
    expect(await slack.people.redeliver(mention)).toMatchObject({ isAcked: true });
    await (await slack.people.mention('help')).waitForAnswer();
    expect(mention.listAnswers()).toHaveLength(1);
  });
});
