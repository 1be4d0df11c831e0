import type { ModalView } from '@slack/types';
import { createPasteOptions, type DecoderConfig } from '../../config/decoder-options.js';
import type { Incident } from '../../incidents/incident.js';
import type { NewMessage } from '../../notify/outbox.js';
import { renderThreadFixAnswer, renderThreadNote } from '../../notify/thread-message.js';
import type { DecoderOptions } from '../../parse/decoder.js';
import type { PressContext, RequestedAction } from '../../query/actions/button.js';
import { pressConfirmSilence } from '../../query/actions/confirm-silence.js';
import { findPress, findSubmission, pressButton } from '../../query/actions/press-button.js';
import { privateNotes } from '../../query/actions/private-notes.js';
import { answerQuestion } from '../../query/answer-question.js';
import { type HomeSettings, renderHome, summarizeHome } from '../../query/home.js';
import type { OperatorAction } from '../../query/operator-action.js';
import { checkPermission, type FetchGroupMembers } from '../../query/permissions.js';
import type { Answer } from '../../query/question-handler.js';
import type { Message } from '../../render/message.js';
import type { ConfiguredFormats } from '../../report/summary/bundle.js';
import type {
  BlockAction,
  HomeTabVisit,
  IncomingQuestion,
  SlackHandlers,
  SlackReply,
  SubmissionResult,
  ViewSubmission,
} from '../../slack/handlers.js';
import type { StoreReader } from '../../storage/store.js';
import { buildAttachment } from '../build-attachment.js';
import type { WorkerClient } from './worker-client.js';

export type HandlerOptions = {
  readonly repository: StoreReader;
  readonly worker: Pick<WorkerClient, 'applyAction' | 'saveDecisions' | 'saveHandledDelivery'>;
  readonly settings: HomeSettings & ConfiguredFormats & DecoderConfig;
  /** Members of a user group that `OPERATORS` names. */
  readonly findGroupMembers: FetchGroupMembers;
  readonly clock: () => number;
  /** Called after a change that the channel should see soon. */
  readonly onChange: () => void;
};

/** Handles Slack commands, mentions, buttons, modals and the Home tab. Reads the database; the worker does the writing. */
export function createHandlers(options: HandlerOptions): SlackHandlers {
  const context: HandlerContext = {
    ...options,
    decoderOptions: createPasteOptions(options.settings),
    startedAt: options.clock(),
  };
  return {
    onQuestion: (question) => handleQuestion(question, context),
    onBlockAction: (blockAction) => handleBlockAction(blockAction, context),
    onViewSubmission: (submission) => handleViewSubmission(submission, context),
    onHomeOpened: (visit) => handleHomeOpened(visit, context),
    claimDelivery: (id) => claimDelivery(id, options),
  };
}

type HandlerContext = HandlerOptions & {
  readonly decoderOptions: DecoderOptions;
  readonly startedAt: number;
};

/** Reads and does not wait for the writer, which a locked database may hold up: at worst a delivery is handled twice. */
function claimDelivery(id: string, { repository, worker, clock }: HandlerOptions): boolean {
  if (repository.isDeliveryHandled(id)) return false;
  worker.saveHandledDelivery(id, clock()).catch(() => {});
  return true;
}

async function handleQuestion(
  { text, ...sender }: IncomingQuestion,
  context: HandlerContext,
): Promise<SlackReply> {
  const answer = answerQuestion(text, createPressContext(sender, context));
  const { action, message } = answer;
  const outcome = action && (await executeAction({ action, message }, sender.user, context));
  return outcome ?? toReply(answer, context);
}

async function handleBlockAction(
  blockAction: BlockAction,
  context: HandlerContext,
): Promise<SlackReply | ModalView | undefined> {
  const { actionId, value, user } = blockAction;
  const pressContext = createPressContext(blockAction, context);
  if (actionId === 'ask' || actionId.startsWith('ask:')) return answerFollowUp(value, pressContext, context);
  const confirmed = pressConfirmSilence(actionId, value, pressContext);
  if (confirmed !== undefined)
    return 'action' in confirmed ? executeAction(confirmed, user, context) : confirmed;
  const press = findPress(actionId, value, context.repository);
  if (press === undefined) return privateNotes.unknownIncident(value);
  const refusal = await explainRefusal(press.button.actionType, user, context);
  if (refusal !== undefined) return refusal;
  const result = pressButton(press, pressContext);
  return 'action' in result ? executeAction(result, user, context) : result;
}

