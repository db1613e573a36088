import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import type { Db } from "../db.ts";
import { openDatabase } from "../open.ts";
import { ensureReadingPartitions } from "../partitions.ts";
import { plantCanaries } from "../testing/canaries.ts";
import { databaseUrl, onServer } from "../testing/native-server.ts";

/** An owner with no more rights than docs/decisions/2026-11-22-database-accounts.md names. */
const tail = randomBytes(4).toString("hex");
const owner = `owner_${tail}`;
const name = `owned_${tail}`;
const warnings: unknown[] = [];
const log = { info: () => undefined, warn: (message: unknown) => void warnings.push(message) };

const urlOf = (account: string) => {
  const url = new URL(databaseUrl(inject("nativeUrl"), name));
  url.username = account;
  url.password = "a-password";
  return url.href;
};
const open = (account: string) => openDatabase({ dataDir: "", databaseUrl: urlOf(account), log });

beforeAll(async () => {
  const server = inject("nativeUrl");
  await onServer(server, `create role ${owner} login password 'a-password' createrole`);
  await onServer(server, `create database ${name} owner ${owner}`);
});
afterAll(async () => {
  const server = inject("nativeUrl");
  await onServer(server, `drop database if exists ${name} with (force)`);
  await onServer(server, `drop role if exists ${owner}`);
});

test("without PostGIS the owner is told what an administrator must do", async () => {
  await expect(open(owner)).rejects.toThrow(/As an administrator, in it: create extension postgis/);
});

test("an owner who is no superuser opens, migrates and works, under the same policies", async () => {
  await onServer(databaseUrl(inject("nativeUrl"), name), "create extension postgis");
  let db: Db = await open(owner);
  try {
    expect(String(warnings)).toMatch(/spatial indexes stay unused/);
    const owners = [
      { area: "130102", enterprise: "E-1" },
      { area: "130602", enterprise: "E-2" },
    ];
    await db.asSystem(async (tx) => {
      await plantCanaries(tx, owners);
      await ensureReadingPartitions(tx, new Date(), new Date());
      await tx.copy("job", ["id", "kind", "state", "area_code"], ["a\tk\tdone\t130602\n"]);
    });
    const seen = await db.as({ level: "county", areaCode: "130102", enterpriseId: null }, (tx) =>
      tx.query(
        "select (select count(*) from pipe) as pipes, (select count(*) from reading) as readings, (select count(*) from job) as jobs",
      ),
    );
    expect(seen).toEqual([{ pipes: 1, readings: 1, jobs: 1 }]);
    await db.close();
    db = await open(owner);
    expect(await db.asSystem((tx) => tx.query("select count(*) as n from reading"))).toEqual([{ n: 2 }]);
  } finally {
    await db.close();
  }
});
