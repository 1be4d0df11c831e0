import type { CauseClass, CauseId } from '../../diagnose/cause.js';
import { causes } from '../../diagnose/causes/index.js';
import type { Dimension, Of } from '../../report/repository.js';
import type { Unit } from '../question.js';
import type { Ask, Meant } from './token.js';

type Said = readonly (readonly [phrases: string, meant: Meant])[];

const ask = (name: Ask): Meant => ({ kind: 'ask', ask: name });
const filter = (of: Of): Meant => ({ kind: 'filter', of });
const dimension = (by: Dimension): Meant => ({ kind: 'dimension', by });
const unit = (name: Unit): Meant => ({ kind: 'unit', unit: name });
const causing = (...ids: readonly CauseId[]): Meant => filter({ causes: ids });
const ofClass = (...classes: readonly CauseClass[]): Meant =>
  filter({ causes: causes.filter((cause) => classes.includes(cause.class)).map(({ id }) => id) });
const word = (text: string): Meant => ({ kind: 'word', word: text });

const wishes: Said = [
  [
    'status|broken|broke|break|breaking|wrong|outage|outages|incidents|incident|open|current|how are things|whats up',
    ask('status'),
  ],
  ['down|failing most', ask('down')],
  ['now|right now|currently|at moment', word('now')],
  [
    'over|back|up|recovered|recovery|resolved|fixed|finished|still|ended|stopped|healthy|ok again',
    ask('over'),
  ],
  [
    'looking|working on|handling|who|whos|owner|on call|oncall|acked|anybody on|anyone on|somebody on|someone on',
    ask('owner'),
  ],
  [
    'how long|last outage|last incident|latest incident|catch up|catch me up|catch us up|recap|summary|summarise|summarize|what happened|brief',
    ask('recap'),
  ],
  ['why|mean|means|reason|explain|root cause|because', ask('why')],
  [
    'what should i do|should i do|fix|solve|remedy|mend|repair|what do|what to do|what can be done|next step',
    ask('fix'),
  ],
  [
    'us or upstream|us or them|us or theirs|us or backend|ours or theirs|ours or upstream|ours or upstreams|gateway or upstream|our fault|their fault|whose fault|whose|fault|blame|ours|theirs|who made',
    ask('blame'),
  ],
  [
    'one pod or all|one peer or all|one server or all|one instance or all|one node or all|one backend or all|one host or all|one or all|all pods|all peers|all servers|single pod|single peer|single server',
    ask('spread'),
  ],
  [
    'keepalive|keepalive thing|keep-alive|keep-alive thing|keep alive|keepalive race',
    ask('hint:keepalive-race'),
  ],
  ['stale address|stale dns|stale ip|old address', ask('hint:stale-address')],
  ['poison request|poison', ask('hint:poison-request')],
  ['one bad peer|bad peer|bad pod|one bad pod', ask('hint:one-bad-peer')],
  ['how many|count|number|total', ask('count')],
  ['rate|per minute|per second|per hour|percentage|percent|ratio', ask('rate')],
  ['top|worst|most|ranking|ranked', ask('top')],
  ['only|affected|hit|impacted|hurt|mostly', ask('share')],
  [
    'compare|compared|comparison|vs|versus|more or less than|more or less|more than|less than|fewer than|than|against|better or worse than|better|worse',
    ask('compare'),
  ],
  ['normal|usual|typical|expected|unusual|more than usual', ask('normal')],
  ['chart|graph|plot|trend|histogram|timeline|by hour|by minute|over time', ask('chart')],
  ['lines|line|examples|example|samples|sample|records|record|logs|raw|evidence|log lines', ask('lines')],
  [
    'first|first bad|first bad request|first bad line|when start|when it start|when it begin|when begin|oldest',
    ask('first'),
  ],
  ['last good|last good request|last success|last successful|last ok', ask('good')],
  ['last bad|last bad request|last one|newest', ask('lines')],
  ['unparsed|unparsed lines|not understood|not parsed|unreadable|unparsed records|coverage', ask('unparsed')],
  ['log field|log fields|field|fields|missing field|log format', ask('lacks')],
  ['last time|previous time|before|happened before|seen before|history|previously', ask('before')],
  ['fired|fire|alerted', ask('trial')],
  ['silences|silenced|muted', ask('silences')],
  ['report', ask('report')],
  ['bundle|archive', ask('bundle')],
  ['help|commands|usage', ask('help')],
];

const changes: Said = [
  ['changed|changes|change|happened before', { kind: 'change', change: null }],
  [
    'deploy|deploys|deployed|deployment|deployments|release|released|rollout',
    { kind: 'change', change: 'deploy' },
  ],
  ['reload|reloads|reloaded', { kind: 'change', change: 'reload' }],
  ['restart|restarts|restarted', { kind: 'change', change: 'restart' }],
];

