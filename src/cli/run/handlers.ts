import { renderThreadNote } from '../../notify/thread-message.js';
import type { OperatorAction } from '../../query/action.js';
import {
  decodeModalContext,
  type PressContext,
  parseButtonPress,
  type RequestedAction,
} from '../../query/actions/button.js';
import { buttonHandlers } from '../../query/actions/index.js';
import { privateNotes } from '../../query/actions/private-notes.js';
import type { Answer } from '../../query/answer.js';
import { answerQuestion } from '../../query/answer-question.js';
import { type HomeSettings, summarizeHome } from '../../query/home.js';
import { renderHome } from '../../query/home-view.js';
import { checkPermission, type FetchGroupMembers } from '../../query/permissions.js';
import type { Message } from '../../render/message.js';
import type { ConfiguredFormats } from '../../report/summary/bundle.js';
import type { BlockAction, SlackHandlers, SlackReply } from '../../slack/handlers.js';
import type { StoreReader } from '../../storage/store.js';
import { buildAttachment } from '../build-attachment.js';
import type { WorkerClient } from './worker-client.js';

export type HandlerOptions = {
  readonly repository: StoreReader;
  readonly worker: Pick<WorkerClient, 'applyAction' | 'saveDecisions'>;
  readonly settings: HomeSettings & ConfiguredFormats;
  /** Who is in a user group that `OPERATORS` names. */
  readonly findGroupMembers: FetchGroupMembers;
  readonly clock: () => number;
  /** Called when something was done that the channel should see soon. */
  readonly onChange: () => void;
};

/** Answers people, and does what they order by words and buttons. */
export function createHandlers({
  repository,
  worker,
  settings,
  findGroupMembers,
  clock,
  onChange,
}: HandlerOptions): SlackHandlers {
  const { operators, timezone } = settings;
  const startedAt = clock();

  const createPressContext = ({ user, channel }: Pick<BlockAction, 'user' | 'channel'>): PressContext => {
    const now = clock();
    return { repository, user, channel, now, timezone, silences: repository.silences(now) };
  };

  /** What is said to somebody who may not do that, in private; undefined for those who may. */
  const explainRefusal = async (
    target: OperatorAction['type'] | null,
    user: string,
  ): Promise<Message | undefined> => {
    switch (await checkPermission(target, user, operators, findGroupMembers)) {
      case 'granted':
        return undefined;
      case 'denied':
        return privateNotes.notAllowed(operators);
      case 'unknown':
        return privateNotes.permissionUnknown(operators);
    }
  };

  /** Does it. Answers what is said instead of `message` when it is not done, or was done before. */
  const execute = async (
    { action, message }: RequestedAction,
    user: string,
  ): Promise<Message | undefined> => {
    const refusalMessage = await explainRefusal(action.type, user);
    if (refusalMessage !== undefined) return refusalMessage;
    const now = clock();
    const { isApplied, incidents } = await worker.applyAction(action, user, now);
    if (!isApplied) return privateNotes.tooLate();
    const [incident] = incidents;
    if (
      action.type === 'note' &&
      incident !== undefined &&
      repository.findIncidentTs(incident.id) !== undefined
    ) {
      const target = {
        type: 'thread',
        incidentId: incident.id,
        sequence: now,
        reason: 'noted',
        isBroadcast: false,
      } as const;
      await worker.saveDecisions(
        [],
        [{ kind: target, content: renderThreadNote(incident, user, action.text) }],
        now,
      );
    }
    onChange();
    const isRepeat = action.type === 'acknowledge' && incident?.acknowledgement?.by !== user;
    return isRepeat && incident !== undefined ? privateNotes.alreadyAcknowledged(incident) : message;
  };

  const toReply = ({ message, file }: Answer): SlackReply =>
    file === undefined
      ? message
      : {
          ...message,
          file: () => buildAttachment(file, { repository, now: clock(), timezone, formats: settings }),
        };

  return {
    onQuestion: async ({ text, ...sender }) => {
      const { action, ...answer } = answerQuestion(text, createPressContext(sender));
      return (action && (await execute({ action, ...answer }, sender.user))) ?? toReply(answer);
    },
    onBlockAction: async (blockAction) => {
      const { actionId, value, user } = blockAction;
      if (actionId === 'ask' || actionId.startsWith('ask:')) {
        const { user: _, ...readOnlyContext } = createPressContext(blockAction);
        return toReply(answerQuestion(value, readOnlyContext));
      }
      const buttonPress = parseButtonPress(actionId, value);
      const incident = buttonPress && repository.incidentByNumber(buttonPress.incidentNumber);
      if (buttonPress === undefined || incident === undefined) return privateNotes.unknownIncident(value);
      const button = buttonHandlers[buttonPress.button];
      const refusalMessage = await explainRefusal(button.actionType, user);
      if (refusalMessage !== undefined) return refusalMessage;
      const result = button.onPress(incident, buttonPress, createPressContext(blockAction));
      if ('view' in result) return result.view;
      return 'action' in result ? execute(result, user) : result.message;
    },
    onViewSubmission: async (submission) => {
      const { callbackId, privateMetadata, fields, user } = submission;
      const { incidentNumber = 0, channel = '' } = decodeModalContext(privateMetadata) ?? {};
      const incident = repository.incidentByNumber(incidentNumber);
      const button = parseButtonPress(callbackId, String(incidentNumber))?.button;
      const submit = button && buttonHandlers[button].onSubmit;
      if (incident === undefined || submit === undefined)
        return { channel, execute: async () => privateNotes.unknownIncident(privateMetadata) };
      const result = submit(incident, fields, createPressContext({ user, channel }));
      return 'problems' in result ? result : { channel, execute: () => execute(result, user) };
    },
    onHomeOpened: async ({ getPermalink }) => {
      const now = clock();
      const findPermalink = (incident: { readonly id: number }) => {
        const ts = repository.findIncidentTs(incident.id);
        return ts === undefined ? undefined : getPermalink(ts);
      };
      const summary = summarizeHome(
        { repository, silences: repository.silences(now), settings, startedAt },
        { now, timezone },
      );
      return renderHome(summary, { now, timezone }, findPermalink);
    },
  };
}
