import type { HtmlTagDescriptor, Plugin, Rolldown } from "vite";

/** What is fetched before the page has asked who is there, and on which screens: on a slow line each step after another costs a way to and fro. */
const EARLY: readonly { readonly entry: string; readonly media?: string }[] = [
  { entry: "src/app.tsx" },
  // Chinese comes first: whoever reads English waits for other words a little later.
  { entry: "src/lib/i18n/zh/app.ts" },
  { entry: "src/panels/field/field-app.tsx", media: "(max-width: 600px)" },
  // A phone shows the day first.
  { entry: "src/house-live.ts", media: "(min-width: 601px)" },
];

/** What the page asks first (src/api/door.ts): the answer is on its way before its code is. */
const WELCOME: HtmlTagDescriptor = {
  tag: "link",
  attrs: { rel: "preload", as: "fetch", crossorigin: true, href: "/api/welcome" },
  injectTo: "head-prepend",
};

/** Files of a chunk with all that it imports before anything runs; styles apart. */
function filesOf(bundle: Rolldown.OutputBundle, entry: Rolldown.OutputChunk) {
  const scripts = new Set([entry.fileName]);
  const styles = new Set<string>();
  for (const file of scripts) {
    const chunk = bundle[file];
    if (chunk?.type !== "chunk") continue;
    for (const next of chunk.imports) scripts.add(next);
    for (const css of chunk.viteMetadata?.importedCss ?? []) styles.add(css);
  }
  return { scripts, styles };
}

/** Tags for the page's head, each file once. `known`: what the page names already. Throws when an entry is none any more. */
export function earlyTags(bundle: Rolldown.OutputBundle, known: (file: string) => boolean): HtmlTagDescriptor[] {
  const named = new Set<string>();
  const tags: HtmlTagDescriptor[] = [];
  for (const { entry, media } of EARLY) {
    const chunk = Object.values(bundle).find(
      (one): one is Rolldown.OutputChunk => one.type === "chunk" && !!one.facadeModuleId?.endsWith(`/${entry}`),
    );
    if (!chunk) throw new Error(`the build has no ${entry}: it is not an entry any more, see scripts/early-parts.ts`);
    const { scripts, styles } = filesOf(bundle, chunk);
    const add = (file: string, attrs: Record<string, string | boolean>) => {
      if (named.has(file) || known(file)) return;
      named.add(file);
      const all = { ...attrs, crossorigin: true, href: `/${file}`, ...(media ? { media } : {}) };
      tags.push({ tag: "link", attrs: all, injectTo: "head" });
    };
    // A browser complains of a preloaded style that no screen takes, and on a phone another may be opened: such a one is only fetched ahead.
    for (const file of styles) add(file, { rel: media ? "prefetch" : "preload", as: "style" });
    for (const file of scripts) add(file, { rel: "modulepreload" });
  }
  return tags;
}

/** Names in the page's head what everybody, and an inspector on a phone, is going to need. */
export const earlyParts: Plugin = {
  name: "early-parts",
  apply: "build",
  transformIndexHtml: {
    order: "post",
    handler: (html, { bundle }) =>
      bundle ? [WELCOME, ...earlyTags(bundle, (file) => html.includes(`/${file}"`))] : [],
  },
};
