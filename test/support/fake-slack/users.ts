import { setTimeout as sleep } from 'node:timers/promises';
import {
  appMention,
  blockAction,
  directMessage,
  type Envelope,
  homeOpened,
  slashCommand,
  viewSubmission,
} from './envelopes.js';
import type { Responses } from './responses.js';
import type { Receipt } from './sockets.js';
import {
  homeChannel,
  latest,
  type Node,
  type OpenView,
  type StoredMessage,
  someone,
  type ViewNode,
  type Wire,
  type Workspace,
} from './workspace.js';

type Doing = { readonly user?: string; readonly channel?: string; readonly thread?: string };

/** Something that a person did, acknowledged or not, and what the bot answered. */
export type Asked = Receipt & {
  readonly envelope: Envelope;
  /** So far. */
  answers(): readonly Wire[];
  /** The first answer, as soon as it is there. */
  answer(): Promise<Wire>;
};

const directChannel = 'D0ANNA001';
const answerWithinMs = 5000;

/** People in the workspace: what they type and press. */
export class People {
  private readonly workspace: Workspace;
  private readonly responses: Responses;
  private readonly root: string;
  private readonly deliver: (envelope: Envelope, retry?: number) => Promise<Receipt>;

  constructor(
    workspace: Workspace,
    responses: Responses,
    root: string,
    deliver: (envelope: Envelope, retry?: number) => Promise<Receipt>,
  ) {
    this.workspace = workspace;
    this.responses = responses;
    this.root = root;
    this.deliver = deliver;
  }

  /** Types `/badgateway status`, or another command. */
  async command(
    text: string,
    { command = '/badgateway', ...doing }: Doing & { readonly command?: string } = {},
  ): Promise<Asked> {
    const { trigger, answers } = this.trigger(doing);
    return this.ask(slashCommand(command, text, trigger), answers);
  }

  /** Presses a button, which must stand in that message as it is now. */
  async press(ts: string, actionId: string, doing: Doing = {}): Promise<Asked> {
    return this.act(ts, actionId, undefined, doing);
  }

  /** Chooses from a menu in a message, which must offer that. */
  async choose(ts: string, actionId: string, value: string, doing: Doing = {}): Promise<Asked> {
    return this.act(ts, actionId, value, doing);
  }

  /** Sends off a modal with what was written or chosen in its fields; what is required must be there. */
  async submit({ id }: OpenView, given: Readonly<Record<string, string>>): Promise<Asked> {
    const open = this.workspace.views.get(id);
    if (open === undefined) throw new Error(`No modal ${id} is open`);
    const { user, view } = open;
    const values = valuesOf(view, given);
    const heard = () =>
      this.workspace.messages.filter(({ onlyFor }) => onlyFor === user).map((message) => latest(message));
    const asked = await this.ask(viewSubmission(open, values, this.workspace.mintTrigger(user)), heard);
    const errors = errorsIn(asked.payload);
    if (errors === undefined) this.workspace.views.delete(id);
    for (const block of Object.keys(errors ?? {}))
      if (!(block in values))
        this.workspace.faults.push(`a modal was told of an error under ${block}, which it has not`);
    return asked;
  }

  /** Looks at the bot itself. */
  async openHome({ user = someone, tab = 'home' }: { user?: string; tab?: 'home' | 'messages' } = {}) {
    this.workspace.mentionable.add(user);
    return this.ask(homeOpened(user, tab, this.workspace.mintId('Ev')), () => []);
  }

  /** The modal that this person sees, as soon as there is one. */
  modal(user = someone): Promise<OpenView> {
    return eventually(
      () => [...this.workspace.views.values()].findLast((open) => open.user === user),
      `a modal for ${user}`,
    );
  }

  /** Writes `@badgateway …` in a channel. */
  async mention(text: string, { user = someone, channel = homeChannel, thread }: Doing = {}): Promise<Asked> {
    return this.say(appMention, text, { user, channel, thread: thread ?? null });
  }

  /** Writes to the bot alone. */
  async dm(text: string, { user = someone, thread }: Doing = {}): Promise<Asked> {
    return this.say(directMessage, text, { user, channel: directChannel, thread: thread ?? null });
  }

  /** Delivers the same once more, as Slack does when it heard nothing. */
  async again({ envelope }: Asked): Promise<Receipt> {
    return this.deliver(envelope, 1);
  }

