import { createPasteOptions } from '../../config/decoder-options.js';
import { renderThreadFixAnswer, renderThreadNote } from '../../notify/thread-message.js';
import { pressConfirmSilence } from '../../query/actions/confirm-silence.js';
import { findPress, findSubmission, pressButton } from '../../query/actions/press-button.js';
import { privateNotes } from '../../query/actions/private-notes.js';
import { answerQuestion } from '../../query/answer-question.js';
import { renderHome, summarizeHome } from '../../query/home.js';
import { checkPermission } from '../../query/permissions.js';
import { buildAttachment } from '../build-attachment.js';
/** Handles Slack commands, mentions, buttons, modals and the Home tab. Reads the database; the worker does the writing. */
export function createHandlers(options) {
  const context = {
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
/** Reads and does not wait for the writer, which a locked database may hold up: at worst a delivery is handled twice. */
function claimDelivery(id, { repository, worker, clock }) {
  if (repository.isDeliveryHandled(id)) return false;
  worker.saveHandledDelivery(id, clock()).catch(() => {});
  return true;
}
async function handleQuestion({ text, ...sender }, context) {
  const answer = answerQuestion(text, createPressContext(sender, context));
  const { action, message } = answer;
  const outcome = action && (await executeAction({ action, message }, sender.user, context));
  return outcome ?? toReply(answer, context);
}
async function handleBlockAction(blockAction, context) {
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
function answerFollowUp(question, { user: _, ...readOnlyContext }, context) {
  return toReply(answerQuestion(question, readOnlyContext), context);
}
async function handleViewSubmission({ callbackId, privateMetadata, fields, user }, context) {
  const { channel, submit } = findSubmission(callbackId, privateMetadata, context.repository);
  if (submit === undefined)
    return { channel, execute: async () => privateNotes.unknownIncident(privateMetadata) };
  const result = submit(fields, createPressContext({ user, channel }, context));
  return 'problems' in result ? result : { channel, execute: () => executeAction(result, user, context) };
}
async function handleHomeOpened({ getPermalink }, context) {
  const { repository, settings, startedAt, clock } = context;
  const now = clock();
  const { timezone } = settings;
  const findPermalink = (incident) => {
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
async function executeAction({ action, message }, user, context) {
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
async function postNote(incident, content, now, { repository, worker }) {
  if (repository.findIncidentTs(incident.id) === undefined) return;
  const note = {
    kind: { type: 'thread', incidentId: incident.id, sequence: now, reason: 'noted', isBroadcast: false },
    content,
  };
  await worker.saveDecisions([], [note], now);
}
/** The private message for a user who may not do this; undefined for those who may. */
async function explainRefusal(actionType, user, { settings: { operators }, findGroupMembers }) {
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
  { user, channel },
  { repository, settings: { timezone }, decoderOptions, clock },
) {
  const now = clock();
  return { repository, decoderOptions, user, channel, now, timezone, silences: repository.silences(now) };
}
function toReply({ message, file }, { repository, settings, clock }) {
  if (file === undefined) return message;
  const { timezone } = settings;
  return {
    ...message,
    file: () => buildAttachment(file, { repository, now: clock(), timezone, formats: settings }),
  };
}
