import type { Plugin } from "vite";

const FILES = ["/zod/v4/core/json-schema-processors.js", "/zod/v4/core/to-json-schema.js"];
const EXPORTED = /^export (?:const|function) (\w+)|^export \{ \w+ as (\w+) \}/gm;

/** The same names, each a function that says that it is not here. Throws where the file exports in a way unknown here. */
export function hollow(code: string): string {
  const names = [...code.matchAll(EXPORTED)].map(([, own, renamed]) => own ?? renamed);
  const exported = code.match(/^export\b/gm)?.length ?? 0;
  if (names.length === 0 || names.length !== exported) throw new Error("expected exported constants and functions");
  const none = 'const none = () => { throw new Error("JSON schemas are not made in the browser"); };';
  return `${none}\n${names.map((name) => `export { none as ${name} };`).join("\n")}\n`;
}

/**
 * zod's schemas know how to write themselves as JSON schemas, by methods that no bundler can see are never called: 35 KB of code which each phone
 * would read before its first page. The server, which writes the OpenAPI documents, has them.
 */
export const withoutJsonSchema: Plugin = {
  name: "without-json-schema",
  apply: "build",
  enforce: "pre",
  transform: (code, id) => (FILES.some((file) => id.endsWith(file)) ? { code: hollow(code), map: null } : null),
};
