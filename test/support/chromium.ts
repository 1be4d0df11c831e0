import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WebSocket } from 'ws';

const paths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const path = paths.find(existsSync);

/** False where no browser is installed: tests that need one are skipped. Debian: apt-get install chromium. */
export const haveChromium = path !== undefined;

/** How a page is looked at. */
export type Look = {
  readonly width: number;
  readonly height?: number;
  readonly scheme?: 'light' | 'dark';
  readonly media?: 'print';
};

/** A browser without a window, spoken to over the DevTools protocol. */
export type Browser = {
  readonly open: (url: string, look: Look) => Promise<Tab>;
  readonly close: () => Promise<void>;
};

export type Tab = {
  /** The value of an expression in the page. */
  readonly value: <T>(expression: string) => Promise<T>;
  readonly press: (key: 'Tab' | 'Enter') => Promise<void>;
  readonly type: (text: string) => Promise<void>;
  /** The whole page as PNG. */
  readonly picture: () => Promise<Uint8Array>;
  /** Everything that was loaded, by address. */
  readonly loaded: () => readonly string[];
  /** Dialogs that were opened, and errors and violations that the console told. */
  readonly complaints: () => readonly string[];
  readonly close: () => Promise<void>;
};

/** Starts a browser with a profile of its own. */
export async function startChromium(): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'badgateway-chromium-'));
  const child = spawn(path ?? '', [
    ...flags,
    `--user-data-dir=${profile}`,
    '--remote-debugging-port=0',
    'about:blank',
  ]);
  const socket = new WebSocket(await addressOf(child), {
    perMessageDeflate: false,
    maxPayload: 256 * 1024 * 1024,
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const wire = new Wire(socket);
  return {
    open: (url, look) => openTab(wire, url, look),
    close: async () => {
      const exit = new Promise((resolve) => child.once('exit', resolve));
      await wire.send('Browser.close').catch(() => child.kill());
      await exit;
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

const flags = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--hide-scrollbars',
];

function addressOf(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.stderr?.on('data', (bytes) => {
      said += bytes;
      const address = /ws:\/\/[^\s]+/.exec(said)?.[0];
      if (address !== undefined) resolve(address);
    });
    child.once('exit', (code) => reject(new Error(`chromium stopped with ${code}: ${said}`)));
  });
}

async function openTab(
  wire: Wire,
  url: string,
  { width, height = 900, scheme = 'light', media }: Look,
): Promise<Tab> {
  const { targetId } = await wire.send('Target.createTarget', { url: 'about:blank' });
  const { sessionId } = await wire.send('Target.attachToTarget', { targetId, flatten: true });
  const session = String(sessionId);
  const send = (method: string, asked: object = {}) => wire.send(method, asked, session);
  const loaded: string[] = [];
  const complaints: string[] = [];
  wire.on(session, (method, told) => {
    if (method === 'Network.requestWillBeSent') loaded.push(told.request?.url ?? '');
    if (method === 'Page.javascriptDialogOpening') complaints.push(`dialog: ${told.message}`);
    if (method === 'Log.entryAdded') complaints.push(told.entry?.text ?? '');
  });
  await Promise.all(['Page', 'Network', 'Log', 'Runtime'].map((domain) => send(`${domain}.enable`)));
  await send('Emulation.setDeviceMetricsOverride', {
    width,
    height,
    deviceScaleFactor: 1,
    mobile: width < 500,
  });
  await send('Emulation.setEmulatedMedia', {
    media: media ?? '',
    features: [{ name: 'prefers-color-scheme', value: scheme }],
  });
  const shown = wire.once(session, 'Page.loadEventFired');
  await send('Page.navigate', { url });
  await shown;
  const value = async <T>(expression: string): Promise<T> => {
    const { result } = await send('Runtime.evaluate', { expression, returnByValue: true });
    // The caller names the type of what its own expression gives.
    return (result as { value: T }).value;
  };
  return {
    value,
    press: async (key) => {
      const codes = { Tab: 9, Enter: 13 } as const;
      const event = {
        key,
        code: key,
        windowsVirtualKeyCode: codes[key],
        ...(key === 'Enter' ? { text: '\r' } : {}),
      };
      const next = key === 'Enter' ? wire.once(session, 'Page.loadEventFired') : undefined;
      await send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
      await send('Input.dispatchKeyEvent', { type: 'keyUp', ...event });
      await next;
    },
    type: async (text) => void (await send('Input.insertText', { text })),
    picture: async () => {
      const full = await value<number>('document.documentElement.scrollHeight');
      const { data } = await send('Page.captureScreenshot', {
        captureBeyondViewport: true,
        clip: { x: 0, y: 0, width, height: Math.min(full, 12_000), scale: 1 },
      });
      return Buffer.from(String(data), 'base64');
    },
    loaded: () => loaded,
    complaints: () => complaints,
    close: async () => void (await wire.send('Target.closeTarget', { targetId })),
  };
}

type Told = {
  readonly request?: { readonly url: string };
  readonly entry?: { readonly text: string };
  readonly message?: string;
};
type Answered = Readonly<Record<string, unknown>>;

/** Commands and events of the protocol. https://chromedevtools.github.io/devtools-protocol/ */
class Wire {
  readonly #socket: WebSocket;
  readonly #asked = new Map<
    number,
    { resolve: (answer: Answered) => void; reject: (error: Error) => void }
  >();
  readonly #listeners: { session: string; hear: (method: string, told: Told) => void }[] = [];
  #last = 0;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (bytes) => this.#hear(String(bytes)));
  }

  send(method: string, asked: object = {}, sessionId?: string): Promise<Answered> {
    this.#last += 1;
    const id = this.#last;
    this.#socket.send(JSON.stringify({ id, method, params: asked, ...(sessionId ? { sessionId } : {}) }));
    return new Promise((resolve, reject) => this.#asked.set(id, { resolve, reject }));
  }

  on(session: string, hear: (method: string, told: Told) => void): void {
    this.#listeners.push({ session, hear });
  }

  once(session: string, method: string): Promise<void> {
    return new Promise((resolve) =>
      this.on(session, (heard) => {
        if (heard === method) resolve();
      }),
    );
  }

  #hear(text: string): void {
    const said = JSON.parse(text);
    if (said.id === undefined) {
      for (const { session, hear } of this.#listeners)
        if (session === said.sessionId) hear(said.method, said.params);
      return;
    }
    const asked = this.#asked.get(said.id);
    this.#asked.delete(said.id);
    if (said.error === undefined) asked?.resolve(said.result);
    else asked?.reject(new Error(said.error.message));
  }
}
