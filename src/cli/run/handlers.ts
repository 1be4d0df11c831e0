import { notedView } from '../../notify/thread-message.js';
import type { Act } from '../../query/action.js';
import { type Ordered, type PressSituation, placeIn, pressedIn } from '../../query/actions/button.js';
import { buttons } from '../../query/actions/index.js';
import { noteView } from '../../query/actions/private-notes.js';
import type { Answer } from '../../query/answer.js';
import { reply } from '../../query/answer-question.js';
import { type HomeSettings, homeFactsOf } from '../../query/home.js';
import { homeView } from '../../query/home-view.js';
import { type MembersOf, permissionFor } from '../../query/permissions.js';
import type { Message } from '../../render/message.js';
import type { ConfiguredFormats } from '../../report/summary/bundle.js';
import type { Handlers, Press, Said } from '../../slack/handlers.js';
import type { Reader } from '../../storage/store.js';
import { fileOf } from '../build-attachment.js';
import type { Writing } from './worker-client.js';

export type DeskOptions = {
  readonly ledger: Reader;
  readonly writing: Pick<Writing, 'act' | 'decide'>;
  readonly settings: HomeSettings & ConfiguredFormats;
  /** Who is in a user group that `OPERATORS` names. */
  readonly membersOf: MembersOf;
  readonly clock: () => number;
  /** Called when something was done that the channel should see soon. */
  readonly changed: () => void;
};

/** Answers people, and does what they order by words and buttons. */
export function desk({ ledger, writing, settings, membersOf, clock, changed }: DeskOptions): Handlers {
  const { operators, timezone: zone } = settings;
  const startedAt = clock();

  const situationOf = ({ user, channel }: Pick<Press, 'user' | 'channel'>): PressSituation => {
    const now = clock();
    return { ledger, user, channel, now, zone, silences: ledger.silences(now) };
  };

  /** What is said to somebody who may not do that, in private; undefined for those who may. */
  const refusal = async (what: Act['name'] | null, user: string): Promise<Message | undefined> => {
    switch (await permissionFor(what, user, operators, membersOf)) {
      case 'granted':
        return undefined;
      case 'denied':
        return noteView.notAllowed(operators);
      case 'unknown':
        return noteView.notKnown(operators);
    }
  };

  /** Does it. Answers what is said instead of `message` when it is not done, or was done before. */
  const carriedOut = async ({ act, message }: Ordered, user: string): Promise<Message | undefined> => {
    const refused = await refusal(act.name, user);
    if (refused !== undefined) return refused;
    const now = clock();
    const { isDone, incidents } = await writing.act(act, user, now);
    if (!isDone) return noteView.tooLate();
    const [incident] = incidents;
    if (act.name === 'note' && incident !== undefined && ledger.tsOf(incident.id) !== undefined) {
      const what = {
        name: 'thread',
        incident: incident.id,
        sequence: now,
        reason: 'noted',
        broadcast: false,
      } as const;
      await writing.decide([], [{ what, message: notedView(incident, user, act.words) }], now);
    }
    changed();
    const isSecond = act.name === 'acknowledge' && incident?.acknowledged?.by !== user;
    return isSecond && incident !== undefined ? noteView.alreadyAcknowledged(incident) : message;
  };

  const said = ({ message, file }: Answer): Said =>
    file === undefined
      ? message
      : { ...message, file: () => fileOf(file, { ledger, now: clock(), zone, formats: settings }) };

  return {
    answer: async ({ text, ...from }) => {
      const { act, ...answer } = reply(text, situationOf(from));
      return (act && (await carriedOut({ act, ...answer }, from.user))) ?? said(answer);
    },
    act: async (press) => {
      const { name, value, user } = press;
      if (name === 'ask' || name.startsWith('ask:')) {
        const { user: _, ...looking } = situationOf(press);
        return said(reply(value, looking));
      }
      const pressed = pressedIn(name, value);
      const incident = pressed && ledger.incident(pressed.incident);
      if (pressed === undefined || incident === undefined) return noteView.unknownIncident(value);
      const button = buttons[pressed.button];
      const refused = await refusal(button.does, user);
      if (refused !== undefined) return refused;
      const reaction = button.press(incident, pressed, situationOf(press));
      if ('view' in reaction) return reaction.view;
      return 'act' in reaction ? carriedOut(reaction, user) : reaction.message;
    },
    submit: async (form) => {
      const { name, place, fields, user } = form;
      const { incident: number = 0, channel = '' } = placeIn(place) ?? {};
      const incident = ledger.incident(number);
      const button = pressedIn(name, String(number))?.button;
      const submit = button && buttons[button].submit;
      if (incident === undefined || submit === undefined)
        return { channel, finish: async () => noteView.unknownIncident(place) };
      const filled = submit(incident, fields, situationOf({ user, channel }));
      return 'problems' in filled ? filled : { channel, finish: () => carriedOut(filled, user) };
    },
    home: async ({ linkTo }) => {
      const now = clock();
      const urlOf = (incident: { readonly id: number }) => {
        const ts = ledger.tsOf(incident.id);
        return ts === undefined ? undefined : linkTo(ts);
      };
      const facts = homeFactsOf(
        { ledger, silences: ledger.silences(now), settings, startedAt },
        { now, zone },
      );
      return homeView(facts, { now, zone }, urlOf);
    },
  };
}
