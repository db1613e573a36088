import type { Db, Tx } from "#server/db/db.ts";
import type { Pages } from "./build.ts";
import { readOutlines, readUnits, readVersions, type UnitCounties, type Versions } from "./geography.ts";
import {
  pagesOf,
  readEndPage,
  readEnterprisePage,
  readHazardPage,
  readPipePage,
  readStationPage,
  readTagPage,
} from "./pages.ts";
import type { OutlineUnit } from "./snapshot.ts";

/** All of the database that a snapshot is made of, as of one version. */
export interface Reading {
  readonly versions: Versions;
  readonly units: UnitCounties;
  readonly outlines: readonly OutlineUnit[];
  readonly pages: Pages;
}

/** After this many times that an import ended while we read, one transaction reads all. */
const TRIES = 3;

async function collect<P>(pages: AsyncIterable<P>): Promise<P[]> {
  const all: P[] = [];
  for await (const page of pages) all.push(page);
  return all;
}

async function readAll(run: <T>(work: (tx: Tx) => Promise<T>) => Promise<T>): Promise<Reading> {
  const head = await run(async (tx) => ({
    versions: await readVersions(tx),
    ...(await readUnits(tx)),
    outlines: await readOutlines(tx),
  }));
  const pages = {
    counties: head.counties,
    pipes: await collect(pagesOf(run, readPipePage)),
    stations: await collect(pagesOf(run, readStationPage)),
    tags: await collect(pagesOf(run, readTagPage)),
    hazards: await collect(pagesOf(run, readHazardPage)),
    enterprises: await collect(pagesOf(run, readEnterprisePage)),
    ends: await collect(pagesOf(run, readEndPage)),
  };
  return { versions: head.versions, units: head.units, outlines: head.outlines, pages };
}

/**
 * Reads page by page in transactions of their own, so that a single connection is free in between, and takes the result only if
 * the datasets' versions were the same before and after: an import replaces rows and version in one transaction.
 */
export async function readConsistently(db: Db): Promise<Reading> {
  for (let i = 0; i < TRIES; i++) {
    const reading = await readAll((work) => db.asSystem(work));
    if ((await db.asSystem(readVersions)).version === reading.versions.version) return reading;
  }
  return inOneState(db, (tx) => readAll((work) => work(tx)));
}

/** A transaction that sees one state of all tables. The embedded database has no other than one after the other, and cannot be told. */
export const inOneState = <T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> =>
  db.asSystem(async (tx) => {
    if (db.engine === "native") await tx.exec("set transaction isolation level repeatable read");
    return work(tx);
  });
