import { describe, expect, it } from 'vitest';
import { countClientImpacting, findRootCause, formatIncidentName } from '../../src/incidents/incident.js';
import { emptyTrackerState, IncidentTracker } from '../../src/incidents/incident-tracker.js';
import { findNotifyReason } from '../../src/notify/decide-notification.js';
import { minutes, nineAm, seconds } from '../support/event-fixtures.js';
import { makeFailure } from '../support/failure-fixtures.js';
import { makeNotifyContext } from '../support/incident-fixtures.js';

const rules = {
  opening: { failuresMin: 5, windowMs: seconds(60), shareMin: 0.005 },
  recovery: { quietMs: seconds(600), successesMin: 20, reopenMs: minutes(30) },
};
describe('an incident opens', () => {
  it('at five failures in a minute, and gets its number then', () => {
    const story = new IncidentStory().failAt(0, 1, 2, 3);
    expect(story.describeIncidents()).toEqual(['shop connection-refused pending (not opened)']);
    story.failAt(4);
    expect(story.describeIncidents()).toEqual(['shop connection-refused open (BG-1)']);
  });
  it('not at five failures that are spread over the day', () => {
    expect(new IncidentStory().failAt(0, 70, 140, 210, 280, 350).describeIncidents()[0]).toContain('pending');
  });
  it('not at failures that a retry saved', () => {
    const saved = new IncidentStory().fail({ outcome: 'saved-by-retry' }, 0, 1, 2, 3, 4, 5, 6, 7);
    expect(saved.describeIncidents()[0]).toContain('pending');
  });
  it('for each of two unrelated causes at one upstream', () => {
    const story = new IncidentStory().failAt(0, 1, 2, 3, 4).fail({ cause: 'header-too-big' }, 1, 2, 3, 4, 5);
    expect(story.describeIncidents()).toEqual([
      'shop connection-refused open (BG-1)',
      'shop header-too-big open (BG-2)',
    ]);
  });
  it('once for a dying service: connections reset, then refused, then no live upstream', () => {
    const story = new IncidentStory()
      .fail({ cause: 'connection-reset' }, 0, 1)
      .fail({ cause: 'connection-refused' }, 2, 3, 4)
      .fail({ cause: 'no-live-upstreams' }, 5, 6, 7, 8, 9, 10, 11);
    expect(story.describeIncidents()).toEqual(['shop connection-refused open (BG-1)']);
  });
  it('for each of two upstreams', () => {
    const story = new IncidentStory().failAt(0, 1, 2, 3, 4).fail({ upstream: 'pay' }, 0, 1, 2, 3, 4);
    expect(story.describeIncidents()).toHaveLength(2);
  });
});
it('takes the name of its upstream once it is known, and recovers with it', () => {
  const story = new IncidentStory();
  const unnamed = makeFailure({ upstream: null, peer: null, at: nineAm });
  story.tracker.track({ failure: unnamed, previous: null });
  story.tracker.track({ failure: { ...unnamed, upstream: 'shop' }, previous: unnamed });
  story.failAt(1, 2, 3, 4).succeed(5, 20).evaluateAt(120);
  expect(story.describeIncidents()).toEqual(['shop connection-refused resolved by good-requests (BG-1)']);
});
describe('the channel is notified', () => {
  it('that an outage opened, grew tenfold and recovered', () => {
    const story = new IncidentStory().failAt(0, 1, 2, 3, 4).notifyAt(5);
    story
      .failAt(...listNumbers(6, 30))
      .notifyAt(60)
      .failAt(...listNumbers(61, 70))
      .notifyAt(65)
      .notifyAt(100);
    for (let i = 0; i < 12; i++) story.failAt(...listNumbers(71, 100));
    story.notifyAt(110).notifyAt(720);
    expect(story.notifications).toEqual([
      '5 opened',
      '60 still-failing',
      '100 still-failing',
      '110 worsened',
      '720 recovered',
    ]);
  });
  it('of nothing that resolved before its first notification', () => {
    expect(new IncidentStory().failAt(0, 1, 2, 3, 4).evaluateAt(700).notifyAt(700).notifications).toEqual([]);
  });
  it('that an incident reopened when its fault returns within half an hour', () => {
    const story = new IncidentStory().failAt(0, 1, 2, 3, 4).notifyAt(5).evaluateAt(700).notifyAt(700);
    story.failAt(1_000, 1_001, 1_002, 1_003).notifyAt(1_004).failAt(1_005).notifyAt(1_006);
    expect(story.notifications).toEqual(['5 opened', '700 recovered', '1006 reopened']);
    expect(story.describeIncidents()).toEqual(['shop connection-refused open (BG-1)']);
  });
  it('of a new incident when the fault returns the next day', () => {
    const story = new IncidentStory().failAt(0, 1, 2, 3, 4).notifyAt(5).evaluateAt(700).notifyAt(700);
    story
      .evaluateAt(10_000)
      .failAt(...[0, 1, 2, 3, 4].map((second) => 86_400 + second))
      .notifyAt(86_405);
    expect(story.notifications.at(-1)).toBe('86405 opened');
    expect(story.describeIncidents()).toContain('shop connection-refused open (BG-2)');
  });
});
it('notifies at once when another cause takes the lead, as the first step changes with it', () => {
  const story = new IncidentStory().fail({ cause: 'connection-reset' }, 0, 1, 2, 3, 4).notifyAt(5);
  story.fail({ cause: 'connection-refused' }, 5, 6, 7, 8, 9, 10).notifyAt(11);
  expect(story.notifications).toEqual(['5 opened', '11 cause-changed']);
});
describe('recovery', () => {
  it('is proven by twenty good requests and a minute without failures', () => {
    const story = new IncidentStory().failAt(0, 1, 2, 3, 4).succeed(30, 20);
    expect(story.evaluateAt(50).describeIncidents()[0]).toContain('open');
    expect(story.evaluateAt(65).describeIncidents()[0]).toContain('resolved by good-requests');
  });
  it('takes no longer after a backlog whose chunks each resolved the incident', () => {
    const story = new IncidentStory().failAt(0, 1, 2, 3, 4).evaluateAt(3_000);
    story
      .failAt(900, 901, 902, 903, 904)
      .evaluateAt(3_000)
      .failAt(1_800, 1_801, 1_802, 1_803, 1_804)
      .evaluateAt(3_000);
    story.failAt(2_990, 2_991, 2_992, 2_993, 2_994).succeed(3_000, 20);
    expect(story.evaluateAt(3_060).describeIncidents()[0]).toContain('resolved by good-requests');
  });
  it('is not proven by good requests between failures', () => {
    const story = new IncidentStory().failAt(0, 1, 2, 3, 4).succeed(10, 100).failAt(20).succeed(21, 19);
    expect(story.evaluateAt(90).describeIncidents()[0]).toContain('open');
  });
  it('is also proven if the error log is read behind the access log', () => {
    const story = new IncidentStory().failAt(0, 1, 2, 3, 4).succeed(9, 20).failAt(5, 6);
    expect(story.evaluateAt(70).describeIncidents()[0]).toContain('resolved by good-requests');
  });
  it('is proven by good requests also where the quiet time is shorter than the window', () => {
    const recovery = { ...rules.recovery, quietMs: seconds(30) };
    const story = new IncidentStory({ ...rules, recovery }).failAt(0, 1, 2, 3, 4).succeed(10, 20);
    expect(story.evaluateAt(40).describeIncidents()[0]).toContain('resolved by good-requests');
  });
  it('is only assumed without traffic, after ten minutes', () => {
    expect(new IncidentStory().failAt(0, 1, 2, 3, 4).evaluateAt(605).describeIncidents()[0]).toContain(
      'resolved by quiet',
    );
  });
});
describe('an amended failure', () => {
  it('moves to its new outcome and is never counted twice', () => {
    const story = new IncidentStory();
    const first = makeFailure({ outcome: 'undecided', at: nineAm });
    story.tracker.track({ failure: first, previous: null });
    story.tracker.track({ failure: { ...first, outcome: 'saved-by-retry' }, previous: first });
    const [incident] = story.tracker.takeChanged();
    expect(incident?.outcomes).toMatchObject({ undecided: 0, 'saved-by-retry': 1 });
    expect(incident?.causes).toEqual([{ cause: 'connection-refused', count: 1 }]);
  });
  it('no longer helps to open once it was saved, or moved away', () => {
    const story = new IncidentStory().failAt(0, 1, 2);
    const saved = makeFailure({ key: 'saved', upstream: 'shop', at: nineAm + seconds(3) });
    story.tracker.track({ failure: saved, previous: null });
    story.tracker.track({ failure: { ...saved, outcome: 'saved-by-retry' }, previous: saved });
    expect(story.failAt(4).describeIncidents()[0]).toContain('pending');
    expect(story.failAt(5).describeIncidents()[0]).toContain('open');
  });
  it('helps to open once clients turn out to have seen it', () => {
    const story = new IncidentStory().failAt(0, 1, 2);
    const seen = makeFailure({
      key: 'seen',
      upstream: 'shop',
      at: nineAm + seconds(3),
      outcome: 'saved-by-retry',
    });
    story.tracker.track({ failure: seen, previous: null });
    story.tracker.track({ failure: { ...seen, outcome: 'client-visible' }, previous: seen });
    expect(story.failAt(4).describeIncidents()[0]).toContain('open');
  });
  it('joins the open incident of the cause that the other log gives it', () => {
    const story = new IncidentStory().fail({ cause: 'fds-exhausted' }, 0, 1, 2, 3, 4);
    const late = makeFailure({ key: 'late', upstream: 'shop', at: nineAm + seconds(5), cause: 'unknown' });
    story.tracker.track({ failure: late, previous: null });
    story.tracker.track({ failure: { ...late, cause: 'fds-exhausted' }, previous: late });
    const counts = story.collectChanged().listIncidents().map(countClientImpacting);
    expect(counts).toEqual([6, 0]);
  });
  it('takes the incident back when none is left', () => {
    const story = new IncidentStory();
    const all = [0, 1, 2, 3, 4].map((second) =>
      makeFailure({ key: `rejected ${second}`, at: nineAm + seconds(second) }),
    );
    for (const failure of all) story.tracker.track({ failure, previous: null });
    for (const failure of all) story.tracker.track({ failure, previous: failure, isRetracted: true });
    expect(story.evaluateAt(6).describeIncidents()[0]).toContain('resolved by retracted');
  });
});
describe('an upstream whose name becomes known later', () => {
  const unnamed = (second) =>
    makeFailure({ key: `unnamed ${second}`, upstream: '10.0.0.7:8080', at: nineAm + seconds(second) });
  it('gives its name to the incident', () => {
    const story = new IncidentStory();
    const all = [0, 1, 2, 3, 4].map(unnamed);
    for (const failure of all) story.tracker.track({ failure: failure, previous: null });
    for (const failure of all)
      story.tracker.track({ failure: { ...failure, upstream: 'shop' }, previous: failure });
    expect(story.collectChanged().describeIncidents()).toEqual(['shop connection-refused open (BG-1)']);
  });
  it('moves its failures to the incident that already has the name', () => {
    const story = new IncidentStory().failAt(0, 1, 2, 3, 4);
    const late = unnamed(5);
    story.tracker.track({ failure: late, previous: null });
    story.tracker.track({ failure: { ...late, upstream: 'shop' }, previous: late });
    const counts = story
      .collectChanged()
      .listIncidents()
      .map(({ upstream, outcomes }) => `${upstream} ${outcomes['client-visible']}`);
    expect(counts).toEqual(['shop 6', '10.0.0.7:8080 0']);
  });
});
/** A timeline in seconds after nine o'clock. */
class IncidentStory {
  tracker;
  notifications = [];
  #incidents = new Map();
  #notificationStates = new Map();
  #failureCount = 0;
  constructor(storyRules = rules) {
    this.tracker = new IncidentTracker(emptyTrackerState, storyRules);
  }
  failAt(...at) {
    return this.fail({}, ...at);
  }
  fail(overrides, ...at) {
    for (const second of at) {
      this.#failureCount += 1;
      const failure = makeFailure({
        key: `failure ${this.#failureCount}`,
        upstream: 'shop',
        ...overrides,
        at: nineAm + seconds(second),
      });
      this.tracker.track({ failure, previous: null });
    }
    return this.#collectChanged();
  }
  succeed(at, times) {
    for (let i = 0; i < times; i++)
      this.tracker.recordSuccesses({ upstream: 'shop', at: nineAm + seconds(at), count: 1 });
    return this.#collectChanged();
  }
  evaluateAt(at) {
    this.tracker.evaluate(nineAm + seconds(at));
    return this.#collectChanged();
  }
  notifyAt(at) {
    const now = nineAm + seconds(at);
    this.evaluateAt(at);
    for (const incident of this.#incidents.values()) {
      const reason = findNotifyReason(
        makeNotifyContext(incident),
        this.#notificationStates.get(incident.id),
        now,
      );
      if (reason === undefined) continue;
      this.notifications.push(`${at} ${reason}`);
      this.#notificationStates.set(incident.id, {
        reason,
        notifiedAt: now,
        cause: findRootCause(incident),
        clientImpacting: countClientImpacting(incident),
        severity: incident.severity,
        peerCount: 1,
        upstreamCount: incident.upstreams.length,
        absorbedCount: 0,
        isAcknowledged: incident.acknowledgement !== null,
        isEscalated: false,
        areOwnersCalled: true,
        isSilenced: false,
        isResolved: incident.state.type === 'resolved',
      });
    }
    return this;
  }
  describeIncidents() {
    return [...this.#incidents.values()].map((incident) => {
      const { state, upstream } = incident;
      const stateText = state.type === 'resolved' ? `resolved by ${state.resolution}` : state.type;
      return `${upstream} ${findRootCause(incident)} ${stateText} (${formatIncidentName(incident)})`;
    });
  }
  listIncidents() {
    return [...this.#incidents.values()];
  }
  collectChanged() {
    return this.#collectChanged();
  }
  #collectChanged() {
    for (const incident of this.tracker.takeChanged()) this.#incidents.set(incident.id, incident);
    return this;
  }
}
const listNumbers = (from, to) => Array.from({ length: to - from }, (_, i) => from + i);
