import { setTimeout as sleep } from 'node:timers/promises';
import {
  createAppMention,
  createBlockAction,
  createDirectMessage,
  createHomeOpened,
  createSlashCommand,
  createViewSubmission,
  type Envelope,
} from './envelopes.js';
import type { Responses } from './responses.js';
import type { Receipt } from './sockets.js';
import {
  type BlockElement,
  defaultUserId,
  getLatestVersion,
  homeChannelId,
  type OpenView,
  type SentMessage,
  type StoredMessage,
  type ViewPayload,
  type Workspace,
} from './workspace.js';

type UserContext = { readonly user?: string; readonly channel?: string; readonly thread?: string };

/** An action of a person, with its acknowledgement and the bot's answers. */
export type UserAction = Receipt & {
  readonly envelope: Envelope;
  /** Returns the answers so far. */
  listAnswers(): readonly SentMessage[];
  /** Waits for the first answer. */
  waitForAnswer(): Promise<SentMessage>;
};

const directChannel = 'D0ANNA001';
const answerTimeoutMs = 5000;

/** People in the workspace, who type and press. */
export class FakeUsers {
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
  async typeCommand(
    text: string,
    { command = '/badgateway', ...context }: UserContext & { readonly command?: string } = {},
  ): Promise<UserAction> {
    const { trigger, answers } = this.createTrigger(context);
    return this.perform(createSlashCommand(command, text, trigger), answers);
  }

  /** Presses a button of the current version of a message. */
  async press(ts: string, actionId: string, context: UserContext = {}): Promise<UserAction> {
    return this.actOnElement(ts, actionId, undefined, context);
  }

  /** Selects an option of a menu in a message. */
  async choose(ts: string, actionId: string, value: string, context: UserContext = {}): Promise<UserAction> {
    return this.actOnElement(ts, actionId, value, context);
  }

  /** Submits a modal with these field values. Required fields must have one. */
  async submit({ id }: OpenView, input: Readonly<Record<string, string>>): Promise<UserAction> {
    const open = this.workspace.openViews.get(id);
    if (open === undefined) throw new Error(`No modal ${id} is open`);
    const { user, payload } = open;
    const values = buildViewState(payload, input);
    const listHeard = () =>
      this.workspace.messages
        .filter(({ onlyFor }) => onlyFor === user)
        .map((message) => getLatestVersion(message));
    const action = await this.perform(
      createViewSubmission(open, values, this.workspace.mintTrigger(user)),
      listHeard,
    );
    const errors = parseModalErrors(action.payload);
    if (errors === undefined) this.workspace.openViews.delete(id);
    for (const block of Object.keys(errors ?? {}))
      if (!(block in values))
        this.workspace.violations.push(`a modal got an error for the field ${block}, which it does not have`);
    return action;
  }

  /** Opens the Home tab or the messages of the bot. */
  async openHome({ user = defaultUserId, tab = 'home' }: { user?: string; tab?: 'home' | 'messages' } = {}) {
    this.workspace.mentionableUsers.add(user);
    return this.perform(createHomeOpened(user, tab, this.workspace.mintId('Ev')), () => []);
  }

  /** Waits for a modal for this person. */
  waitForModal(user = defaultUserId): Promise<OpenView> {
    return waitFor(
      () => [...this.workspace.openViews.values()].findLast((open) => open.user === user),
      `a modal for ${user}`,
    );
  }

  /** Writes `@badgateway …` in a channel. */
  async mention(
    text: string,
    { user = defaultUserId, channel = homeChannelId, thread }: UserContext = {},
  ): Promise<UserAction> {
    return this.sendMessage(createAppMention, text, { user, channel, thread: thread ?? null });
  }

  /** Writes a direct message to the bot. */
  async sendDm(text: string, { user = defaultUserId, thread }: UserContext = {}): Promise<UserAction> {
    return this.sendMessage(createDirectMessage, text, {
      user,
      channel: directChannel,
      thread: thread ?? null,
    });
  }

  /** Repeats a delivery, as Slack does without an acknowledgement. */
  async redeliver({ envelope }: UserAction): Promise<Receipt> {
    return this.deliver(envelope, 1);
  }

  private sendMessage(
    createEnvelope: typeof createAppMention,
    text: string,
    context: { user: string; channel: string; thread: string | null },
  ) {
    const ts = this.workspace.mintTs();
    this.workspace.mentionableUsers.add(context.user);
    const inThread = () =>
      this.workspace.messages.filter(
        (message) => message.channel === context.channel && message.thread === (context.thread ?? ts),
      );
    return this.perform(createEnvelope(text, this.workspace.mintId('Ev'), { ...context, ts }), () =>
      inThread().map(getLatestVersion),
    );
  }

