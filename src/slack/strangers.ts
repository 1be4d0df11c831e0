import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt';
import type { SlackLog } from './log.js';

/** The workspace of the bot, and its organisation if it has one. */
export type OwnWorkspace = { readonly teamId: string; readonly enterpriseId: string | null };

/**
 * Answers only people of the bot's own workspace: in a shared channel those of other companies see the same buttons, and apps
 * can write in the name of a user.
 */
export const refuseStrangers = (own: OwnWorkspace, log: SlackLog): Middleware<AnyMiddlewareArgs> => {
  return async (args) => {
    const stranger = describeStranger(args.body, own);
    if (stranger === null) return args.next();
    // Its own messages are deliveries of an app as well.
    if (stranger !== app) log.warn(`Not answered: a delivery from ${stranger}.`);
    if (!('ack' in args) || args.ack === undefined) return;
    // Only a command can be answered with its acknowledgement.
    await ('command' in args ? args.ack({ response_type: 'ephemeral', text: refusal }) : args.ack());
    if ('action' in args)
      await args.respond({ response_type: 'ephemeral', replace_original: false, text: refusal });
  };
};

const app = 'an app';
const refusal = 'badgateway answers and obeys members of its own workspace only.';

/** Says who it was that may not order anything; null for a person of the own workspace. */
export function describeStranger(body: object, { teamId, enterpriseId }: OwnWorkspace): string | null {
  // Slack's types are a union of every kind of delivery.
  const { event, user, team, team_id, enterprise_id, is_ext_shared_channel } = body as Delivery;
  if (event?.bot_id !== undefined || event?.bot_profile !== undefined || event?.subtype === 'bot_message')
    return app;
  // Everybody in a channel that is shared with no other company.
  if (event !== undefined && is_ext_shared_channel === false) return null;
  const person = typeof user === 'object' ? user : undefined;
  const home = event?.user_team ?? event?.source_team ?? event?.team ?? person?.team_id ?? null;
  const isOwn = (id: string | null | undefined) =>
    id === null || id === undefined || id === teamId || id === enterpriseId;
  // Commands come from the workspace of the user.
  const isCommand = event === undefined && person === undefined;
  if (isCommand ? isOwn(team_id) || (enterpriseId !== null && enterprise_id === enterpriseId) : isOwn(home))
    return null;
  const organisation = person?.enterprise_id ?? (team?.id === home ? team?.enterprise_id : undefined);
  if (enterpriseId !== null && organisation === enterpriseId) return null;
  return 'another workspace';
}

type Delivery = {
  readonly team_id?: string;
  readonly enterprise_id?: string | null;
  readonly is_ext_shared_channel?: boolean;
  readonly team?: { readonly id?: string; readonly enterprise_id?: string } | null;
  readonly event?: {
    readonly user_team?: string;
    readonly source_team?: string;
    readonly team?: string;
    readonly bot_id?: string;
    readonly bot_profile?: object;
    readonly subtype?: string;
  };
  /** A person; in a few deliveries only an id. */
  readonly user?: { readonly team_id?: string; readonly enterprise_id?: string } | string;
};
