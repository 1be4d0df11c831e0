import { type Html, html, type Part } from './html.js';
import { pageStyle } from './page-style.js';

/** What a page is made of. */
export type Page = {
  readonly title: string;
  /** Links at the top; none in a file that stands by itself. */
  readonly links?: readonly { readonly href: string; readonly words: string }[];
  readonly body: Part;
  readonly footer: Part;
};

/** A whole page in one text: no script, nothing loaded from elsewhere. */
export function pageText({ title, links = [], body, footer }: Page): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy}">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<a class="skip" href="#content">To the content</a>
<header class="top">${nameOf(links)}${navigation(links)}</header>
<main id="content">
${body}
</main>
<footer>${footer}</footer>
</body>
</html>
`.markup;
}

/** Whatever gets into a page: no script runs, nothing is loaded, nothing is sent elsewhere. */
export const contentPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'";

type Links = NonNullable<Page['links']>;

const nameOf = (links: Links): Html =>
  links.length === 0
    ? html`<span class="name">badgateway</span>`
    : html`<a class="name" href="/">badgateway</a>`;

const navigation = (links: Links): Html | undefined =>
  links.length === 0
    ? undefined
    : html`<nav aria-label="Pages">${links.map(({ href, words }) => html`<a href="${href}">${words}</a> `)}</nav>`;
