import type { HomeView, ModalView } from '@slack/types';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { configFrom } from '../../src/config/config.js';
import type { Incident } from '../../src/incidents/incident.js';
import { alertView } from '../../src/notify/alert-message.js';
import { buttonNames, buttonValue } from '../../src/notify/incident-buttons.js';
import type { Silence } from '../../src/notify/silence.js';
import { notedView, threadView } from '../../src/notify/thread-message.js';
import { modalPlace, type PressSituation, placeIn, pressedIn } from '../../src/query/actions/button.js';
import { buttons } from '../../src/query/actions/index.js';
import { homeFactsOf } from '../../src/query/home.js';
import { homeView } from '../../src/query/home-view.js';
import type { Message } from '../../src/render/message.js';
import { factsOf } from '../../src/report/summary/incident.js';
import { faultsIn, faultsInView } from '../../src/slack/block-kit-limits.js';
import { ledgerOf } from '../support/fake-repository.js';
import { hostile, markupOf, trespassesIn } from '../support/hostile-text.js';
import { began, coverage, failure, incident, minutes, zone } from '../support/incident-fixtures.js';

const now = began + minutes(12);
const clock = { now, zone };
const defaults = configFrom({}, zone);

/** What people see and press in Slack, with this text in every place that a log or somebody's words may fill. */
function shownWith(text: string): { messages: readonly Message[]; views: readonly (ModalView | HomeView)[] } {
  if (!defaults.ok) throw new Error('the defaults are wrong');
  const struck = incident({ upstream: text });
  const twin = incident({ id: 9, number: 9, upstream: `${text}9` });
  const silence: Silence = {
    id: 1,
    of: { name: 'upstream', upstream: text },
    from: began,
    until: null,
    by: text,
    reason: text,
    createdAt: began,
  };
  const evidence = [{ file: text, byte: 0, line: 1, text }];
  const ledger = ledgerOf({
    failures: [failure({ upstream: text, peer: text, route: text, evidence })],
    incidents: [struck, twin],
    changes: [{ kind: 'deploy', words: text, at: began - 1, by: text }],
    coverage: [coverage({ file: text, trouble: text })],
    requests: 10,
  });
  const situation: PressSituation = {
    ...clock,
    ledger,
    user: 'U0ANNA001',
    channel: 'C0ALERTS1',
    silences: [silence],
  };
  const facts = factsOf(struck, ledger, now);
  const homeFacts = homeFactsOf(
    { ledger, silences: [silence], startedAt: began, settings: defaults.config },
    clock,
  );
  const reactions = buttonNames.flatMap((button) =>
    ['', '30m', 'other', 'end'].map((choice) =>
      buttons[button].press(struck, { button, incident: 142, choice }, situation),
    ),
  );
  const filled = buttonNames.flatMap((button) => {
    const given = { words: text, term: text, reason: text, scope: text, cause: text, into: '9' };
    return [given, { ...given, scope: 'upstream', term: '2h', cause: 'none' }].flatMap(
      (fields) => buttons[button].submit?.(struck, fields, situation) ?? [],
    );
  });
  return {
    messages: [
      alertView(facts, now, zone, { silence }),
      threadView('silenced', facts, now, zone, { silence }),
      notedView(struck, text, text),
      ...[...reactions, ...filled].flatMap((come) => ('message' in come ? (come.message ?? []) : [])),
    ],
    views: [
      homeView(homeFacts, clock, () => 'https://fake.slack.example/archives/C0ALERTS1/p1'),
      ...reactions.flatMap((reaction) => ('view' in reaction ? reaction.view : [])),
    ],
  };
}

describe('whatever a log says, or somebody types', () => {
  it('Slack takes each message, modal and Home tab, and nobody is called, linked or formatted by it', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { messages, views } = shownWith(text);
        expect(views.length).toBeGreaterThan(5);
        for (const message of messages) expect(faultsIn(message)).toEqual([]);
        for (const view of views) expect(faultsInView(view)).toEqual([]);
        for (const markup of [...messages, ...views].flatMap(markupOf)) {
          expect(trespassesIn(markup.replaceAll(ownLink, ''))).toEqual([]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('buttons and modals carry ids alone', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const { messages, views } = shownWith(text);
        for (const value of [...messages, ...views].flatMap(carriedIn)) {
          expect(value).toMatch(/^(\d+(:[a-z0-9-]+)?|[a-z0-9-]+|\d+@C0ALERTS1)$/);
        }
      }),
      { numRuns: 20 },
    );
  });

  it('no press or modal of others is taken for ours', () => {
    fc.assert(
      fc.property(hostile, hostile, (name, value) => {
        expect(pressedIn(name, value)).toBeUndefined();
        expect(placeIn(value)).toBeUndefined();
      }),
    );
  });
});

it('what a button or modal carries is read back as it was', () => {
  const subject: Incident = incident();
  expect(pressedIn('silence', buttonValue(142, '30m'))).toEqual({
    button: 'silence',
    incident: 142,
    choice: '30m',
  });
  expect(pressedIn('more', buttonValue(142, 'merge'))).toMatchObject({ button: 'merge', incident: 142 });
  expect(pressedIn('acknowledge', buttonValue(142))).toEqual({
    button: 'acknowledge',
    incident: 142,
    choice: '',
  });
  expect(placeIn(modalPlace(subject, 'C0ALERTS1'))).toEqual({ incident: 142, channel: 'C0ALERTS1' });
});

/** The one link that a view was given. */
const ownLink = /<https:\/\/fake\.slack\.example\/archives\/C0ALERTS1\/p1\|[^<>|]*>/g;

/** Values of elements and options, and what modals remember. */
function carriedIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const own = Object.entries(value).filter(
    ([key, held]) => (key === 'value' || key === 'private_metadata') && typeof held === 'string',
  );
  return [...own.map(([, held]) => String(held)), ...Object.values(value).flatMap(carriedIn)];
}
