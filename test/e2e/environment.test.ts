import { execFileSync, spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { startBot, untilSaid } from '../support/crash/bot.js';
import { Followed } from '../support/crash/followed.js';
import { refusals } from '../support/crash/refused-lines.js';
import { eventually } from '../support/fake-slack/users.js';
import { mayMount, mayTrace } from '../support/privileges.js';

const endings: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0).reverse()) await end();
});

function following(more: Readonly<Record<string, string>> = {}, through: readonly string[] = []): Followed {
  const followed = new Followed(more, through);
  endings.push(() => followed.end());
  return followed;
}

const has = (program: string) => spawnSync('which', [program]).status === 0;
const isRoot = process.getuid?.() === 0;
const bounded = 60_000;

describe.skipIf(!has('prlimit') || !existsSync('/proc/self/fd'))('a table of open files that is full', () => {
  it('is emptied of logs that are idle, so that new ones can be read', async () => {
    const followed = following();
    const logs = (name: string, count: number) =>
      Array.from({ length: count }, (_, n) => join(followed.directory, `${name}-${n}.log`));
    for (const log of logs('old', 100)) writeFileSync(log, '');
    const bot = await followed.start();
    for (const [n, log] of logs('old', 100).entries()) appendFileSync(log, refusals(1, n));
    await eventually(() => followed.failures() === 100, '100 failures', bounded);
    // What a look opens for a moment must not count as free afterwards.
    await new Promise((go) => setTimeout(go, 3_000));
    const open = String(readdirSync(`/proc/${bot.pid}/fd`).length);
    execFileSync('prlimit', ['--pid', String(bot.pid), `--nofile=${open}:${open}`]);
    for (const [n, log] of logs('new', 20).entries()) writeFileSync(log, refusals(1, 1_000 + n));
    await eventually(() => followed.failures() === 120, '20 more', bounded);
    expect(bot.log()).toContain('cannot be read (EMFILE)');
    expect(followed.ask((ledger) => ledger.gaps({ from: 0, to: Date.now() + 1 }))).toEqual([]);
    expect(await bot.stop()).toBe(0);
  }, 90_000);
});

describe.skipIf(!mayTrace())('a disk (needs strace)', () => {
  const injected = (what: string) => [
    'strace',
    '-D',
    '-f',
    '-qq',
    '-o',
    '/dev/null',
    '--seccomp-bpf',
    '-e',
    'trace=fsync,fdatasync',
    '-e',
    `inject=fsync,fdatasync:${what}`,
  ];

  it(
    'that takes half a second for each fsync loses nothing, and stops in time',
    async () => {
      const followed = following({}, injected('delay_exit=500000'));
      const bot = await followed.start();
      for (let batch = 0; batch < 10; batch++) {
        followed.append(100);
        await new Promise((go) => setTimeout(go, 100));
      }
      await followed.untilCounted();
      expect(await bot.stop()).toBe(0);
    },
    bounded,
  );

  it(
    'that fails ends the program with one line, and the next start reads on',
    async () => {
      const followed = following({}, injected('error=EIO:when=40+'));
      const bot = await followed.start();
      for (let batch = 0; batch < 100 && bot.isRunning(); batch++) {
        followed.append(10);
        await new Promise((go) => setTimeout(go, 100));
      }
      await eventually(() => !bot.isRunning(), 'its end', bounded);
      expect(bot.log()).toMatch(/SQLITE_IOERR.*the disk does not read or write/);
      expect(bot.log()).not.toMatch(/\n\s+at /);
      const again = startBot(followed.environment, followed.directory);
      endings.push(() => again.kill());
      await untilSaid(again, 'Following');
      await followed.untilCounted();
    },
    bounded,
  );
});

describe.skipIf(!has('cc'))('the clock of the machine (needs a C compiler)', () => {
  it(
    'that is set back an hour and forward again while the program runs hides nothing',
    async () => {
      const { library, setBy } = fakeClock();
      const followed = following({ LD_PRELOAD: library, OPEN_FAILURES: '5' });
      const bot = await followed.start();
      followed.append(20);
      await followed.untilCounted();
      for (const seconds of [-3_600, 0, 7_200, 0]) {
        setBy(seconds);
        followed.append(20);
        await followed.untilCounted();
      }
      await untilSaid(bot, 'BG-1');
      expect(bot.log().match(/● Failing/g)).toHaveLength(1);
      expect(await bot.stop()).toBe(0);
    },
    bounded,
  );
});

