/** Rules of the Slack app manifest, version 2, for the parts used by this bot. */
const stringSchema = (charsMax, charsMin = 1) => ({
  type: 'string',
  minLength: charsMin,
  maxLength: charsMax,
});
const booleanSchema = { type: 'boolean' };
const urlSchema = { type: 'string', format: 'uri', pattern: '^https://' };
const objectSchema = (properties, required = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const arraySchema = (items, itemsMax) => ({
  type: 'array',
  items,
  maxItems: itemsMax,
  uniqueItems: true,
});
const scopeSchema = {
  enum: [
    'app_mentions:read',
    'channels:history',
    'chat:write',
    'chat:write.public',
    'commands',
    'files:write',
    'groups:history',
    'im:history',
    'reactions:write',
    'usergroups:read',
    'users:read',
  ],
};
const eventSchema = {
  enum: ['app_home_opened', 'app_mention', 'message.channels', 'message.groups', 'message.im'],
};
const socketModeRules = {
  properties: {
    features: { properties: { slash_commands: { items: { not: { required: ['url'] } } } } },
    settings: {
      properties: {
        socket_mode_enabled: { const: true },
        event_subscriptions: { not: { required: ['request_url'] } },
        interactivity: { not: { required: ['request_url'] } },
      },
    },
  },
};
const httpModeRules = {
  properties: {
    features: { properties: { slash_commands: { items: { required: ['url'] } } } },
    settings: {
      properties: {
        socket_mode_enabled: { const: false },
        event_subscriptions: { required: ['request_url'] },
        interactivity: { required: ['request_url'] },
      },
    },
  },
};
export const manifestSchema = {
  ...objectSchema(
    {
      _metadata: objectSchema({ major_version: { const: 2 }, minor_version: { type: 'integer' } }),
      display_information: objectSchema(
        {
          name: stringSchema(35),
          description: stringSchema(140),
          long_description: stringSchema(4000, 175),
          background_color: { type: 'string', pattern: '^#[0-9a-fA-F]{6}$' },
        },
        ['name'],
      ),
      features: objectSchema({
        app_home: objectSchema({
          home_tab_enabled: booleanSchema,
          messages_tab_enabled: booleanSchema,
          messages_tab_read_only_enabled: booleanSchema,
        }),
        bot_user: objectSchema({ display_name: stringSchema(80), always_online: booleanSchema }, [
          'display_name',
        ]),
        slash_commands: arraySchema(
          objectSchema(
            {
              command: { type: 'string', pattern: '^/[a-z0-9_-]{1,31}$' },
              url: urlSchema,
              description: stringSchema(2000),
              usage_hint: stringSchema(1000),
              should_escape: booleanSchema,
            },
            ['command', 'description'],
          ),
          50,
        ),
      }),
      oauth_config: objectSchema({
        scopes: objectSchema({
          bot: arraySchema(scopeSchema, 255),
          bot_optional: arraySchema(scopeSchema, 255),
        }),
      }),
      settings: objectSchema({
        event_subscriptions: objectSchema({
          request_url: urlSchema,
          bot_events: arraySchema(eventSchema, 100),
        }),
        interactivity: objectSchema({ is_enabled: booleanSchema, request_url: urlSchema }, ['is_enabled']),
        org_deploy_enabled: booleanSchema,
        socket_mode_enabled: booleanSchema,
        token_rotation_enabled: booleanSchema,
      }),
    },
    ['display_information', 'features', 'oauth_config', 'settings'],
  ),
  oneOf: [socketModeRules, httpModeRules],
};