const filters: Said = [
  ['dns|resolver|name resolution', ofClass('dns')],
  ['timeout|timeouts|timed out|time out|slow|slower|slowest', ofClass('timeout')],
  ['tls|ssl|certificate|certificates|cert|certs|handshake', ofClass('tls')],
  ['network|networking|firewall', ofClass('network')],
  ['config|configuration|misconfigured|misconfiguration', ofClass('config')],
  ['overload|overloaded|circuit breaker|circuit breakers', ofClass('overload')],
  ['bad response|bad responses', ofClass('bad-response')],
  ['passed through|passthrough', ofClass('passthrough')],
  ['refused|refusing|refuse|connection refused|refusals', causing('connection-refused')],
  ['reset|resets|connection reset|connection resets|reset by peer', causing('connection-reset')],
  ['prematurely closed|closed early|premature', causing('premature-close')],
  [
    'header too big|headers too big|too big header|header too large|too big headers',
    causing('header-too-big'),
  ],
  ['no live upstream|no healthy upstream|no healthy upstreams', causing('no-live-upstreams')],
  ['read timeout|read timeouts|reply timeout', causing('read-timeout')],
  ['connect timeouts|connection timeout|connection timeouts', causing('connect-timeout')],
  ['unexplained', causing('unknown')],
  [
    'clients see|clients saw|client see|client saw|customers see|users see|users saw|seen by clients|client visible|client-visible|visible',
    filter({ outcomes: ['client-visible', 'truncated'] }),
  ],
  ['retried|saved|saved by retry|retries|retry', filter({ outcomes: ['saved-by-retry'] })],
  ['fallback|saved by fallback|stale', filter({ outcomes: ['saved-by-fallback'] })],
  ['truncated|cut short', filter({ outcomes: ['truncated'] })],
  ['undecided', filter({ outcomes: ['undecided'] })],
  ['background', filter({ outcomes: ['background'] })],
  ['by us|made by gateway|by gateway', filter({ makers: ['gateway'] })],
  ['made by upstream|by upstream itself', filter({ makers: ['upstream'] })],
  ['nginx', filter({ gateways: ['nginx-error', 'nginx-access'] })],
  ['envoy|istio', filter({ gateways: ['envoy-access', 'envoy-app'] })],
  ...['post', 'put', 'patch', 'delete'].map((method): Said[number] => [
    method,
    filter({ methods: [method.toUpperCase()] }),
  ]),
  // Alone these are words like others: `get me the lines`.
  ...['get', 'head', 'options', 'connect'].map((method): Said[number] => [
    `for ${method}|only ${method}|${method} requests`,
    filter({ methods: [method.toUpperCase()] }),
  ]),
];

const dimensions: Said = [
  ['cause|causes|reasons', dimension('cause')],
  ['upstream|upstreams|service|services|backend|backends|cluster|clusters', dimension('upstream')],
  ['route|routes|url|urls|path|paths|endpoint|endpoints|page|pages|uri|uris', dimension('route')],
  ['peer|peers|pod|pods|server|servers|instance|instances|node|nodes|address|addresses', dimension('peer')],
  ['statuses|code|codes|status code|status codes|by status', dimension('status')],
  ['client|clients|ip|ips|user|users', dimension('client')],
  ['customer|customers|tenant|tenants|account|accounts|merchant|merchants', dimension('customer')],
  ['host|hosts|site|sites|domain|domains|vhost|vhosts', dimension('host')],
  ['method|methods|verb|verbs', dimension('method')],
  ['maker|makers', dimension('maker')],
  ['outcome|outcomes', dimension('outcome')],
  ['gateway|gateways', dimension('gateway')],
];

const times: Said = [
  ['minute|minutes|min|mins|m', unit('minute')],
  ['hour|hours|hr|hrs|h', unit('hour')],
  ['day|days|d', unit('day')],
  ['week|weeks|w', unit('week')],
  ['month|months', unit('month')],
  ['today|this morning|this afternoon|this evening|so far', { kind: 'day', day: 'today' }],
  ['yesterday', { kind: 'day', day: 'yesterday' }],
  ['last night|last nite|nite|tonight|overnight|during night|at night', word('night')],
  ['midnight', { kind: 'clock', minutes: 0 }],
  ['noon|midday', { kind: 'clock', minutes: 720 }],
  ...[
    'sunday|sun',
    'monday|mon',
    'tuesday|tue|tues',
    'wednesday|wed',
    'thursday|thu|thurs',
    'friday|fri',
    'saturday|sat',
  ].map((names, weekday): Said[number] => [names, { kind: 'weekday', weekday }]),
  ['daily', { kind: 'period', period: 'day' }],
  ['weekly', { kind: 'period', period: 'week' }],
  ['monthly', { kind: 'period', period: 'month' }],
];

const wholeCauses: Said = causes.map(({ id, title }) => [
  [id, id.replaceAll('-', ' '), title.toLowerCase()].join('|'),
  causing(id),
]);

/** What people say for what: words and phrases without articles, in lower case, and what each means. */
export const lexicon: ReadonlyMap<string, Meant> = new Map(
  [...wholeCauses, ...dimensions, ...filters, ...changes, ...times, ...wishes].flatMap(([phrases, meant]) =>
    phrases.split('|').map((phrase): [string, Meant] => [phrase, meant]),
  ),
);

/** The longest phrase, in words. */
export const phraseWordsMax = Math.max(...[...lexicon.keys()].map((phrase) => phrase.split(' ').length));
