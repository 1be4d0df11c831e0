import { describe, expect, it } from 'vitest';
import { describeStranger, refuseStrangers } from '../../src/slack/strangers.js';

const own = { teamId: 'T0OWN0001', enterpriseId: null };
const grid = { teamId: 'T0OWN0001', enterpriseId: 'E0OWN0001' };

describe('who may order something', () => {
  it.each<[title: string, body: object, stranger: string | null]>([
    ['a message', { team_id: 'T0OWN0001', event: { team: 'T0OWN0001', user: 'U1' } }, null],
    [
      'a message in a shared channel',
      { event: { team: 'T0OWN0001', user_team: 'T0OWN0001', source_team: 'T0OWN0001' } },
      null,
    ],
    [
      'a message of another company',
      { team_id: 'T0OWN0001', event: { team: 'T0OWN0001', user_team: 'T0OTHER01' } },
      'another workspace',
    ],
    [
      'the same as it says where it was written',
      { event: { team: 'T0OWN0001', source_team: 'T0OTHER01' } },
      'another workspace',
    ],
    ['a message of an app', { event: { team: 'T0OWN0001', subtype: 'bot_message', bot_id: 'B1' } }, 'an app'],
    [
      'an app in the name of an operator',
      { event: { team: 'T0OWN0001', user: 'U1', bot_id: 'B1' } },
      'an app',
    ],
    [
      'a visit of the Home tab',
      { team_id: 'T0OWN0001', event: { type: 'app_home_opened', user: 'U1' } },
      null,
    ],
    ['a command', { team_id: 'T0OWN0001', user_id: 'U1' }, null],
    ['a command of another company', { team_id: 'T0OTHER01', user_id: 'U1' }, 'another workspace'],
    ['a button', { team: { id: 'T0OWN0001' }, user: { id: 'U1', team_id: 'T0OWN0001' } }, null],
    [
      'a button that another company pressed',
      { team: { id: 'T0OWN0001' }, user: { id: 'U1', team_id: 'T0OTHER01' } },
      'another workspace',
    ],
    [
      'a modal of another company',
      { type: 'view_submission', team: { id: 'T0OWN0001' }, user: { id: 'U1', team_id: 'T0OTHER01' } },
      'another workspace',
    ],
  ])('%s', (_, body, stranger) => {
    expect(describeStranger(body, own)).toBe(stranger);
  });

  it('includes the other workspaces of an organisation', () => {
    const user = { id: 'U1', team_id: 'T0OTHER01', enterprise_id: 'E0OWN0001' };
    expect(describeStranger({ user }, grid)).toBeNull();
    expect(describeStranger({ event: { user_team: 'E0OWN0001' } }, grid)).toBeNull();
    const inside = { is_ext_shared_channel: false, event: { team: 'T0OTHER01', user: 'U1' } };
    expect(describeStranger(inside, grid)).toBeNull();
    expect(describeStranger({ ...inside, is_ext_shared_channel: true }, grid)).toBe('another workspace');
    const team = { id: 'T0OTHER01', enterprise_id: 'E0OWN0001' };
    expect(describeStranger({ user: { id: 'U1', team_id: 'T0OTHER01' }, team }, grid)).toBeNull();
    expect(describeStranger({ user: { id: 'U1', team_id: 'T0THIRD01' }, team }, grid)).toBe(
      'another workspace',
    );
    expect(describeStranger({ team_id: 'T0OTHER01', enterprise_id: 'E0OWN0001' }, grid)).toBeNull();
    expect(describeStranger({ user: { ...user, enterprise_id: 'E0OTHER01' } }, grid)).toBe(
      'another workspace',
    );
  });

  it('is told to whoever may not, and nothing is done', async () => {
    const said: unknown[] = [];
    const logged: string[] = [];
    const log = { warn: (line: string) => void logged.push(line) };
    const press = async (team: string) => {
      const handled: string[] = [];
      const args = {
        body: { user: { id: 'U1', team_id: team } },
        action: {},
        ack: async () => {},
        respond: async (message: unknown) => void said.push(message),
        next: async () => void handled.push(team),
      };
      // Bolt's arguments are a union of every kind of delivery.
      await refuseStrangers(own, log)(args as never);
      return handled.length > 0;
    };
    expect(await press('T0OWN0001')).toBe(true);
    expect(said).toEqual([]);
    expect(await press('T0OTHER01')).toBe(false);
    expect(said).toMatchObject([{ response_type: 'ephemeral', replace_original: false }]);
    expect(logged).toEqual(['Not answered: a delivery from another workspace.']);
  });
});
