import { causeClasses } from '../../diagnose/cause-class.js';
import { causeCatalogue } from '../../diagnose/causes/index.js';
import type { Dimension, FailureFilter } from '../../report/repository.js';
import type { TimeUnit } from '../question.js';
import type { QuestionPhrases } from './intent.js';
import type { WordMeaning } from './token.js';

/** The words and phrases that mean something in a question. */
export type Vocabulary = {
  /** Without articles and in lower case. */
  readonly phrases: ReadonlyMap<string, WordMeaning>;
  /** Words in the longest phrase. */
  readonly phraseWordsMax: number;
  /** Every word of every phrase, and the words that connect them. */
  readonly words: ReadonlySet<string>;
  /** Words that name what failed, not where. */
  readonly filterWords: ReadonlySet<string>;
};

/** Collects the phrases of the questions, of the causes and of the grammar itself. */
export function createVocabulary(questions: readonly QuestionPhrases[]): Vocabulary {
  const phrases = new Map([
    ...[causePhrases, causeClassPhrases, dimensionPhrases, filterPhrases, changePhrases, timePhrases].flatMap(
      listPhrases,
    ),
    ...questions.flatMap(listQuestionPhrases),
  ]);
  const splitPhrases = [...phrases].map(([phrase, { type }]) => ({ words: phrase.split(' '), type }));
  return {
    phrases,
    phraseWordsMax: Math.max(...splitPhrases.map(({ words }) => words.length)),
    words: new Set([...splitPhrases.flatMap(({ words }) => words), ...connectingWords]),
    filterWords: new Set(splitPhrases.flatMap(({ words, type }) => (type === 'filter' ? words : []))),
  };
}

/** They connect other words, and mean something only where they do. */
const connectingWords =
  'since between from and to until by per last past previous this threshold as in at around about before after'.split(
    ' ',
  );

const listPhrases = (entries: PhraseMeanings): readonly [string, WordMeaning][] =>
  entries.flatMap(([phrases, meaning]) =>
    phrases.split('|').map((phrase): [string, WordMeaning] => [phrase, meaning]),
  );

const listQuestionPhrases = ({
  type,
  phrases,
  trafficPhrases = [],
  precedence,
  takesIncidentNumber,
}: QuestionPhrases): readonly [string, WordMeaning][] =>
  [...phrases, ...trafficPhrases].map((phrase) => [
    phrase,
    {
      type: 'intent',
      intent: {
        phrase,
        question: type,
        precedence,
        takesIncidentNumber: takesIncidentNumber === true,
        isAboutTraffic: trafficPhrases.includes(phrase),
      },
    },
  ]);

type PhraseMeanings = readonly (readonly [phrases: string, meaning: WordMeaning])[];

const filterMeaning = (filter: FailureFilter): WordMeaning => ({ type: 'filter', filter });
const dimensionMeaning = (dimension: Dimension): WordMeaning => ({ type: 'dimension', dimension });
const unitMeaning = (name: TimeUnit): WordMeaning => ({ type: 'unit', unit: name });
const keywordMeaning = (text: string): WordMeaning => ({ type: 'word', word: text });

const changePhrases: PhraseMeanings = [
  ['changed|changes|change', { type: 'change', changeType: null }],
  [
    'deploy|deploys|deployed|deployment|deployments|release|released|rollout',
    { type: 'change', changeType: 'deploy' },
  ],
  ['reload|reloads|reloaded', { type: 'change', changeType: 'reload' }],
  ['restart|restarts|restarted', { type: 'change', changeType: 'restart' }],
];

const filterPhrases: PhraseMeanings = [
  [
    'clients see|clients saw|client see|client saw|customers see|users see|users saw|seen by clients|client visible|client-visible|visible|users notice|users noticed|clients notice|clients noticed|customers notice|customers noticed|anyone notice|anybody notice',
    filterMeaning({ outcomes: ['client-visible', 'truncated'] }),
  ],
  ['retried|saved|saved by retry|retries|retry', filterMeaning({ outcomes: ['saved-by-retry'] })],
  ['fallback|saved by fallback|stale', filterMeaning({ outcomes: ['saved-by-fallback'] })],
  ['answered otherwise|error page|error pages', filterMeaning({ outcomes: ['answered-otherwise'] })],
  ['truncated|cut short', filterMeaning({ outcomes: ['truncated'] })],
  ['undecided', filterMeaning({ outcomes: ['undecided'] })],
  ['background', filterMeaning({ outcomes: ['background'] })],
  ['by us|made by gateway|by gateway', filterMeaning({ makers: ['gateway'] })],
  ['made by upstream|by upstream itself', filterMeaning({ makers: ['upstream'] })],
  ['nginx', filterMeaning({ gateways: ['nginx-error', 'nginx-access'] })],
  ['envoy|istio', filterMeaning({ gateways: ['envoy-access', 'envoy-app'] })],
  ['haproxy', filterMeaning({ gateways: ['haproxy'] })],
  ['caddy', filterMeaning({ gateways: ['caddy-access', 'caddy-error'] })],
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
  ['today|so far', { type: 'day', day: 'today' }],
  ['this morning|in morning|morning', { type: 'daypart', fromMinutes: 5 * 60, toMinutes: 12 * 60 }],
  ['this afternoon|in afternoon|afternoon', { type: 'daypart', fromMinutes: 12 * 60, toMinutes: 18 * 60 }],
  ['this evening|in evening|evening', { type: 'daypart', fromMinutes: 18 * 60, toMinutes: 24 * 60 }],
  ['half hour', { type: 'duration', count: 30, unit: 'minute' }],
  ['quarter hour|quarter of hour', { type: 'duration', count: 15, unit: 'minute' }],
  ['yesterday', { type: 'day', day: 'yesterday' }],
  ['last night|last nite|nite|tonight|overnight|during night|at night', keywordMeaning('night')],
  ['midnight', { type: 'clock', minutes: 0 }],
  ['noon|midday|lunch|lunchtime|lunch time', { type: 'clock', minutes: 720 }],
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
  ['now|right now|currently|at moment', keywordMeaning('now')],
];

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
