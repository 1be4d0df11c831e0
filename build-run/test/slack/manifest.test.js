import { WebClient } from '@slack/web-api';
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { eventsPath } from '../../src/slack/http-transport.js';
import { registerListeners } from '../../src/slack/listeners.js';
import { silentLog } from '../../src/slack/log.js';
import { buildManifest, formatManifest } from '../../src/slack/manifest.js';
import { noopHandlers } from '../support/fake-slack/noop-handlers.js';
import { manifestSchema } from '../support/manifest-schema.js';

const ajv = new Ajv.default({ strictTypes: false });
addFormats.default(ajv);
const validate = ajv.compile(manifestSchema);
const requestUrl = `https://bot.example${eventsPath}`;
const socketManifest = buildManifest({ command: '/badgateway', socketMode: true });
const httpManifest = buildManifest({ command: '/badgateway', socketMode: false, requestUrl });
describe('the manifest', () => {
  it.each([
    ['Socket Mode', socketManifest],
    ['HTTP mode', httpManifest],
  ])('for %s matches Slack’s schema', (_, made) => {
    validate(made);
    expect(validate.errors ?? []).toEqual([]);
  });
  it('has request URLs in HTTP mode and none in Socket Mode', () => {
    expect(JSON.stringify(socketManifest)).not.toContain('url"');
    expect(httpManifest).toMatchObject({
      features: { slash_commands: [{ url: requestUrl }] },
      settings: {
        event_subscriptions: { request_url: requestUrl },
        interactivity: { request_url: requestUrl },
        socket_mode_enabled: false,
      },
    });
  });
  it('requests only the scopes it needs', () => {
    expect(socketManifest).toMatchObject({
      oauth_config: {
        scopes: {
          bot: ['app_mentions:read', 'chat:write', 'commands', 'im:history'],
          bot_optional: ['channels:history', 'files:write', 'groups:history', 'usergroups:read'],
        },
      },
    });
  });
  it('subscribes to exactly the events that have listeners', () => {
    const notifications = recordListeners('/badgateway');
    expect(socketManifest).toMatchObject({
      features: { slash_commands: [{ command: notifications.command }] },
      settings: {
        event_subscriptions: { bot_events: notifications.events },
        interactivity: { is_enabled: notifications.actions },
      },
    });
  });
  it('is formatted as JSON', () => {
    expect(JSON.parse(formatManifest({ command: '/gw', socketMode: true }))).toEqual(
      buildManifest({ command: '/gw', socketMode: true }),
    );
  });
});
describe('the schema refuses', () => {
  it.each([
    ['a command with capitals', { command: '/BadGateway', socketMode: true }],
    ['a command without a slash', { command: 'badgateway', socketMode: true }],
    ['a command of 33 characters', { command: `/${'x'.repeat(32)}`, socketMode: true }],
    ['an unencrypted address', { command: '/gw', socketMode: false, requestUrl: 'http://bot.example' }],
    ['an address without a host', { command: '/gw', socketMode: false, requestUrl: '/slack/events' }],
  ])('%s', (_, options) => {
    expect(validate(buildManifest(options))).toBe(false);
  });
});
/** The registered listeners, recorded from the code that registers them. Events have the manifest's names. */
function recordListeners(command) {
  const recorded = { command: '', events: [], actions: false };
  const manifestNames = { message: 'message.im' };
  const recorder = {
    use: () => {},
    error: () => {},
    command: (name) => {
      if (typeof name === 'string') recorded.command = name;
    },
    event: (name) => recorded.events.push(manifestNames[name] ?? name),
    action: () => {
      recorded.actions = true;
    },
    view: () => {},
  };
  const slackContext = {
    handlers: noopHandlers,
    web: new WebClient(),
    botUserId: '',
    own: { teamId: '', enterpriseId: null },
    getPermalink: () => '',
    log: silentLog,
  };
  // Registration is all that happens here, so it is all that the recorder replaces.
  registerListeners(recorder, command, slackContext);
  return recorded;
}
