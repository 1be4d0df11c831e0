import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, startChromium } from '../support/chromium.js';
import { startWebSite } from '../support/web-site.js';

const viewports = [
  ['a phone', { width: 390 }],
  ['a small phone in the dark', { width: 320, colorScheme: 'dark' }],
  ['a screen', { width: 1200 }],
  ['paper', { width: 794, media: 'print' }],
];
const paths = ['', 'incident/BG-142', 'ask?q=top%20routes%20today', 'day', 'day/2026-11-17', 'nothing'];
describe.skipIf(!hasChromium)('in a real browser (needs chromium)', () => {
  let browser;
  beforeAll(async () => {
    browser = await startChromium();
  }, 30_000);
  afterAll(async () => browser?.close());
  it.each(viewports)('renders every page within %s', async (_, viewport) => {
    const site = await startWebSite();
    for (const path of paths) {
      const tab = await browser.open(`${site}${path}`, viewport);
      expect([path, await tab.evaluate('document.documentElement.scrollWidth')]).toEqual([
        path,
        viewport.width,
      ]);
      expect(await tab.evaluate('document.querySelector("h1").getBoundingClientRect().height > 0')).toBe(
        true,
      );
      expect(tab.listProblems().filter((text) => !text.includes('404'))).toEqual([]);
      await tab.close();
    }
  });
  it('shows the one of the two versions of a chart that fits', async () => {
    const site = await startWebSite();
    const shown = `[...document.querySelectorAll('figure svg[role=img]')].filter((svg) => svg.getBoundingClientRect().width > 0).map((svg) => svg.viewBox.baseVal.width)`;
    const wide = await browser.open(site, { width: 1200 });
    const narrow = await browser.open(site, { width: 390 });
    expect(new Set(await wide.evaluate(shown))).toEqual(new Set([920]));
    expect(new Set(await narrow.evaluate(shown))).toEqual(new Set([340]));
  });
  it('loads nothing but the page itself', async () => {
    const site = await startWebSite();
    const tab = await browser.open(site, { width: 1200 });
    expect(tab.listRequestedUrls().filter((url) => !url.endsWith('/favicon.ico'))).toEqual([site]);
  });
  it('can be used by keyboard: skip to the content, or ask', async () => {
    const site = await startWebSite();
    const tab = await browser.open(site, { width: 1200 });
    const focused = () => tab.evaluate('document.activeElement.textContent || document.activeElement.name');
    await tab.press('Tab');
    expect(await focused()).toBe('Skip to content');
    const stops = [];
    for (let i = 0; i < 5; i++) {
      await tab.press('Tab');
      stops.push(await focused());
    }
    expect(stops).toEqual(['badgateway', 'Overview', 'Today', 'Ask', 'q']);
    await tab.typeText('status');
    await tab.press('Enter');
    expect(await tab.evaluate('location.pathname + location.search')).toBe('/ask?q=status');
    expect(await tab.evaluate('document.querySelector(".message").textContent')).toContain('1 open incident');
  });
  it('executes nothing written into a log or a question', async () => {
    const site = await startWebSite();
    const attack = encodeURIComponent('"><img src=x onerror=alert(1)><script>alert(2)</script>');
    const tab = await browser.open(`${site}ask?q=${attack}`, { width: 390 });
    expect(await tab.evaluate('document.querySelectorAll("script, img").length')).toBe(0);
    expect(await tab.evaluate('document.querySelector("input").value')).toContain(
      '<script>alert(2)</script>',
    );
    expect(tab.listProblems()).toEqual([]);
  });
  it.each(['light', 'dark'])('has enough contrast with the %s theme', async (colorScheme) => {
    const site = await startWebSite();
    const tab = await browser.open(`${site}incident/BG-142`, { width: 1200, colorScheme });
    expect(await tab.evaluate(paleTexts)).toEqual([]);
  });
});
/** Texts whose contrast is below 4.5 : 1 (WCAG AA), in the page's own words. */
const paleTexts = `(() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((v) => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const groundOf = (node) => {
    for (; node; node = node.parentElement) {
      const ground = getComputedStyle(node).backgroundColor;
      if (ground !== 'rgba(0, 0, 0, 0)') return ground;
    }
    return 'rgb(255, 255, 255)';
  };
  const pale = [];
  for (const node of document.querySelectorAll('body *')) {
    const words = [...node.childNodes].filter((child) => child.nodeType === 3).map((child) => child.data.trim()).join('');
    if (words === '' || node.getBoundingClientRect().width === 0) continue;
    const style = getComputedStyle(node);
    const ink = light(node.namespaceURI.endsWith('svg') ? style.fill : style.color);
    const ground = light(groundOf(node));
    if ((Math.max(ink, ground) + .05) / (Math.min(ink, ground) + .05) < 4.5) pale.push(words.slice(0, 60));
  }
  return pale;
})()`;
