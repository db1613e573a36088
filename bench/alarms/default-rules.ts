import { readFileSync } from "node:fs";

const SQL = readFileSync(new URL("../../server/db/migrations/0012-alarm-management.sql", import.meta.url), "utf8");

/** The product's own rules in force, by id, as the migration writes them. */
export const DEFAULT_RULES: Readonly<Record<string, unknown>> = Object.fromEntries(
  [...SQL.matchAll(/\('([a-z-]+)', 1, '130000', 'active', now\(\), '([^']*)'\)/g)].map(([, id, body]) => [
    id,
    JSON.parse(body ?? ""),
  ]),
);
