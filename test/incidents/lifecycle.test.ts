import { describe, expect, it } from 'vitest';
import type { Failure } from '../../src/diagnose/failure.js';
import { alarmingOf, type Incident, incidentName, rootCause } from '../../src/incidents/incident.js';
import { Filing, nothingFiled } from '../../src/incidents/incident-tracker.js';
import { reasonToTell, type Told } from '../../src/notify/reason.js';
import { failure, minutes, nine, seconds } from '../support/event-fixtures.js';
import { situationOf } from '../support/incident-fixtures.js';

const rules = {
  opening: { failures: 5, windowMs: seconds(60), share: 0.005 },
  recovery: { quietMs: seconds(600), goodRequests: 20, reopenMs: minutes(30) },
};

describe('opening', () => {
  it('opens at five failures in a minute, and takes a number then', () => {
    const story = new Story().failsAt(0, 1, 2, 3);
    expect(story.incidents()).toEqual(['shop connection-refused watching (not opened)']);
    story.failsAt(4);
    expect(story.incidents()).toEqual(['shop connection-refused open (BG-1)']);
  });

  it('stays quiet about five failures that are spread over the day', () => {
    expect(new Story().failsAt(0, 70, 140, 210, 280, 350).incidents()[0]).toContain('watching');
  });

  it('does not wake anybody for failures that a retry saved', () => {
    const saved = new Story().fails({ outcome: 'saved-by-retry' }, 0, 1, 2, 3, 4, 5, 6, 7);
    expect(saved.incidents()[0]).toContain('watching');
  });

  it('opens one incident an upstream for causes that have nothing to do with one another', () => {
    const story = new Story().failsAt(0, 1, 2, 3, 4).fails({ cause: 'header-too-big' }, 1, 2, 3, 4, 5);
    expect(story.incidents()).toEqual([
      'shop connection-refused open (BG-1)',
      'shop header-too-big open (BG-2)',
    ]);
  });

  it('takes a dying service for one fault: reset, refused, and nobody left', () => {
    const story = new Story()
      .fails({ cause: 'connection-reset' }, 0, 1)
      .fails({ cause: 'connection-refused' }, 2, 3, 4)
      .fails({ cause: 'no-live-upstreams' }, 5, 6, 7, 8, 9, 10, 11);
    expect(story.incidents()).toEqual(['shop connection-refused open (BG-1)']);
  });

  it('keeps the upstreams apart', () => {
    const story = new Story().failsAt(0, 1, 2, 3, 4).fails({ upstream: 'pay' }, 0, 1, 2, 3, 4);
    expect(story.incidents()).toHaveLength(2);
  });
});

it('an incident takes the name of its upstream once that is told, and is well when that one is', () => {
  const story = new Story();
  const unnamed = failure({ upstream: null, peer: null, at: nine });
  story.filing.file({ failure: unnamed, was: null });
  story.filing.file({ failure: { ...unnamed, upstream: 'shop' }, was: unnamed });
  story.failsAt(1, 2, 3, 4).succeeds(5, 20).looks(120);
  expect(story.incidents()).toEqual(['shop connection-refused resolved by good-requests (BG-1)']);
});

describe('what the channel hears', () => {
  it('of an outage: that it opened, that it grew tenfold, that it is over', () => {
    const story = new Story().failsAt(0, 1, 2, 3, 4).hears(5);
    story
      .failsAt(...range(6, 30))
      .hears(60)
      .failsAt(...range(61, 70))
      .hears(65)
      .hears(100);
    for (let i = 0; i < 12; i++) story.failsAt(...range(71, 100));
    story.hears(110).hears(720);
    expect(story.heard).toEqual([
      '5 opened',
      '60 still-failing',
      '100 still-failing',
      '110 worsened',
      '720 recovered',
    ]);
  });

  it('nothing of what was over before it was told', () => {
    expect(new Story().failsAt(0, 1, 2, 3, 4).looks(700).hears(700).heard).toEqual([]);
  });

  it('of a fault that comes back within half an hour: that it is open again', () => {
    const story = new Story().failsAt(0, 1, 2, 3, 4).hears(5).looks(700).hears(700);
    story.failsAt(1_000, 1_001, 1_002, 1_003).hears(1_004).failsAt(1_005).hears(1_006);
    expect(story.heard).toEqual(['5 opened', '700 recovered', '1006 reopened']);
    expect(story.incidents()).toEqual(['shop connection-refused open (BG-1)']);
  });

  it('of a fault that comes back the next day: a new incident', () => {
    const story = new Story().failsAt(0, 1, 2, 3, 4).hears(5).looks(700).hears(700);
    story
      .looks(10_000)
      .failsAt(...[0, 1, 2, 3, 4].map((second) => 86_400 + second))
      .hears(86_405);
    expect(story.heard.at(-1)).toBe('86405 opened');
    expect(story.incidents()).toContain('shop connection-refused open (BG-2)');
  });
});

it('hears at once that another cause has taken the lead, as the first step changes with it', () => {
  const story = new Story().fails({ cause: 'connection-reset' }, 0, 1, 2, 3, 4).hears(5);
  story.fails({ cause: 'connection-refused' }, 5, 6, 7, 8, 9, 10).hears(11);
  expect(story.heard).toEqual(['5 opened', '11 cause-changed']);
});

