import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { PIPE_TILE, STATION_TILE, TAG_TILE } from "#contract/tiles.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { importFile } from "#server/files/import-file.ts";
import {
  camera,
  csv,
  customer,
  enterprise,
  type Folder,
  folder,
  geoJson,
  HERE,
  node,
  pipe,
  station,
  tag,
} from "#server/files/testing/small-files.ts";
import { encodeNetworkTile } from "./network-tile.ts";
import type { SnapshotStore } from "./snapshot.ts";
import { createSnapshotStore, type OwnedSnapshotStore } from "./store.ts";
import { decode } from "./testing/network.ts";
import { tileAt } from "./testing/oracle.ts";

const PROVINCE: Scope = { level: "province", areaCode: "130000", enterpriseId: null };

describeOnBothEngines("the snapshot after an import", (bench) => {
  let files: Folder;
  const open: OwnedSnapshotStore[] = [];
  const said: (readonly [string, Record<string, unknown>])[] = [];
  const log = {
    info: (fields: object, text: string) => void said.push([text, fields as Record<string, unknown>]),
    warn: () => undefined,
    error: (fields: object, text: string) => void said.push([text, fields as Record<string, unknown>]),
  };
  const store = (watchMs = 0) => {
    const made = createSnapshotStore({ db: bench.db(), log, watchMs });
    open.push(made);
    return made;
  };
  const put = (kind: "pipe" | "station" | "tag" | "node" | "customer" | "camera" | "enterprise", content: string) =>
    importFile(bench.db(), {
      file: files.write(kind === "pipe" ? "pipes.geojson" : `${kind}s.csv`, content),
      kind,
      dataset: `all ${kind}s`,
      maxRejects: 0,
    });
  const pipes = (count: number) => Array.from({ length: count }, (_, i) => pipe(i % 90, { id: `P${i}` }));

  beforeAll(async () => {
    files = folder();
    await put("enterprise", csv([enterprise()]));
    await put("station", csv([station(), station({ id: "S2", kind: "调压站" })]));
    await put("node", csv([node()]));
    await put("tag", csv([tag({ node_id: "N1" }), tag({ id: "T2", station_id: "S2", node_id: "" })]));
    await put("pipe", geoJson(pipes(60)));
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((one) => one.close()));
    said.length = 0;
  });
  afterAll(() => files.remove());

  /** All that tiles show, by id. */
  function shown(held: SnapshotStore) {
    const snapshot = held.current();
    return [8, 10, 13, 14].map((z) => {
      const bytes = encodeNetworkTile(snapshot, held.sight(PROVINCE), tileAt([HERE[0], HERE[1]], z));
      const of = (layer: string, id: (seq: number) => string | undefined) =>
        decode(bytes, layer)
          .map((f) => ({ id: id(f.id), parts: f.parts, ...f.properties, station: null }))
          .sort((a, b) => ((a.id ?? "") < (b.id ?? "") ? -1 : 1));
      return [
        of(PIPE_TILE.layer, snapshot.pipeId),
        of(STATION_TILE.layer, snapshot.stationId),
        of(TAG_TILE.layer, snapshot.tagId),
      ];
    });
  }
  const endsIn = (held: SnapshotStore) => {
    const { pipes: columns, pipeId, tagId } = held.current();
    return [...columns.ends.pipe].map((seq, i) => `${pipeId(seq)} ${tagId(columns.ends.tag[i] as number)}`).sort();
  };
  async function expectAsBuiltAnew(held: SnapshotStore): Promise<void> {
    const fresh = store();
    await fresh.refresh();
    expect(shown(held)).toEqual(shown(fresh));
    expect(endsIn(held)).toEqual(endsIn(fresh));
    expect(endsIn(held).length).toBeGreaterThan(0);
  }
  const patches = () => said.filter(([text]) => text === "snapshot patched").map(([, fields]) => fields.rows);
  const builds = () => said.filter(([text]) => text === "snapshot built").length;

  test("takes over the rows that differ and no others, and is as one built anew", async () => {
    const held = store();
    const before = await held.refresh();
    const number = before.pipeSeq("P30");
    const lines = pipes(60).slice(3);
    await put(
      "pipe",
      geoJson([
        ...lines.map((one, i) => (i < 2 ? { ...one, row: { ...one.row, dn_mm: 63 } } : one)),
        pipe(7, { id: "new" }),
      ]),
    );
    const after = await held.refresh();
    expect(patches()).toEqual([6]);
    expect(builds()).toBe(1);
    expect(after.version).not.toBe(before.version);
    expect(after.pipeSeq("P30")).toBe(number);
    expect([after.pipeSeq("P0"), after.pipeSeq("new")]).toEqual([undefined, 60]);
    expect(before.pipeSeq("P0")).toBe(0);
    expect(held.at?.(before.version)?.current()).toBe(before);
    await expectAsBuiltAnew(held);
  });

  test("takes over stations and tags, those that waited for their station and those that lost it too", async () => {
    const held = store();
    await held.refresh();
    await put(
      "tag",
      csv([
        tag({ node_id: "N1" }),
        tag({ id: "T2", station_id: "S2", node_id: "" }),
        tag({ id: "T0", kind: "flow", unit: "m3/h", node_id: "" }),
      ]),
    );
    await held.refresh();
    await put("station", csv([station({ lat: HERE[1] + 0.001 }), station({ id: "S9" })]));
    await held.refresh();
    expect(patches()).toEqual([1, 3]);
    await expectAsBuiltAnew(held);
    await put("station", csv([station(), station({ id: "S2", kind: "调压站" })]));
    await held.refresh();
    expect(patches()).toEqual([1, 3, 3]);
    await expectAsBuiltAnew(held);
  });

  test("is brought up to date by the watch, and its listeners hear of it", async () => {
    const held = store(50);
    await held.refresh();
    const told = new Promise<number>((resolve) => held.onChange(({ pipes: { count } }) => resolve(count)));
    await put("pipe", geoJson(pipes(61)));
    expect(await told).toBeGreaterThanOrEqual(61);
    expect(patches()).toHaveLength(1);
    await expectAsBuiltAnew(held);
  });

  test("has another version after an import that the analysis alone reads, such as a closed valve, and reads nothing else anew", async () => {
    const held = store();
    const before = await held.refresh();
    await put("node", csv([node(), node({ id: "N2" })]));
    const after = await held.refresh();
    expect(after.version).not.toBe(before.version);
    expect([patches(), builds()]).toEqual([[0], 1]);
    await expectAsBuiltAnew(held);
    await put("customer", csv([customer()]));
    expect((await held.refresh()).version).not.toBe(after.version);
    expect([patches(), builds()]).toEqual([[0, 0], 2]);
  });

  test("stays the same for an import of what is not known by its version", async () => {
    const held = store();
    const before = await held.refresh();
    await put("camera", csv([camera()]));
    expect(await held.refresh()).toBe(before);
    expect([patches(), builds()]).toEqual([[], 1]);
  });

  test("is built anew when an import does not say what it changed, and after too many patches", async () => {
    const held = store();
    await held.refresh();
    await put("pipe", geoJson(pipes(62)));
    await bench.db().asSystem((tx) => tx.query("delete from dataset_change"));
    await held.refresh();
    expect([patches(), builds()]).toEqual([[], 2]);
    for (const dn of [63, 90, 110, 160]) {
      await put("pipe", geoJson(pipes(150 + dn).map((one) => ({ ...one, row: { ...one.row, dn_mm: dn } }))));
      await held.refresh();
      await expectAsBuiltAnew(held);
    }
    expect(builds()).toBeGreaterThan(2 + 4);
  });
});