  private say(
    kind: typeof appMention,
    text: string,
    said: { user: string; channel: string; thread: string | null },
  ) {
    const ts = this.workspace.mintTs();
    this.workspace.mentionable.add(said.user);
    const inThread = () =>
      this.workspace.messages.filter(
        (message) => message.channel === said.channel && message.thread === (said.thread ?? ts),
      );
    return this.ask(kind(text, this.workspace.mintId('Ev'), { ...said, ts }), () => inThread().map(latest));
  }

  private async act(
    ts: string,
    actionId: string,
    value: string | undefined,
    { channel = homeChannel, ...doing }: Doing,
  ): Promise<Asked> {
    const message = this.workspace.at(channel, ts);
    const found = message && elementOf(message, actionId);
    if (message === undefined || found === undefined)
      throw new Error(`No ${actionId} to press in the message ${ts}`);
    const chosen = value === undefined ? undefined : optionIn(found.element, value);
    const { trigger, answers } = this.trigger({ channel, ...doing });
    return this.ask(blockAction(found.element, chosen, found.blockId, ts, trigger, message), answers);
  }

  private trigger({ user = someone, channel = homeChannel }: Doing) {
    this.workspace.mentionable.add(user);
    const response = this.responses.mint();
    const trigger = {
      triggerId: this.workspace.mintTrigger(user),
      responseUrl: `${this.root}/response/${response}`,
      user,
      channel,
    };
    return { trigger, answers: () => this.responses.of(response) };
  }

  private async ask(envelope: Envelope, answers: () => readonly Wire[]): Promise<Asked> {
    const before = answers().length;
    const receipt = await this.deliver(envelope);
    const fresh = () => answers().slice(before);
    return { ...receipt, envelope, answers: fresh, answer: () => eventually(() => fresh()[0], 'an answer') };
  }
}

/** What stands in each field of a modal, as Slack tells it. */
function valuesOf({ blocks }: ViewNode, given: Readonly<Record<string, string>>) {
  const inputs = blocks.filter(({ type }) => type === 'input');
  const entries = inputs.map((block) => {
    const id = String(block['block_id']);
    const element = block['element'] as Node; // an input has one: the view was validated when it was opened
    const initial = (element['initial_option'] as Node | undefined)?.['value'];
    const value = given[id] ?? initial;
    if (value === undefined && block['optional'] !== true) throw new Error(`The field ${id} is required`);
    const { type } = element;
    const state =
      type === 'static_select'
        ? { type, selected_option: value === undefined ? null : optionIn(element, String(value)) }
        : { type, value: value ?? null };
    return [id, { [String(element['action_id'])]: state }] as const;
  });
  const stranger = Object.keys(given).find((id) => !entries.some(([each]) => each === id));
  if (stranger !== undefined) throw new Error(`The modal has no field ${stranger}`);
  return Object.fromEntries(entries);
}

function optionIn(element: Node, value: string): Node {
  const options = (element['options'] ?? []) as readonly Node[]; // validated with the message or view that holds it
  const option = options.find((one) => one['value'] === value);
  if (option === undefined) throw new Error(`${element['action_id']} does not offer ${value}`);
  return option;
}

/** What an acknowledgement says is wrong with a modal. */
export const errorsIn = (payload: unknown): Readonly<Record<string, string>> | undefined =>
  typeof payload === 'object' && payload !== null && 'errors' in payload
    ? (payload.errors as Record<string, string>) // Slack's own shape; whoever compares it sees what it is
    : undefined;

/** Waits until there is something, looking again and again. */
export async function eventually<Thing>(
  look: () => Thing | undefined | false,
  what: string,
  withinMs = answerWithinMs,
): Promise<Thing> {
  const until = performance.now() + withinMs;
  while (performance.now() < until) {
    const thing = look();
    if (thing !== undefined && thing !== false) return thing;
    await sleep(5);
  }
  throw new Error(`Waited ${withinMs / 1000} s for ${what}, in vain`);
}

function elementOf(message: StoredMessage, actionId: string): { element: Node; blockId: string } | undefined {
  const { blocks, attachments } = latest(message);
  const all = [...blocks, ...attachments.flatMap((bar) => bar.blocks ?? [])];
  for (const [at, block] of all.entries()) {
    // Casts: the message was validated when it was stored.
    const elements = [
      ...((block['elements'] as Node[] | undefined) ?? []),
      block['accessory'] as Node | undefined,
    ];
    const element = elements.find((one) => one?.['action_id'] === actionId);
    if (element !== undefined) return { element, blockId: String(block['block_id'] ?? `b${at}`) };
  }
  return undefined;
}