/** Answers the question on a follow-up button. Without a user, so that it cannot change anything. */
function answerFollowUp(
  question: string,
  { user: _, ...readOnlyContext }: PressContext,
  context: HandlerContext,
): SlackReply {
  return toReply(answerQuestion(question, readOnlyContext), context);
}

async function handleViewSubmission(
  { callbackId, privateMetadata, fields, user }: ViewSubmission,
  context: HandlerContext,
): Promise<SubmissionResult> {
  const { channel, submit } = findSubmission(callbackId, privateMetadata, context.repository);
  if (submit === undefined)
    return { channel, execute: async () => privateNotes.unknownIncident(privateMetadata) };
  const result = submit(fields, createPressContext({ user, channel }, context));
  return 'problems' in result ? result : { channel, execute: () => executeAction(result, user, context) };
}

async function handleHomeOpened({ getPermalink }: HomeTabVisit, context: HandlerContext) {
  const { repository, settings, startedAt, clock } = context;
  const now = clock();
  const { timezone } = settings;
  const findPermalink = (incident: { readonly id: number }) => {
    const ts = repository.findIncidentTs(incident.id);
    return ts === undefined ? undefined : getPermalink(ts);
  };
  const silences = repository.silences(now);
  const summary = summarizeHome({ repository, silences, settings, startedAt }, { now, timezone });
  return renderHome(summary, { now, timezone }, findPermalink);
}

/**
 * Executes an action if the user may. Returns the message to show, or undefined where the incident's own message shows
 * the result.
 */
async function executeAction(
  { action, message }: RequestedAction,
  user: string,
  context: HandlerContext,
): Promise<Message | undefined> {
  const refusal = await explainRefusal(action.type, user, context);
  if (refusal !== undefined) return refusal;
  const { worker, clock, onChange } = context;
  const now = clock();
  const { isApplied, incidents } = await worker.applyAction(action, user, now);
  if (!isApplied) return privateNotes.tooLate();
  const [incident] = incidents;
  if (incident !== undefined && action.type === 'note')
    await postNote(incident, renderThreadNote(incident, user, action.text), now, context);
  if (incident !== undefined && action.type === 'what-helped')
    await postNote(incident, renderThreadFixAnswer(incident, user, action.answer), now, context);
  onChange();
  const isRepeat = action.type === 'acknowledge' && incident?.acknowledgement?.by !== user;
  return isRepeat && incident !== undefined ? privateNotes.alreadyAcknowledged(incident) : message;
}

/** Posts what a user said in the incident's thread, if the incident has a message. */
async function postNote(
  incident: Incident,
  content: Message,
  now: number,
  { repository, worker }: HandlerContext,
): Promise<void> {
  if (repository.findIncidentTs(incident.id) === undefined) return;
  const note: NewMessage = {
    kind: { type: 'thread', incidentId: incident.id, sequence: now, reason: 'noted', isBroadcast: false },
    content,
  };
  await worker.saveDecisions([], [note], now);
}

/** The private message for a user who may not do this; undefined for those who may. */
async function explainRefusal(
  actionType: OperatorAction['type'] | null,
  user: string,
  { settings: { operators }, findGroupMembers }: HandlerContext,
): Promise<Message | undefined> {
  switch (await checkPermission(actionType, user, operators, findGroupMembers)) {
    case 'granted':
      return undefined;
    case 'denied':
      return privateNotes.notAllowed(operators);
    case 'unknown':
      return privateNotes.permissionUnknown(operators);
  }
}

function createPressContext(
  { user, channel }: Pick<BlockAction, 'user' | 'channel'>,
  { repository, settings: { timezone }, decoderOptions, clock }: HandlerContext,
): PressContext {
  const now = clock();
  return { repository, decoderOptions, user, channel, now, timezone, silences: repository.silences(now) };
}

function toReply({ message, file }: Answer, { repository, settings, clock }: HandlerContext): SlackReply {
  if (file === undefined) return message;
  const { timezone } = settings;
  return {
    ...message,
    file: () => buildAttachment(file, { repository, now: clock(), timezone, formats: settings }),
  };
}
