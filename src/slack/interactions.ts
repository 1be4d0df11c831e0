import type { App } from '@slack/bolt';
import type { HomeView, ModalView } from '@slack/types';
import type { Fields } from '../query/actions/button.js';
import type { Message } from '../render/message.js';
import { faultsInView } from './block-kit-limits.js';
import type { FilePlace } from './files.js';
import type { Press } from './handlers.js';
import { told } from './log.js';
import { quietly, sendable } from './payload.js';
import { acknowledged, answered, apology, overResponseUrl, sendFile, type Voice } from './replies.js';

/** Keeps track of work that goes on after Slack has its acknowledgement. */
type Finish = (work: Promise<unknown>) => Promise<void>;

/** Joins buttons, modals and the Home tab to the handlers. */
export function interact(app: App, voice: Voice, finish: Finish): void {
  const { handlers, web, log } = voice;

  app.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home') return;
    const linkTo = (ts: string) => voice.linkTo(ts);
    const publish = async () => {
      const view = await handlers.home({ user: event.user, linkTo });
      await web.views.publish({ user_id: event.user, view: passing(view, voice) });
    };
    await finish(publish());
  });

  app.action(anything, async ({ ack, action, body, respond }) => {
    await acknowledged(voice, ack());
    const { trigger_id, channel, thread } = placeOf(body);
    const press = { ...pressed(action), user: body.user.id, channel };
    const reply = async () => {
      const message = await answered(voice, async () => {
        const reaction = await handlers.act(press);
        if (reaction === undefined || !('type' in reaction)) return reaction;
        await web.views.open({ trigger_id, view: passing(reaction, voice) });
        return undefined;
      });
      if (message === undefined) return;
      const say = (said: Message) =>
        respond({ response_type: 'ephemeral', replace_original: false, ...sendable(said, log) });
      await say(message);
      await sendFile(voice, message, { place: { channel, thread }, say, ...overResponseUrl });
    };
    await finish(reply());
  });

  app.view(anything, async ({ ack, body, view }) => {
    const user = body.user.id;
    const { callback_id: name, private_metadata: place } = view;
    const form = { name, place, fields: fieldsIn(view.state.values), user };
    const submitted = await handlers.submit(form).catch((error) => {
      log.warn(`Cannot answer a modal from Slack: ${told(error)}`);
      return undefined;
    });
    if (submitted === undefined || 'problems' in submitted) {
      const errors = submitted?.problems ?? troubleIn(form.fields);
      await acknowledged(voice, ack({ response_action: 'errors', errors: { ...errors } }));
      return;
    }
    await acknowledged(voice, ack());
    const { channel, finish: carryOut } = submitted;
    const reply = async () => {
      const message = await answered(voice, carryOut);
      if (message === undefined) return;
      const { blocks, text, attachments } = sendable(message, log);
      const { parse, link_names } = quietly;
      await web.chat.postEphemeral({ channel, user, text, blocks, attachments, parse, link_names });
    };
    await finish(reply());
  });
}

const anything = /[\s\S]*/;

/** The view, or a plain word in its place if Slack would not take it. */
function passing<View extends ModalView | HomeView>(view: View, { log }: Voice): View {
  const [fault] = faultsInView(view);
  if (fault === undefined) return view;
  log.warn(`Slack would not take a view (${fault.pointer} ${fault.problem}): shown plainly`);
  return { ...view, blocks: [plainly] };
}

const plainly = {
  type: 'section',
  text: { type: 'mrkdwn', text: apology.text, verbatim: true },
} as const;

/** Told under the first field, as a modal that stays open without a word looks broken. */
const troubleIn = (fields: Fields): Fields => ({ [Object.keys(fields)[0] ?? '']: apology.text });

/** Slack's types are a union of every kind of body: those of buttons in messages have both, others lack the channel. */
function placeOf(body: object): FilePlace & { readonly trigger_id: string } {
  const { trigger_id = '', channel, container } = body as PressBody;
  const { thread_ts, message_ts, is_ephemeral = false } = container ?? {};
  const thread = thread_ts ?? (is_ephemeral ? null : (message_ts ?? null));
  return { trigger_id, channel: channel?.id ?? '', thread };
}

type PressBody = {
  readonly trigger_id?: string;
  readonly channel?: { readonly id?: string };
  readonly container?: {
    readonly thread_ts?: string;
    readonly message_ts?: string;
    readonly is_ephemeral?: boolean;
  };
};

/** Buttons carry their value; menus carry that of the chosen option. */
function pressed(action: object): Pick<Press, 'name' | 'value'> {
  const { action_id, value, selected_option } = action as {
    // Slack's types are a union of every kind of element, of which all have these or lack them.
    action_id?: string;
    value?: string;
    selected_option?: { value?: string } | null;
  };
  return { name: action_id ?? '', value: value ?? selected_option?.value ?? '' };
}

type Values = Readonly<
  Record<
    string,
    Readonly<Record<string, { value?: string | null; selected_option?: { value: string } | null }>>
  >
>;

/** What stands in each block; ours have one element each. */
const fieldsIn = (values: Values): Fields =>
  Object.fromEntries(
    Object.entries(values).map(([block, elements]) => {
      const [element] = Object.values(elements);
      return [block, element?.value ?? element?.selected_option?.value ?? ''];
    }),
  );