describe('recovery', () => {
  it('is proven by twenty good requests and a minute without failures', () => {
    const story = new Story().failsAt(0, 1, 2, 3, 4).succeeds(30, 20);
    expect(story.looks(50).incidents()[0]).toContain('open');
    expect(story.looks(65).incidents()[0]).toContain('resolved by good-requests');
  });

  it('takes no longer after a backlog, of which every piece seemed over when it was read', () => {
    const story = new Story().failsAt(0, 1, 2, 3, 4).looks(3_000);
    story
      .failsAt(900, 901, 902, 903, 904)
      .looks(3_000)
      .failsAt(1_800, 1_801, 1_802, 1_803, 1_804)
      .looks(3_000);
    story.failsAt(2_990, 2_991, 2_992, 2_993, 2_994).succeeds(3_000, 20);
    expect(story.looks(3_060).incidents()[0]).toContain('resolved by good-requests');
  });

  it('is not proven by good requests between failures', () => {
    const story = new Story().failsAt(0, 1, 2, 3, 4).succeeds(10, 100).failsAt(20).succeeds(21, 19);
    expect(story.looks(90).incidents()[0]).toContain('open');
  });

  it('is proven also where the error log is read behind the access log', () => {
    const story = new Story().failsAt(0, 1, 2, 3, 4).succeeds(9, 20).failsAt(5, 6);
    expect(story.looks(70).incidents()[0]).toContain('resolved by good-requests');
  });

  it('without traffic is only quiet', () => {
    expect(new Story().failsAt(0, 1, 2, 3, 4).looks(605).incidents()[0]).toContain('resolved by quiet');
  });
});

describe('amendments', () => {
  it('move a failure from one outcome to another and never count it twice', () => {
    const story = new Story();
    const first = failure({ outcome: 'undecided', at: nine });
    story.filing.file({ failure: first, was: null });
    story.filing.file({ failure: { ...first, outcome: 'saved-by-retry' }, was: first });
    const [incident] = story.filing.takeChanged();
    expect(incident?.counts).toMatchObject({ undecided: 0, 'saved-by-retry': 1 });
    expect(incident?.causes).toEqual([{ cause: 'connection-refused', count: 1 }]);
  });
});

describe('an upstream whose name becomes known later', () => {
  const unnamed = (second: number) => failure({ upstream: '10.0.0.7:8080', at: nine + seconds(second) });

  it('gives its name to the incident', () => {
    const story = new Story();
    const all = [0, 1, 2, 3, 4].map(unnamed);
    for (const each of all) story.filing.file({ failure: each, was: null });
    for (const each of all) story.filing.file({ failure: { ...each, upstream: 'shop' }, was: each });
    expect(story.kept().incidents()).toEqual(['shop connection-refused open (BG-1)']);
  });

  it('brings its failures to the incident that has the name already', () => {
    const story = new Story().failsAt(0, 1, 2, 3, 4);
    const late = unnamed(5);
    story.filing.file({ failure: late, was: null });
    story.filing.file({ failure: { ...late, upstream: 'shop' }, was: late });
    const counts = story
      .kept()
      .all()
      .map(({ upstream, counts }) => `${upstream} ${counts['client-visible']}`);
    expect(counts).toEqual(['shop 6', '10.0.0.7:8080 0']);
  });
});

/** A timeline in seconds after nine o'clock. */
class Story {
  readonly filing = new Filing(nothingFiled, rules);
  readonly heard: string[] = [];
  readonly #all = new Map<number, Incident>();
  readonly #told = new Map<number, Told>();

  failsAt(...at: readonly number[]): this {
    return this.fails({}, ...at);
  }

  fails(over: Partial<Failure>, ...at: readonly number[]): this {
    for (const second of at)
      this.filing.file({ failure: failure({ ...over, at: nine + seconds(second) }), was: null });
    return this.#keep();
  }

  succeeds(at: number, times: number): this {
    for (let i = 0; i < times; i++)
      this.filing.succeeded({ upstream: 'shop', at: nine + seconds(at), requests: 1 });
    return this.#keep();
  }

  looks(at: number): this {
    this.filing.look(nine + seconds(at));
    return this.#keep();
  }

  hears(at: number): this {
    const now = nine + seconds(at);
    this.looks(at);
    for (const incident of this.#all.values()) {
      const reason = reasonToTell(situationOf(incident), this.#told.get(incident.id), now);
      if (reason === undefined) continue;
      this.heard.push(`${at} ${reason}`);
      this.#told.set(incident.id, {
        reason,
        at: now,
        cause: rootCause(incident),
        alarming: alarmingOf(incident),
        severity: incident.severity,
        peers: 1,
        upstreams: incident.branches.length,
        parts: 0,
        acknowledged: incident.acknowledged !== null,
        escalated: false,
        silenced: false,
        resolved: incident.state.name === 'resolved',
      });
    }
    return this;
  }

  incidents(): readonly string[] {
    return [...this.#all.values()].map((incident) => {
      const { state, upstream } = incident;
      const words = state.name === 'resolved' ? `resolved by ${state.proof}` : state.name;
      return `${upstream} ${rootCause(incident)} ${words} (${incidentName(incident)})`;
    });
  }

  all(): readonly Incident[] {
    return [...this.#all.values()];
  }

  kept(): this {
    return this.#keep();
  }

  #keep(): this {
    for (const incident of this.filing.takeChanged()) this.#all.set(incident.id, incident);
    return this;
  }
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
