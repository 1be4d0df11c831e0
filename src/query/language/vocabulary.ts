import { causeClasses } from '../../diagnose/cause-class.js';
import { causeCatalogue } from '../../diagnose/causes/index.js';
import { hintCatalogue } from '../../diagnose/hints/index.js';
import type { Dimension, FailureFilter } from '../../report/repository.js';
import type { TimeUnit } from '../question.js';
import type { QuestionIntent, WordMeaning } from './token.js';

type PhraseMeanings = readonly (readonly [phrases: string, meant: WordMeaning])[];

const intentMeaning = (name: QuestionIntent): WordMeaning => ({ type: 'intent', intent: name });
const filterMeaning = (filter: FailureFilter): WordMeaning => ({ type: 'filter', filter });
const dimensionMeaning = (dimension: Dimension): WordMeaning => ({ type: 'dimension', dimension });
const unitMeaning = (name: TimeUnit): WordMeaning => ({ type: 'unit', unit: name });
const keywordMeaning = (text: string): WordMeaning => ({ type: 'word', word: text });

const intentPhrases: PhraseMeanings = [
  [
    'status|broken|broke|break|breaking|wrong|outage|outages|incidents|incident|open|current|how are things|whats up',
    intentMeaning('status'),
  ],
  ['down|failing most', intentMeaning('down')],
  ['now|right now|currently|at moment', keywordMeaning('now')],
  [
    'over|back|up|recovered|recovery|resolved|fixed|finished|still|ended|stopped|healthy|ok again',
    intentMeaning('is-over'),
  ],
  [
    'looking|working on|handling|who|whos|owner|on call|oncall|acked|anybody on|anyone on|somebody on|someone on',
    intentMeaning('assignee'),
  ],
  [
    'how long|last outage|last incident|latest incident|catch up|catch me up|catch us up|recap|summary|summarise|summarize|what happened|brief',
    intentMeaning('recap'),
  ],
  ['why|mean|means|reason|explain|root cause|because', intentMeaning('why')],
  [
    'what should i do|should i do|fix|solve|remedy|mend|repair|what do|what to do|what can be done|next step',
    intentMeaning('fix'),
  ],
  [
    'us or upstream|us or them|us or theirs|us or backend|ours or theirs|ours or upstream|ours or upstreams|gateway or upstream|our fault|their fault|whose fault|whose|fault|blame|ours|theirs|who made',
    intentMeaning('origin'),
  ],
  [
    'one pod or all|one peer or all|one server or all|one instance or all|one node or all|one backend or all|one host or all|one or all|all pods|all peers|all servers|single pod|single peer|single server',
    intentMeaning('peer-spread'),
  ],
  ['how many|count|number|total', intentMeaning('count')],
  ['rate|per minute|per second|per hour|percentage|percent|ratio', intentMeaning('rate')],
  ['top|worst|most|ranking|ranked', intentMeaning('top')],
  ['only|affected|hit|impacted|hurt|mostly', intentMeaning('share')],
  [
    'compare|compared|comparison|vs|versus|more or less than|more or less|more than|less than|fewer than|than|against|better or worse than|better|worse',
    intentMeaning('compare'),
  ],
  ['normal|usual|typical|expected|unusual|more than usual', intentMeaning('usual')],
  ['chart|graph|plot|trend|histogram|timeline|by hour|by minute|over time', intentMeaning('chart')],
  [
    'lines|line|examples|example|samples|sample|records|record|logs|raw|evidence|log lines',
    intentMeaning('lines'),
  ],
  [
    'first|first bad|first bad request|first bad line|when start|when it start|when it begin|when begin|oldest',
    intentMeaning('first'),
  ],
  ['last good|last good request|last success|last successful|last ok', intentMeaning('last-success')],
  ['last bad|last bad request|last one|newest', intentMeaning('lines')],
  [
    'unparsed|unparsed lines|not understood|not parsed|unreadable|unparsed records|coverage',
    intentMeaning('unparsed'),
  ],
  ['log field|log fields|field|fields|missing field|log format', intentMeaning('missing-fields')],
  [
    'last time|previous time|before|happened before|seen before|history|previously',
    intentMeaning('earlier-incidents'),
  ],
  ['fired|fire|alerted', intentMeaning('threshold-trial')],
  ['silences|silenced|muted', intentMeaning('silences')],
  ['report', intentMeaning('report')],
  ['bundle|archive', intentMeaning('bundle')],
  ['help|commands|usage', intentMeaning('help')],
];

const changePhrases: PhraseMeanings = [
  ['changed|changes|change|happened before', { type: 'change', changeType: null }],
  [
    'deploy|deploys|deployed|deployment|deployments|release|released|rollout',
    { type: 'change', changeType: 'deploy' },
  ],
  ['reload|reloads|reloaded', { type: 'change', changeType: 'reload' }],
  ['restart|restarts|restarted', { type: 'change', changeType: 'restart' }],
];

