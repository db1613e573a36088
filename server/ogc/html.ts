import type { Link } from "./links.ts";

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as a page may hold it: whatever stands in it is never markup. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (c) => ENTITIES[c] as string);

const shown = (value: unknown): string =>
  value === null || value === undefined
    ? ""
    : escapeHtml(typeof value === "object" ? JSON.stringify(value) : String(value));

const linkItem = ({ href, rel, title }: Link): string =>
  `<li><a href="${escapeHtml(href)}">${escapeHtml(title ?? href)}</a> <small>${escapeHtml(rel)}</small></li>`;

export const linkList = (links: readonly Link[]): string => `<ul>${links.map(linkItem).join("")}</ul>`;

/** A table with a heading for each column; values may hold anything. */
export function table(headings: readonly string[], rows: readonly (readonly unknown[])[]): string {
  const head = headings.map((text) => `<th scope="col">${escapeHtml(text)}</th>`).join("");
  const body = rows.map((row) => `<tr>${row.map((value) => `<td>${shown(value)}</td>`).join("")}</tr>`).join("");
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

/** A whole page without script or style, as the policy of the house wants it. `body` is markup, the title a text. */
export function page(title: string, body: string, links: readonly Link[]): string {
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(title)}</title></head>
<body><nav><a href="/ogc">/ogc</a></nav><main><h1>${escapeHtml(title)}</h1>${body}<h2>Links</h2>${linkList(links)}</main></body></html>
`;
}