describe.skipIf(!isRoot || !has('setpriv'))(
  'a log that may not be read (needs root, to be somebody else)',
  () => {
    it(
      'is waited for, and read on when it may be read again',
      async () => {
        const followed = following({}, ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups']);
        chmodSync(followed.directory, 0o777);
        chmodSync(followed.log, 0o644);
        const bot = await followed.start();
        followed.append(10);
        await followed.untilCounted();
        renameSync(followed.log, `${followed.log}.1`);
        writeFileSync(followed.log, '', { mode: 0o600 });
        chmodSync(followed.log, 0o600);
        followed.append(10);
        await untilSaid(bot, /cannot be read \(EACCES\)/);
        chmodSync(followed.log, 0o644);
        await followed.untilCounted();
        await untilSaid(bot, 'error.log: can be read.');
        expect(bot.log().match(/cannot be read/g)).toHaveLength(1);
      },
      bounded,
    );
  },
);

describe('directories', () => {
  it(
    'that are removed and made again are followed again',
    async () => {
      const followed = following();
      const directory = join(followed.directory, 'site');
      const log = join(directory, 'error.log');
      mkdirSync(directory);
      writeFileSync(log, '');
      const bot = startBot(
        { ...followed.environment, LOGS: join(followed.directory, '*', '*.log') },
        followed.directory,
      );
      endings.push(() => bot.kill());
      await untilSaid(bot, 'Following');
      appendFileSync(log, refusals(10));
      await eventually(() => followed.failures() === 10, '10 failures', bounded);
      rmSync(directory, { recursive: true });
      await new Promise((go) => setTimeout(go, 1_500));
      mkdirSync(directory);
      writeFileSync(log, refusals(10, 10));
      await eventually(() => followed.failures() === 20, '20 failures', bounded);
    },
    bounded,
  );

  it.skipIf(!mayMount())(
    'that are read-only are read, and nothing is written into them',
    async () => {
      const followed = following();
      const disk = join(followed.directory, 'disk');
      mkdirSync(disk);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', disk]);
      endings.push(() => execFileSync('umount', ['--lazy', disk]));
      const writable = join(followed.directory, 'writable');
      mkdirSync(writable);
      execFileSync('mount', ['--bind', disk, writable]);
      endings.push(() => execFileSync('umount', ['--lazy', writable]));
      execFileSync('mount', ['-o', 'remount,bind,ro', disk]);
      writeFileSync(join(writable, 'error.log'), '');
      const bot = startBot({ ...followed.environment, LOGS: join(disk, '*.log') }, followed.directory);
      endings.push(() => bot.kill());
      await untilSaid(bot, 'Following');
      appendFileSync(join(writable, 'error.log'), refusals(10));
      await eventually(() => followed.failures() === 10, '10 failures', bounded);
      expect(readdirSync(disk)).toEqual(['error.log']);
      await bot.stop();
    },
    bounded,
  );
});

describe('what lies beside a log', () => {
  it(
    'links, pipes, devices and sockets are not read, and hold nobody up',
    async () => {
      const followed = following();
      writeFileSync(join(followed.directory, 'secret'), refusals(50));
      symlinkSync(join(followed.directory, 'secret'), `${followed.log}.1`);
      symlinkSync('/dev/zero', `${followed.log}.2`);
      symlinkSync('/etc/shadow', `${followed.log}.3`);
      execFileSync('mkfifo', [`${followed.log}.4`, join(followed.directory, 'pipe.log')]);
      mkdirSync(`${followed.log}.5`);
      const bot = await followed.start();
      followed.append(10);
      await followed.untilCounted();
      unlinkSync(followed.log);
      writeFileSync(followed.log, '');
      followed.append(10);
      await followed.untilCounted();
      expect(await bot.stop()).toBe(0);
    },
    bounded,
  );

  it(
    'its own output is not read',
    async () => {
      const followed = following();
      const own = join(followed.directory, 'own.log');
      const bot = startBot(followed.environment, followed.directory, [
        'sh',
        '-c',
        `exec "$@" >>${own} 2>&1`,
        'sh',
      ]);
      endings.push(() => bot.kill());
      await eventually(
        () =>
          existsSync(own) &&
          readFileSync(own, 'utf8').includes(
            'own.log: cannot be read (the same file as what this program writes)',
          ),
        'the refusal',
        bounded,
      );
      followed.append(10);
      await followed.untilCounted();
      const read = followed.ask((ledger) => ledger.coverage())?.find(({ file }) => file === own);
      expect(read).toMatchObject({ lines: 0, trouble: 'the same file as what this program writes' });
    },
    bounded,
  );

  it(
    'a name that holds an escape sequence shows as what it is',
    async () => {
      const followed = following();
      const [esc, bell] = ['\u001b', '\u0007'];
      symlinkSync('/nowhere', join(followed.directory, `x${esc}]0;pwned${bell}\n2026 warn forged.log`));
      const bot = startBot(
        {
          ...followed.environment,
          LOGS: `${followed.log},${followed.directory}/x${esc}]0;pwned${bell}\n2026 warn forged.log`,
        },
        followed.directory,
      );
      endings.push(() => bot.kill());
      await untilSaid(bot, 'forged.log: cannot be read');
      expect(bot.log()).not.toContain(esc);
      expect(bot.log()).not.toContain(bell);
      expect(bot.log()).not.toMatch(/^2026 warn/m);
    },
    bounded,
  );
});

describe('the database', () => {
  it.each(['000', '022'])(
    'is for its user alone under umask %s, and so is all beside it',
    async (umask) => {
      const followed = following({}, ['sh', '-c', `umask ${umask}; exec "$@"`, 'sh']);
      const bot = await followed.start();
      followed.append(10);
      await followed.untilCounted();
      const made = readdirSync(followed.directory).filter((name) => name.startsWith('badgateway'));
      const modes = made.map((name) => [
        name,
        (statSync(join(followed.directory, name)).mode & 0o777).toString(8),
      ]);
      expect(modes.filter(([, mode]) => mode !== '600')).toEqual([]);
      expect(made).toEqual(
        expect.arrayContaining(['badgateway.db', 'badgateway.db-wal', 'badgateway.db.lock']),
      );
      await bot.stop();
    },
    bounded,
  );

  it(
    'that somebody removes ends the program with one line',
    async () => {
      const followed = following();
      const bot = await followed.start();
      unlinkSync(followed.database);
      await eventually(() => !bot.isRunning(), 'its end', bounded);
      expect(bot.log()).toMatch(/was removed or replaced while it was in use/);
      expect(bot.log()).not.toMatch(/\n\s+at /);
    },
    bounded,
  );
});

/** A library that makes the clock of a program go wrong by as many seconds as one says. */
function fakeClock() {
  const directory = mkdtempSync(join(tmpdir(), 'badgateway-clock-'));
  endings.push(() => rmSync(directory, { recursive: true, force: true }));
  const [source, library, offset] = ['clock.c', 'clock.so', 'offset'].map((name) =>
    join(directory, name),
  ) as [string, string, string];
  const setBy = (seconds: number) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(seconds));
    writeFileSync(offset, bytes, { flag: 'r+' });
  };
  writeFileSync(offset, Buffer.alloc(8));
  writeFileSync(source, clockSource(offset));
  execFileSync('cc', ['-shared', '-fPIC', '-O1', '-o', library, source, '-ldl']);
  return { library, setBy };
}

