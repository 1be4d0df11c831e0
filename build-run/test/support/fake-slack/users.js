import { setTimeout as sleep } from 'node:timers/promises';
import {
  createAppMention,
  createBlockAction,
  createDirectMessage,
  createHomeOpened,
  createSlashCommand,
  createViewSubmission,
} from './envelopes.js';
import { defaultUserId, getLatestVersion, homeChannelId } from './workspace.js';

const directChannel = 'D0ANNA001';
const answerTimeoutMs = 5000;
/** People in the workspace, who type and press. */
export class FakeUsers {
  workspace;
  responses;
  root;
  deliver;
  constructor(workspace, responses, root, deliver) {
    this.workspace = workspace;
    this.responses = responses;
    this.root = root;
    this.deliver = deliver;
  }
  /** Types `/badgateway status`, or another command. */
  async typeCommand(text, { command = '/badgateway', ...context } = {}) {
    const { trigger, answers } = this.createTrigger(context);
    return this.perform(createSlashCommand(command, text, trigger), answers);
  }
  /** Presses a button of the current version of a message. */
  async press(ts, actionId, context = {}) {
    return this.actOnElement(ts, actionId, undefined, context);
  }
  /** Selects an option of a menu in a message. */
  async choose(ts, actionId, value, context = {}) {
    return this.actOnElement(ts, actionId, value, context);
  }
  /** Submits a modal with these field values. Required fields must have one. */
  async submit({ id }, input) {
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
  async openHome({ user = defaultUserId, tab = 'home' } = {}) {
    this.workspace.mentionableUsers.add(user);
    return this.perform(createHomeOpened(user, tab, this.workspace.mintId('Ev')), () => []);
  }
  /** Waits for a modal for this person. */
  waitForModal(user = defaultUserId) {
    return waitFor(
      () => [...this.workspace.openViews.values()].findLast((open) => open.user === user),
      `a modal for ${user}`,
    );
  }
  /** Writes `@badgateway …` in a channel. */
  async mention(text, { user = defaultUserId, channel = homeChannelId, thread } = {}) {
    return this.sendMessage(createAppMention, text, { user, channel, thread: thread ?? null });
  }
  /** Writes a direct message to the bot. */
  async sendDm(text, { user = defaultUserId, thread } = {}) {
    return this.sendMessage(createDirectMessage, text, {
      user,
      channel: directChannel,
      thread: thread ?? null,
    });
  }
  /** Repeats a delivery, as Slack does without an acknowledgement. */
  async redeliver({ envelope }) {
    return this.deliver(envelope, 1);
  }
  sendMessage(createEnvelope, text, context) {
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
  async actOnElement(ts, actionId, value, { channel = homeChannelId, ...context }) {
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
  createTrigger({ user = defaultUserId, channel = homeChannelId }) {
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
  async perform(envelope, answers) {
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
function buildViewState({ blocks }, input) {
  const inputs = blocks.filter(({ type }) => type === 'input');
  const entries = inputs.map((block) => {
    const id = String(block['block_id']);
    const element = block['element']; // an input has an element: the view was validated when it was opened
    const initial = element['initial_option']?.['value'];
    const value = input[id] ?? initial;
    if (value === undefined && block['optional'] !== true) throw new Error(`The field ${id} is required`);
    const { type } = element;
    const state =
      type === 'static_select'
        ? { type, selected_option: value === undefined ? null : findOption(element, String(value)) }
        : { type, value: value ?? null };
    return [id, { [String(element['action_id'])]: state }];
  });
  const unknownField = Object.keys(input).find((id) => !entries.some(([fieldId]) => fieldId === id));
  if (unknownField !== undefined) throw new Error(`The modal has no field ${unknownField}`);
  return Object.fromEntries(entries);
}
function findOption(element, value) {
  const options = element['options'] ?? []; // validated with the message or view that holds it
  const option = options.find((candidate) => candidate['value'] === value);
  if (option === undefined) throw new Error(`${element['action_id']} does not offer ${value}`);
  return option;
}
/** Returns the field errors in the acknowledgement of a modal. */
export const parseModalErrors = (payload) =>
  typeof payload === 'object' && payload !== null && 'errors' in payload
    ? payload.errors // Slack's format; a test that compares it would show a difference
    : undefined;
/** Polls until the probe returns a value. */
export async function waitFor(probe, description, timeoutMs = answerTimeoutMs) {
  const deadline = performance.now() + timeoutMs;
  while (performance.now() < deadline) {
    const value = probe();
    if (value !== undefined && value !== false) return value;
    await sleep(5);
  }
  throw new Error(`Waited ${timeoutMs / 1000} s in vain for ${description}`);
}
function findElement(message, actionId) {
  const { blocks, attachments } = getLatestVersion(message);
  const all = [...blocks, ...attachments.flatMap((bar) => bar.blocks ?? [])];
  for (const [index, block] of all.entries()) {
    // Casts: the message was validated when it was stored.
    const elements = [...(block['elements'] ?? []), block['accessory']];
    const element = elements.find((candidate) => candidate?.['action_id'] === actionId);
    if (element !== undefined) return { element, blockId: String(block['block_id'] ?? `b${index}`) };
  }
  return undefined;
}
