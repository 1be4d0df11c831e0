/** Draws what is special about a world. */
export function makeFeatures(dice) {
  const product = dice.percent(80) ? 'nginx' : 'envoy';
  const format =
    product === 'nginx'
      ? dice.weigh([
          ['bg', 40],
          ['combined', 30],
          ['json', 15],
          ['pairs', 15],
        ])
      : dice.pick(['envoy', 'envoy-json', 'istio', 'istio-json']);
  const logs =
    product === 'envoy'
      ? 'access'
      : dice.weigh([
          ['both', 75],
          ['access', 15],
          ['error', 10],
        ]);
  const order = dice.weigh([
    ['oldest-first', 76],
    ['newest-first', 8],
    ['shuffled', 8],
    ['overlapping', 8],
  ]);
  const zoneMinutes =
    product === 'envoy' || dice.percent(60) ? 0 : dice.pick([-480, -300, 60, 120, 330, 540]);
  const isEachUnique = dice.percent(40);
  const features = {
    product,
    format,
    hasAccessLog: logs !== 'error',
    hasErrorLog: logs !== 'access',
    hosts: product === 'nginx' && dice.percent(20) ? 2 : 1,
    zoneMinutes,
    isZoneUnknown: zoneMinutes !== 0 && logs === 'both' && dice.percent(20),
    order,
    rotation: dice.weigh([
      ['none', 70],
      ['plain', 15],
      ['gz', 15],
    ]),
    envelope: dice.weigh([
      ['none', 80],
      ['syslog', 10],
      ['docker', 10],
    ]),
    // Without an access log nothing but the target tells two requests of one connection apart.
    isEachUnique: isEachUnique || logs === 'error',
    requests: dice.between(20, 140),
    spanMs: dice.pick([20_000, 60_000, 180_000, 600_000]),
    scenarios: 'all',
    longPercent: product === 'nginx' ? 3 : 0,
  };
  return product === 'nginx' && dice.percent(stormPercent) ? { ...features, ...makeStorm(dice) } : features;
}
/** Of a hundred worlds with nginx. */
const stormPercent = 0.6;
/** Thousands of requests in a few seconds, most of which fail. */
const makeStorm = (dice) => ({
  isEachUnique: true,
  requests: dice.between(3_000, 6_000),
  spanMs: dice.between(3_000, 8_000),
  scenarios: ['all-fail', 'no-live', 'page-503', 'page-200'],
  longPercent: 0,
});
