import { beforeAll, expect, test } from "vitest";
import { describeOgc } from "#server/ogc/testing/ogc-house.ts";
import { leaks, SIGHTS, ZHENGDING } from "#server/testing/canary-world.ts";
import { SET_NAMES } from "./entity-set.ts";
import { SETS } from "./sets.ts";

const ROOT = "/sensorthings/v1.1";
type Entity = Readonly<Record<string, unknown>> & { readonly "@iot.id": string };
interface Page {
  readonly value: readonly Entity[];
  readonly "@iot.count"?: number;
  readonly "@iot.nextLink"?: string;
}

/** A station of 正定 with three gauges; the first has a reading a minute for an hour, two of them within one millisecond. */
const STATION = "S0001";
const START = Date.parse("2026-11-01T00:00:00Z");

describeOgc("SensorThings", ({ get, admit }, bench) => {
  beforeAll(() =>
    bench.db().asSystem(async (tx) => {
      const { area, enterprise } = ZHENGDING;
      await tx.query(
        `insert into tag (id, dataset_name, name, kind, station_id, area_code, enterprise_id, unit, high_alarm, sampling_s, stale_after_s)
         select 'G' || i, 'row', 'Gauge ' || i, case when i = 3 then 'flow' else 'pressure' end, $1, $2, $3, 'kPa', 100 * i, 60, 180
           from generate_series(1, 3) i`,
        [STATION, area, enterprise],
      );
      await tx.query(
        `insert into reading (tag_id, t, area_code, enterprise_id, v, q)
         select 'G1', timestamptz '2026-11-01T00:00:00Z' + make_interval(mins => i), $1, $2, i, i % 3
           from generate_series(0, 59) i
         union all select 'G1', timestamptz '2026-11-01T01:00:00.000001Z', $1, $2, 60, 0
         union all select 'G1', timestamptz '2026-11-01T01:00:00.000002Z', $1, $2, 61, 0`,
        [area, enterprise],
      );
      await tx.query(
        "insert into latest (tag_id, area_code, enterprise_id, t, v, q) values ('G1', $1, $2, '2026-11-01T01:00:00Z', 61, 0)",
        [area, enterprise],
      );
    }),
  );

  const ask = async (path: string) => {
    const reply = await get(`${ROOT}${path}`);
    expect(reply.statusCode, `${path}: ${reply.body.slice(0, 300)}`).toBe(200);
    return reply.json();
  };
  const page = async (path: string) => (await ask(path)) as Page;
  const ids = async (path: string) => (await page(path)).value.map((entity) => entity["@iot.id"]);
  const filtered = (set: string, filter: string, more = "") =>
    ids(`/${set}?$filter=${encodeURIComponent(filter)}${more}`);
  const refused = async (path: string) => {
    const reply = await get(`${ROOT}${path}`);
    expect([400, 404], path).toContain(reply.statusCode);
    return String(reply.json().detail);
  };

  test("the root lists every set of the standard, each of which answers", async () => {
    const { value } = await ask("");
    expect(value.map(({ name }: { name: string }) => name)).toEqual(SET_NAMES);
    for (const name of SET_NAMES) {
      const reply = await get(`${ROOT}/${name}`);
      expect(reply.statusCode, name).toBe(name === "Observations" ? 400 : 200);
    }
  });

  test("every link of an entity leads to entities, and its own address to itself", async () => {
    for (const name of SET_NAMES.filter((one) => one !== "Observations")) {
      const [entity] = (await page(`/${name}?$top=1&$orderby=id desc`)).value;
      if (!entity) continue;
      const at = (link: unknown) => String(link).slice(String(link).indexOf(ROOT));
      expect((await get(at(entity["@iot.selfLink"]))).json()).toEqual(entity);
      for (const way of Object.keys(SETS[name].navigation))
        expect((await get(at(entity[`${way}@iot.navigationLink`]))).statusCode, `${name} to ${way}`).toBe(200);
    }
  });

  test("a station is a thing with its place, its datastreams and their observations, one below the other", async () => {
    const thing = await ask(
      `/Things('${STATION}')?$expand=Locations,Datastreams($orderby=id;$expand=Observations($top=1))`,
    );
    expect(thing.Locations).toHaveLength(1);
    expect(thing.Locations[0]).toMatchObject({
      encodingType: "application/geo+json",
      location: { type: "Point", coordinates: [114.01, 38] },
    });
    expect(thing.Datastreams.map((one: Entity) => one["@iot.id"])).toEqual(["G1", "G2", "G3"]);
    expect(thing.Datastreams[0].Observations).toMatchObject([{ result: 61 }]);
    expect(thing.Datastreams[0]["Observations@iot.nextLink"]).toContain("Datastreams('G1')/Observations?");
    expect(thing.Datastreams[1].Observations).toEqual([]);
    expect(await ids(`/Things('${STATION}')/Datastreams?$orderby=id desc`)).toEqual(["G3", "G2", "G1"]);
    expect(await ask("/Datastreams('G1')/Thing")).toMatchObject({ "@iot.id": STATION });
    expect(await ask("/Datastreams('G1')/ObservedProperty")).toMatchObject({ "@iot.id": "pressure" });
    expect(await ask("/Datastreams('G1')/Sensor")).toMatchObject({ metadata: { samplingS: 60, staleAfterS: 180 } });
  });

  test("$top=1 is the latest value, and two within a millisecond are two, each with an address", async () => {
    const [newest, next] = (await page("/Datastreams('G1')/Observations?$top=2")).value as [Entity, Entity];
    expect([newest.result, next.result]).toEqual([61, 60]);
    expect(newest["@iot.id"]).not.toBe(next["@iot.id"]);
    expect(await ask(`/Observations('${newest["@iot.id"]}')`)).toMatchObject({ result: 61, resultQuality: 0 });
    expect(await ask(`/Observations('${newest["@iot.id"]}')/FeatureOfInterest`)).toMatchObject({
      feature: { type: "Point" },
    });
    expect(await ask(`/Observations('${newest["@iot.id"]}')/Datastream`)).toMatchObject({ "@iot.id": "G1" });
  });

  test.each(["", "&$orderby=result desc", "&$orderby=resultQuality", "&$orderby=resultQuality desc,result"])(
    "pages follow each other without a gap or a repetition%s",
    async (order) => {
      const seen: string[] = [];
      let path: string | undefined =
        `/Observations?$filter=${encodeURIComponent("Datastream/id eq 'G1' and result lt 50")}&$top=7${order}&$count=true`;
      let pages = 0;
      while (path !== undefined) {
        const found: Page = await page(path);
        expect(found["@iot.count"]).toBe(50);
        seen.push(...found.value.map((entity) => entity["@iot.id"]));
        const next: string | undefined = found["@iot.nextLink"];
        path = next?.slice(next.indexOf(ROOT) + ROOT.length);
        pages += 1;
      }
      expect(pages).toBe(8);
      expect(new Set(seen).size).toBe(50);
      expect(seen).toHaveLength(50);
    },
  );

  test("filters by value, time, text and place mean what they say", async () => {
    expect(
      await filtered("Datastreams", "Thing/id eq 'S0001' and ObservedProperty/id ne 'flow'", "&$orderby=id"),
    ).toEqual(["G1", "G2"]);
    expect(
      await filtered("Datastreams", "properties/highAlarm ge 200 and Thing/id eq 'S0001'", "&$orderby=id"),
    ).toEqual(["G2", "G3"]);
    expect(await filtered("Things", "startswith(name,'Station 24')", "&$orderby=id&$top=3")).toEqual([
      "S0024",
      "S0240",
      "S0241",
    ]);
    expect(await filtered("Things", "not (properties/builtYear eq 1)").catch(() => "refused")).toBe("refused");
    expect(
      await filtered(
        "Things",
        "st_within(location, geography'POLYGON((113.995 37.9,114.025 37.9,114.025 38.1,113.995 38.1,113.995 37.9))')",
        "&$orderby=id",
      ),
    ).toEqual(["S0000", "S0001", "S0002"]);
    const during = `phenomenonTime ge 2026-11-01T00:10:00Z and phenomenonTime lt ${new Date(START + 12 * 60_000).toISOString()}`;
    const found = await page(`/Datastreams('G1')/Observations?$filter=${encodeURIComponent(during)}`);
    expect(found.value.map(({ result }) => result)).toEqual([11, 10]);
  });

  const results = async (filter: string) => {
    const found = await page(`/Datastreams('G1')/Observations?$top=1000&$filter=${encodeURIComponent(filter)}`);
    return found.value.map(({ result }) => result as number).toReversed();
  };

  test.each<readonly [string, number[]]>([
    ["result add 1 eq 5", [4]],
    ["result mul 2 sub 4 eq 10", [7]],
    ["4 add 2 mul 3 eq result", [10]],
    ["(4 add 2) mul 3 eq result", [18]],
    ["((result add 1)) div 2 eq 5.5", [10]],
    ["(result gt 57 and result lt 60) or result eq 0", [0, 58, 59]],
    ["resultQuality eq 1 and result mod 20 eq 10", [10]],
    ["7 div 2 eq result", [3]],
    ["7.5 div 2.5 eq result", [3]],
    ["1 div (result sub 2) eq 1", [3]],
    ["result mod (result sub result) eq 0", []],
    ["minute(phenomenonTime) eq 7", [7]],
    ["hour(phenomenonTime) eq 1", [60, 61]],
    ["hour(phenomenonTime) add minute(phenomenonTime) eq 2", [2]],
    ["second(phenomenonTime) ne 0", []],
    [
      "year(phenomenonTime) eq 2026 and month(phenomenonTime) eq 11 and day(phenomenonTime) eq 1 and result lt 2",
      [0, 1],
    ],
    ["date(phenomenonTime) eq 2026-11-01 and result lt 2", [0, 1]],
    ["date(phenomenonTime) lt 2026-11-01", []],
    ["time(phenomenonTime) eq 00:09", [9]],
    ["time(phenomenonTime) ge 00:58:30 and time(phenomenonTime) lt 01:00:00", [59]],
    ["hour(2026-11-01T08:30:00+08:00) eq result", [0]],
    ["phenomenonTime sub duration'PT1H' eq 2026-10-31T23:05:00Z", [5]],
    ["phenomenonTime sub 2026-11-01T00:00:00Z eq duration'PT6M'", [6]],
    ["phenomenonTime gt now() add duration'P36500D'", []],
    ["now() gt phenomenonTime and result eq 3", [3]],
  ])("%s reckons as OData says", async (filter, found) => {
    expect(await results(filter)).toEqual(found);
  });

  test("numbers of datastreams are reckoned with too, and whole ones divide without a fraction", async () => {
    expect(
      await filtered("Datastreams", "properties/highAlarm sub 100 gt 100 and Thing/id eq 'S0001'", "&$orderby=id"),
    ).toEqual(["G3"]);
    expect(await filtered("Datastreams", "year(properties/latestTime) eq 2026 and Thing/id eq 'S0001'")).toEqual([
      "G1",
    ]);
  });

  test.each([
    ["name add 1 eq 2", "add reckons with two numbers, not with: text, number"],
    ["id mul 'x' eq 2", "mul reckons with two numbers, not with: text, text"],
    ["year(name) eq 2026", "year is taken of a time, not of a text"],
    ["hour(2026) eq 1", "hour is taken of a time, not of a number"],
    ["hour(date(properties/latestTime)) eq 1", "hour is taken of a time, not of a date"],
    ["properties/latestTime mul 2 gt 1", "mul reckons with two numbers, not with: instant, number"],
    ["time(properties/latestTime) eq 5", "cannot be compared"],
    ["year(properties/latestTime) eq '2026'", "cannot be compared"],
    ["now(1) eq 2", "Expected )"],
    ["year() eq 2", "Expected a property or a value"],
    ["floor(properties/highAlarm) eq 2", "Expected a function of SensorThings that is served here"],
    ["1 add round(2) eq 2", "Expected a function of times"],
    ["time(properties/latestTime) eq 24:30", ""],
    [`${"1 add ".repeat(41)}1 eq 2`, "at most 40 times"],
    ["properties/highAlarm mul 1e308 mul 1e308 gt 1", "no sense"],
    ["now() add duration'P999999999D' gt now()", "no sense"],
  ])("%s is refused in words", async (filter, words) => {
    expect(await refused(`/Datastreams?$filter=${encodeURIComponent(filter)}`)).toContain(words);
  });

  test("a selection leaves what was asked for, and values stand alone at their address", async () => {
    const [thing] = (await page("/Things?$top=1&$select=name,Datastreams")).value as [Entity];
    expect(Object.keys(thing).toSorted()).toEqual([
      "@iot.id",
      "@iot.selfLink",
      "Datastreams@iot.navigationLink",
      "name",
    ]);
    expect(await ask("/Datastreams('G1')/name")).toEqual({ name: "Gauge 1" });
    expect((await get(`${ROOT}/Datastreams('G1')/name/$value`)).body).toBe("Gauge 1");
    expect(Object.keys((await page("/Things/$ref?$top=1")).value[0] ?? {})).toEqual(["@iot.selfLink"]);
  });

  test.each([
    ["/Things?$select=nothing", "nothing"],
    ["/Things?$orderby=ctid", "ctid"],
    ["/Things?$filter=ctid eq 'x'", "ctid"],
    ["/Things?$filter=name eq", "Expected a property or a value"],
    ["/Things?$filter=name like 'x'", "Expected eq, ne, gt"],
    ["/Things?$expand=Observations", "lead to"],
    ["/Things?$expand=Datastreams($frame=1)", "$frame"],
    ["/Things?$expand=Datastreams,Datastreams", "twice"],
    ["/Things?$top=-1", "whole number"],
    ["/Things?limit=5", "limit"],
    ["/Observations", "one Datastream"],
    ["/Observations?$filter=result gt 5 or Datastream/id eq 'G1'", "one Datastream"],
    ["/Nothings", "there are Things"],
    ["/Things('none')", ""],
    ["/Things('S0001')/Datastreams('none')", ""],
    ["/Things/Datastreams", ""],
  ])("%s is refused in words", async (path, words) => {
    expect(await refused(path)).toContain(words);
  });

  test.each(SIGHTS.map((sight) => [sight.name, sight] as const))(
    "%s sees nothing of others by any address",
    async (_, sight) => {
      const headers = admit(sight.scope);
      const addresses = SET_NAMES.filter((name) => name !== "Observations").flatMap((name) => [
        `/${name}?$top=1000&$count=true`,
        `/${name}?$top=1000&$expand=${Object.keys(SETS[name].navigation).join(",")}`,
      ]);
      for (const address of [...addresses, "/Datastreams?$top=1000&$expand=Observations,Thing($expand=Locations)"]) {
        const reply = await get(`${ROOT}${address}`, headers);
        expect(reply.statusCode, `${address}: ${reply.body.slice(0, 200)}`).toBe(200);
        expect(leaks(reply.body, sight), address).toEqual([]);
      }
      const isInSight = sight.sees.some(({ enterprise }) => enterprise === ZHENGDING.enterprise);
      for (const address of [
        "/Things('S0001')",
        "/Datastreams('G1')",
        "/Datastreams('G1')/Observations",
        "/Sensors('G1')",
      ])
        expect((await get(`${ROOT}${address}`, headers)).statusCode, address).toBe(isInSight ? 200 : 404);
    },
  );

  test("a stranger is asked who they are, before anything is read", async () => {
    for (const address of ["", "/Things", "/Things?$filter=(((", "/Nothings"]) {
      const reply = await get(`${ROOT}${address}`, {});
      expect(reply.statusCode, address).toBe(401);
      expect(reply.headers["www-authenticate"]).toContain("Bearer");
    }
  });
});