const clockSource = (offset: string) => `
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
static volatile long *seconds(void) {
  static long *at;
  if (!at) at = mmap(0, 8, PROT_READ, MAP_SHARED, open("${offset}", O_RDONLY), 0);
  return at;
}
int clock_gettime(clockid_t id, struct timespec *t) {
  static int (*real)(clockid_t, struct timespec *);
  if (!real) real = dlsym(RTLD_NEXT, "clock_gettime");
  int r = real(id, t);
  if (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE) t->tv_sec += *seconds();
  return r;
}
int gettimeofday(struct timeval *t, void *z) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  t->tv_sec = now.tv_sec;
  t->tv_usec = now.tv_nsec / 1000;
  return 0;
}
`;

describe('.env', () => {
  it('that everybody may read while it holds a token is named by check', () => {
    const directory = mkdtempSync(join(tmpdir(), 'badgateway-env-'));
    endings.push(() => rmSync(directory, { recursive: true, force: true }));
    const file = join(directory, '.env');
    const check = () =>
      spawnSync(process.execPath, [resolve('dist/main.js'), 'check'], {
        cwd: directory,
        env: { PATH: process.env['PATH'] },
        encoding: 'utf8',
      }).stdout;
    writeFileSync(file, 'SLACK_SIGNING_SECRET=0123456789abcdef0123456789abcdef\n');
    chmodSync(file, 0o644);
    expect(check()).toContain(
      'BAD  .env holds SLACK_SIGNING_SECRET, and everybody on this machine may read it; `chmod 600 .env`',
    );
    chmodSync(file, 0o640);
    expect(check()).not.toContain('chmod');
    writeFileSync(file, 'OPEN_FAILURES=7\n');
    chmodSync(file, 0o644);
    expect(check()).not.toContain('chmod');
  });
});