const filterPhrases: PhraseMeanings = [
  [
    'clients see|clients saw|client see|client saw|customers see|users see|users saw|seen by clients|client visible|client-visible|visible',
    filterMeaning({ outcomes: ['client-visible', 'truncated'] }),
  ],
  ['retried|saved|saved by retry|retries|retry', filterMeaning({ outcomes: ['saved-by-retry'] })],
  ['fallback|saved by fallback|stale', filterMeaning({ outcomes: ['saved-by-fallback'] })],
  ['truncated|cut short', filterMeaning({ outcomes: ['truncated'] })],
  ['undecided', filterMeaning({ outcomes: ['undecided'] })],
  ['background', filterMeaning({ outcomes: ['background'] })],
  ['by us|made by gateway|by gateway', filterMeaning({ makers: ['gateway'] })],
  ['made by upstream|by upstream itself', filterMeaning({ makers: ['upstream'] })],
  ['nginx', filterMeaning({ gateways: ['nginx-error', 'nginx-access'] })],
  ['envoy|istio', filterMeaning({ gateways: ['envoy-access', 'envoy-app'] })],
  ...['post', 'put', 'patch', 'delete'].map((method): PhraseMeanings[number] => [
    method,
    filterMeaning({ methods: [method.toUpperCase()] }),
  ]),
  // Alone these are words like others: `get me the lines`.
  ...['get', 'head', 'options', 'connect'].map((method): PhraseMeanings[number] => [
    `for ${method}|only ${method}|${method} requests`,
    filterMeaning({ methods: [method.toUpperCase()] }),
  ]),
];

const dimensionPhrases: PhraseMeanings = [
  ['cause|causes|reasons', dimensionMeaning('cause')],
  ['upstream|upstreams|service|services|backend|backends|cluster|clusters', dimensionMeaning('upstream')],
  ['route|routes|url|urls|path|paths|endpoint|endpoints|page|pages|uri|uris', dimensionMeaning('route')],
  [
    'peer|peers|pod|pods|server|servers|instance|instances|node|nodes|address|addresses',
    dimensionMeaning('peer'),
  ],
  ['statuses|code|codes|status code|status codes|by status', dimensionMeaning('status')],
  ['client|clients|ip|ips|user|users', dimensionMeaning('client')],
  ['customer|customers|tenant|tenants|account|accounts|merchant|merchants', dimensionMeaning('customer')],
  ['host|hosts|site|sites|domain|domains|vhost|vhosts', dimensionMeaning('host')],
  ['method|methods|verb|verbs', dimensionMeaning('method')],
  ['maker|makers', dimensionMeaning('maker')],
  ['outcome|outcomes', dimensionMeaning('outcome')],
  ['gateway|gateways', dimensionMeaning('gateway')],
];

const timePhrases: PhraseMeanings = [
  ['minute|minutes|min|mins|m', unitMeaning('minute')],
  ['hour|hours|hr|hrs|h', unitMeaning('hour')],
  ['day|days|d', unitMeaning('day')],
  ['week|weeks|w', unitMeaning('week')],
  ['month|months', unitMeaning('month')],
  ['today|this morning|this afternoon|this evening|so far', { type: 'day', day: 'today' }],
  ['yesterday', { type: 'day', day: 'yesterday' }],
  ['last night|last nite|nite|tonight|overnight|during night|at night', keywordMeaning('night')],
  ['midnight', { type: 'clock', minutes: 0 }],
  ['noon|midday', { type: 'clock', minutes: 720 }],
  ...[
    'sunday|sun',
    'monday|mon',
    'tuesday|tue|tues',
    'wednesday|wed',
    'thursday|thu|thurs',
    'friday|fri',
    'saturday|sat',
  ].map((names, weekday): PhraseMeanings[number] => [names, { type: 'weekday', weekday }]),
  ['daily', { type: 'period', period: 'day' }],
  ['weekly', { type: 'period', period: 'week' }],
  ['monthly', { type: 'period', period: 'month' }],
];

const hintPhrases: PhraseMeanings = hintCatalogue.flatMap(
  ({ id, phrases }): PhraseMeanings =>
    phrases.length === 0 ? [] : [[phrases.join('|'), intentMeaning(`hint:${id}`)]],
);

const causePhrases: PhraseMeanings = causeCatalogue.map(({ id, title, phrases = [] }) => [
  [id, id.replaceAll('-', ' '), title.toLowerCase(), ...phrases].join('|'),
  filterMeaning({ causes: [id] }),
]);

const causeClassPhrases: PhraseMeanings = Object.entries(causeClasses).flatMap(
  ([name, { phrases }]): PhraseMeanings => {
    const causes = causeCatalogue.filter((cause) => cause.class === name).map(({ id }) => id);
    return phrases === undefined ? [] : [[phrases.join('|'), filterMeaning({ causes })]];
  },
);

/** What people say for what: words and phrases without articles, in lower case, and what each means. */
export const questionVocabulary: ReadonlyMap<string, WordMeaning> = new Map(
  [
    ...causePhrases,
    ...causeClassPhrases,
    ...hintPhrases,
    ...dimensionPhrases,
    ...filterPhrases,
    ...changePhrases,
    ...timePhrases,
    ...intentPhrases,
  ].flatMap(([phrases, meaning]) =>
    phrases.split('|').map((phrase): [string, WordMeaning] => [phrase, meaning]),
  ),
);

/** The longest phrase, in words. */
export const phraseWordsMax = Math.max(
  ...[...questionVocabulary.keys()].map((phrase) => phrase.split(' ').length),
);
