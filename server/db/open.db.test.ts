import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { openNative } from "./native/open.ts";
import { openDatabase } from "./open.ts";
import { describeOnBothEngines } from "./testing/engines.ts";

const silent = { info: () => undefined, warn: () => undefined };

describeOnBothEngines("a database", (bench) => {
  test("begins with the facts: 179 divisions, 14 units under the province, each county with one unit", async () => {
    const [counts] = await bench.db().asSystem((tx) =>
      tx.query(`select (select count(*) from division) as divisions,
                       (select count(*) from supervision_unit where parent is not null) as units,
                       (select count(*) from unit_county) as counties,
                       (select count(*) from division where pinyin = '' or initials = '') as unread`),
    );
    expect(counts).toEqual({ divisions: 179, units: 14, counties: 167, unread: 0 });
  });

  test("names 乐亭 and 蔚县 as they are said", async () => {
    const rows = await bench
      .db()
      .asSystem((tx) =>
        tx.query("select pinyin, initials from division where name in ('乐亭县', '蔚县', '井陉县') order by 1"),
      );
    expect(rows).toEqual([
      { pinyin: "jingxingxian", initials: "jxx" },
      { pinyin: "laotingxian", initials: "ltx" },
      { pinyin: "yuxian", initials: "yx" },
    ]);
  });

  test("opened again applies nothing twice and keeps what was written", async () => {
    const history = () =>
      bench.db().asSystem((tx) => tx.query("select number, sha256, applied_at from migration order by number"));
    const before = await history();
    await bench.db().asSystem((tx) => tx.query("insert into job (id, kind, state) values ('kept', 'test', 'done')"));
    await bench.reopen();
    expect(await history()).toEqual(before);
    expect(await bench.db().asSystem((tx) => tx.query("select id from job"))).toEqual([{ id: "kept" }]);
  });

  test("reads again a file of facts that has changed, and leaves an official outline alone", async () => {
    const spoil = (sql: string) => bench.db().asSystem((tx) => tx.query(sql));
    await spoil("update division set name = '?' where code = '130102'");
    await spoil("update fact_file set sha256 = 'of an older file' where name = 'hebei-divisions.csv'");
    await spoil(`insert into outline (code, name, level, is_indicative, source, geom)
      values ('130102', '长安区', 'county', false, 'official', st_geomfromtext('MULTIPOLYGON(((0 0,1 0,1 1,0 0)))', 4490))
      on conflict (code) do update set is_indicative = false, source = 'official'`);
    await bench.reopen();
    const [row] = await bench
      .db()
      .asSystem((tx) =>
        tx.query("select d.name, o.source from division d join outline o using (code) where code = '130102'"),
      );
    expect(row).toEqual({ name: "长安区", source: "official" });
  });

  test("made by a newer version is refused with words, and so is a changed migration", async () => {
    const change = (sql: string) => bench.db().asOwner((tx) => tx.query(sql));
    await change("insert into migration (number, name, sha256) values (9000, 'from-tomorrow', 'x')");
    await expect(bench.reopen()).rejects.toThrow(/newer version of the program.*9000-from-tomorrow/);
  });
});

test("a directory of another PostgreSQL, or of something else, is refused with words", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "gas-one-map-db-"));
  try {
    mkdirSync(join(dataDir, "database"));
    await expect(openDatabase({ dataDir, log: silent })).rejects.toThrow(/holds no database/);
    writeFileSync(join(dataDir, "database", "PG_VERSION"), "17\n");
    await expect(openDatabase({ dataDir, log: silent })).rejects.toThrow(/made by PostgreSQL 17/);
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

test("a server that is not there is given up with its address and without its password", async () => {
  const open = openNative("postgres://who:topsecret@127.0.0.1:1/none", () => undefined, 500);
  const error = await open.then(
    () => null,
    (cause: Error) => cause,
  );
  expect(error?.message).toContain("127.0.0.1:1/none");
  expect(error?.message).not.toContain("topsecret");
});