  private async actOnElement(
    ts: string,
    actionId: string,
    value: string | undefined,
    { channel = homeChannelId, ...context }: UserContext,
  ): Promise<UserAction> {
    const message = this.workspace.findMessage(channel, ts);
    const located = message && findElement(message, actionId);
    if (message === undefined || located === undefined)
      throw new Error(`No ${actionId} to press in the message ${ts}`);
    const selectedOption = value === undefined ? undefined : findOption(located.element, value);
    const { trigger, answers } = this.createTrigger({ channel, ...context });
    return this.perform(
      createBlockAction(located.element, selectedOption, located.blockId, ts, trigger, message),
      answers,
    );
  }

  private createTrigger({ user = defaultUserId, channel = homeChannelId }: UserContext) {
    this.workspace.mentionableUsers.add(user);
    const response = this.responses.mint();
    const trigger = {
      triggerId: this.workspace.mintTrigger(user),
      responseUrl: `${this.root}/response/${response}`,
      user,
      channel,
    };
    return { trigger, answers: () => this.responses.listSent(response) };
  }

  private async perform(envelope: Envelope, answers: () => readonly SentMessage[]): Promise<UserAction> {
    const answerCount = answers().length;
    const receipt = await this.deliver(envelope);
    const listFresh = () => answers().slice(answerCount);
    return {
      ...receipt,
      envelope,
      listAnswers: listFresh,
      waitForAnswer: () => waitFor(() => listFresh()[0], 'an answer'),
    };
  }
}

/** The field values of a modal, in Slack's format. */
function buildViewState({ blocks }: ViewPayload, input: Readonly<Record<string, string>>) {
  const inputs = blocks.filter(({ type }) => type === 'input');
  const entries = inputs.map((block) => {
    const id = String(block['block_id']);
    const element = block['element'] as BlockElement; // an input has an element: the view was validated when it was opened
    const initial = (element['initial_option'] as BlockElement | undefined)?.['value'];
    const value = input[id] ?? initial;
    if (value === undefined && block['optional'] !== true) throw new Error(`The field ${id} is required`);
    const { type } = element;
    const state =
      type === 'static_select'
        ? { type, selected_option: value === undefined ? null : findOption(element, String(value)) }
        : { type, value: value ?? null };
    return [id, { [String(element['action_id'])]: state }] as const;
  });
  const unknownField = Object.keys(input).find((id) => !entries.some(([fieldId]) => fieldId === id));
  if (unknownField !== undefined) throw new Error(`The modal has no field ${unknownField}`);
  return Object.fromEntries(entries);
}

function findOption(element: BlockElement, value: string): BlockElement {
  const options = (element['options'] ?? []) as readonly BlockElement[]; // validated with the message or view that holds it
  const option = options.find((candidate) => candidate['value'] === value);
  if (option === undefined) throw new Error(`${element['action_id']} does not offer ${value}`);
  return option;
}

/** Returns the field errors in the acknowledgement of a modal. */
export const parseModalErrors = (payload: unknown): Readonly<Record<string, string>> | undefined =>
  typeof payload === 'object' && payload !== null && 'errors' in payload
    ? (payload.errors as Record<string, string>) // Slack's format; a test that compares it would show a difference
    : undefined;

/** Polls until the probe returns a value. */
export async function waitFor<Thing>(
  probe: () => Thing | undefined | false,
  description: string,
  timeoutMs = answerTimeoutMs,
): Promise<Thing> {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const value = probe();
    if (value !== undefined && value !== false) return value;
    await sleep(5);
  }
  throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${description}`);
}

function findElement(
  message: StoredMessage,
  actionId: string,
): { element: BlockElement; blockId: string } | undefined {
  const { blocks, attachments } = getLatestVersion(message);
  const all = [...blocks, ...attachments.flatMap((bar) => bar.blocks ?? [])];
  for (const [index, block] of all.entries()) {
    // Casts: the message was validated when it was stored.
    const elements = [
      ...((block['elements'] as BlockElement[] | undefined) ?? []),
      block['accessory'] as BlockElement | undefined,
    ];
    const element = elements.find((candidate) => candidate?.['action_id'] === actionId);
    if (element !== undefined) return { element, blockId: String(block['block_id'] ?? `b${index}`) };
  }
  return undefined;
}
