import { Client } from "pg";
import type { TestProject } from "vitest/node";
import { startPostgres } from "#scripts/postgres.ts";
import { databaseTemplate } from "../embedded/template.ts";
import { openDatabase } from "../open.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** Address of the native server's maintenance database; each test file gets a database of its own beside it. */
    nativeUrl: string;
    /** Name of the database, migrated and with facts, that those begin as. */
    nativeTemplate: string;
  }
}

/** The same server, another database. */
export function databaseUrl(url: string, name: string): string {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
}

export async function onServer(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

const silent = { info: () => undefined, warn: () => undefined };

/** Vitest's global set-up of the project `db`: one native server for the run, and both engines' templates. No engine, no tests: it throws. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startPostgres();
  const template = `gas_template_${process.pid}`;
  try {
    await onServer(server.url, `create database ${template}`);
    const db = await openDatabase({ dataDir: "", databaseUrl: databaseUrl(server.url, template), log: silent });
    await db.close();
    await databaseTemplate(process.cwd(), () => undefined);
  } catch (cause) {
    await server.stop();
    throw cause;
  }
  project.provide("nativeUrl", server.url);
  project.provide("nativeTemplate", template);
  return async () => {
    await onServer(server.url, `drop database if exists ${template} with (force)`);
    await server.stop();
  };
}
