/** Every mistake that these worlds found stays found: the gate tries them all. */
export const namedSeeds = [
  { seed: 520, was: 'each failure was told twice where the machine was not in the zone of the logs' },
  {
    seed: 1,
    was: 'a record that nginx cut before its upstream and a line that lists the tries were two failures',
  },
  { seed: 58, was: 'a cut record of an error page with 503 was a failure beside its own line' },
  {
    seed: 15,
    was: 'the line of an error page parted the try before it from the one that had the same second',
  },
  {
    seed: 24,
    was: 'a 503 of a rate limit stayed a failure when the error log was read after the access log',
  },
  {
    seed: 137,
    was: 'a second failure was told where the request for an error page was read before the tries',
  },
  { seed: 168, was: 'tries of the second in which a log was rotated were joined in the wrong order' },
  { seed: 348, was: 'a group that serves its own error page was told by the address of a server' },
  {
    seed: 37,
    was: 'tries of half a minute each were not joined to an error page in logs that were newest first',
  },
  {
    seed: 313,
    overrides: { requests: 60 },
    was: 'a refused try that a shuffled log has after "no live upstreams" of its request was a failure of its own',
  },
  {
    seed: 2874,
    was: 'a try that timed out was parted from those of its request in a shuffled log of whole seconds',
  },
  {
    seed: 2728,
    was: 'in a shuffled log the cause was that of a try before the last one, whose record was cut',
  },
  {
    seed: 431,
    was: 'the zone of an error log was not found where redirects and retries answered every request',
  },
  { seed: 3325, was: 'the same in logs that were oldest first and rotated' },
  {
    seed: 2428,
    overrides: { requests: 200 },
    was: 'an incident of unknown causes opened before the tries of the same second were joined',
  },
  {
    seed: 3174,
    overrides: { requests: 200 },
    was: 'the same where lines and tries of one second were read in several parts',
  },
  {
    seed: 3116,
    was: 'a server was told by its address although the request was tried in a group that has a name',
  },
  {
    seed: 3390,
    was: 'the checker expected the status of the last of two tries that a shuffled log had first',
  },
  {
    seed: 6009,
    was: 'in a log with pauses, tries of a kept connection were joined to the request before, which was over',
  },
  {
    seed: 4982,
    was: 'an empty group was told as a limit in the first seconds of a log, before which nothing is known',
  },
  {
    seed: 6407,
    was: 'an empty group was told as a limit while the tries that emptied it waited for their access line',
  },
  {
    seed: 4784,
    was: 'an incident opened with a failure that had moved to another one',
  },
  {
    seed: 2564,
    was: 'failures whose cause the error log told later stayed beside the open incident that failed of it',
  },
  { seed: 6712, was: 'the next request of a kept connection was another try of a request that had ended' },
  { seed: 5304, was: 'tries of a request that was answered otherwise went to a line four seconds later' },
  { seed: 7492, was: 'an incident of which no failure was left ended as recovered' },
  {
    seed: 1088,
    was: 'tries of one of two gateways went to lines of the other while its own access log was still empty',
  },
];
