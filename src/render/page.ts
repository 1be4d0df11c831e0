import { type Html, type HtmlPart, html } from './html.js';
import { pageStyle } from './page-style.js';

export type PageContent = {
  readonly title: string;
  /** Links at the top; none in a standalone file. */
  readonly links?: readonly { readonly href: string; readonly label: string }[];
  readonly body: HtmlPart;
  readonly footer: HtmlPart;
};

/** Renders a complete page without scripts and without anything to load. */
export function renderPage({ title, links = [], body, footer }: PageContent): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<a class="skip" href="#content">Skip to content</a>
<header class="top">${renderSiteName(links)}${renderNavigation(links)}</header>
<main id="content">
${body}
</main>
<footer>${footer}</footer>
</body>
</html>
`.markup;
}

/** Whatever gets into a page: no script runs, nothing is loaded, and forms go nowhere else. */
export const contentSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'";

type PageLinks = NonNullable<PageContent['links']>;

const renderSiteName = (links: PageLinks): Html =>
  links.length === 0
    ? html`<span class="name">badgateway</span>`
    : html`<a class="name" href="/">badgateway</a>`;

const renderNavigation = (links: PageLinks): Html | undefined =>
  links.length === 0
    ? undefined
    : html`<nav aria-label="Pages">${links.map(({ href, label }) => html`<a href="${href}">${label}</a> `)}</nav>`;
