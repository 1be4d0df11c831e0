/** What the Slack app of this bot must be. The HTTP variant needs the public address that Slack posts to. */
export type ManifestOptions =
  | { readonly command: string; readonly socketMode: true }
  | { readonly command: string; readonly socketMode: false; readonly requestUrl: string };

/**
 * The app manifest, to be pasted at https://api.slack.com/apps (Create New App, From a manifest). It asks for as little
 * as it can: what is said in channels is read only where the bot is named, unless an admin grants the optional scopes,
 * which let it look for its own messages before it repeats one, and attach files.
 */
export function buildManifest(options: ManifestOptions): object {
  const requests = options.socketMode ? {} : { request_url: options.requestUrl };
  return {
    _metadata: { major_version: 2, minor_version: 1 },
    display_information: {
      name: 'badgateway',
      description: 'Says why the gateway answers 502, and what to do first',
      long_description: longDescription,
      background_color: '#1f2937',
    },
    features: {
      app_home: {
        home_tab_enabled: true,
        messages_tab_enabled: true,
        messages_tab_read_only_enabled: false,
      },
      bot_user: { display_name: 'badgateway', always_online: true },
      slash_commands: [
        {
          command: options.command,
          ...(options.socketMode ? {} : { url: options.requestUrl }),
          description: 'Ask about gateway failures and incidents',
          usage_hint: 'status | top | why BG-1 | report | help',
          // People paste log lines, which must arrive as they are.
          should_escape: false,
        },
      ],
    },
    oauth_config: {
      scopes: {
        bot: ['app_mentions:read', 'chat:write', 'commands', 'im:history'],
        bot_optional: ['channels:history', 'files:write', 'groups:history', 'usergroups:read'],
      },
    },
    settings: {
      event_subscriptions: { ...requests, bot_events: ['app_mention', 'message.im', 'app_home_opened'] },
      interactivity: { is_enabled: true, ...requests },
      org_deploy_enabled: false,
      socket_mode_enabled: options.socketMode,
      token_rotation_enabled: false,
    },
  };
}

/** The manifest as Slack's form takes it: JSON. */
export const formatManifest = (options: ManifestOptions): string =>
  `${JSON.stringify(buildManifest(options), null, 2)}\n`;

const longDescription =
  'badgateway reads the logs of nginx and Envoy and folds the gateway failures in them into incidents. ' +
  'It keeps one message for each: what is wrong, since when, how many clients see it, what to do first. ' +
  'It answers questions by slash command, mention and direct message, and reports every morning. ' +
  'Its Home tab shows what is open and silenced, and whether the bot itself is well.';
