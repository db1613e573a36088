import { afterAll, beforeAll, expect, test } from "vitest";
import { getScenario, listScenarios } from "#contract/model.ts";
import { SESSION_COOKIE } from "#contract/session.ts";
import { buildApp } from "#server/app.ts";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import type { App } from "#server/deps.ts";
import { CHANGAN, plantCanaryWorld, SIGHTS, type Sighted } from "#server/testing/canary-world.ts";
import { fakeDeps, MemorySessions } from "#server/testing/fakes.ts";

const ID = "0192f0aa-0000-7000-8000-00000000000a";
const BODY = {
  name: "和平路抢修",
  area: CHANGAN.area,
  version: "v1",
  changes: [
    { kind: "close_valve", node: "N1" },
    { kind: "demand", pipe: "P1", m3h: 120 },
    {
      kind: "line",
      line: [
        [114.5, 38.1],
        [114.6, 38.2],
      ],
    },
  ],
  result: null,
};

describeOnBothEngines("scenarios", (bench) => {
  let app: App;
  const sessions = new MemorySessions();

  beforeAll(async () => {
    await plantCanaryWorld(bench.db());
    app = await buildApp(fakeDeps({ db: bench.db(), sessions }));
    await app.ready();
  });
  afterAll(() => app.close());

  const sightOf = (name: string) => SIGHTS.find((sight) => sight.name === name) as Sighted;
  const as = (account: string, sight: Sighted) => {
    const { token, session } = sessions.admit({ role: "analyst", scope: sight.scope, account, name: `${account}先生` });
    return { cookie: `${SESSION_COOKIE}=${token}`, "x-csrf-token": session.csrf };
  };
  const save = (account: string, sight = sightOf("长安区"), body: object = BODY, id = ID) =>
    app.inject({ method: "PUT", url: `/api/model/scenarios/${id}`, headers: as(account, sight), payload: body });
  const get = (sight: Sighted, id = ID) =>
    app.inject({ url: `/api/model/scenarios/${id}`, headers: as("reader", sight) });
  const remove = (account: string, sight = sightOf("长安区")) =>
    app.inject({ method: "DELETE", url: `/api/model/scenarios/${ID}`, headers: as(account, sight) });
  const names = async (sight: Sighted) => {
    const reply = await app.inject({ url: `/api/model/scenarios?area=${CHANGAN.area}`, headers: as("reader", sight) });
    return listScenarios.reply.parse(reply.json()).scenarios.map(({ name }) => name);
  };

  test("a saved scenario is opened by every colleague who sees its area, and by nobody else", async () => {
    expect((await save("zhang")).statusCode).toBe(200);
    for (const sight of SIGHTS) {
      const sees = ["province", "石家庄", "长安区"].includes(sight.name);
      const reply = await get(sight);
      expect([sight.name, reply.statusCode]).toEqual([sight.name, sees ? 200 : 404]);
      expect((await names(sight)).includes(BODY.name)).toBe(sees);
      if (sees) expect(getScenario.reply.parse(reply.json())).toMatchObject({ ...BODY, id: ID, owner: "zhang" });
    }
  });

  test("an open plan among its changes is told in the list, so that others see where they are in each other's way", async () => {
    const damage = { kind: "damage", pipe: "P7", stuck: ["V1"] };
    const id = `${ID}-d`;
    const body = { ...BODY, name: "open", changes: [...BODY.changes, damage] };
    expect((await save("zhang", sightOf("长安区"), body, id)).json()).toMatchObject({ damages: [damage] });
    const reply = await app.inject({
      url: `/api/model/scenarios?area=${CHANGAN.area}`,
      headers: as("reader", sightOf("长安区")),
    });
    const { scenarios } = listScenarios.reply.parse(reply.json());
    const own = scenarios.filter((one) => one.id.startsWith(ID));
    expect(own.map((one) => [one.id, one.damages])).toEqual([
      [id, [damage]],
      [ID, []],
    ]);
  });

  test("its owner writes it over, another does not, and it does not move to another area", async () => {
    expect((await save("zhang", sightOf("长安区"), { ...BODY, name: "second" })).json()).toMatchObject({
      name: "second",
    });
    expect((await save("li", sightOf("长安区"), { ...BODY, name: "third" })).statusCode).toBe(409);
    expect((await save("zhang", sightOf("province"), { ...BODY, area: "130602" })).statusCode).toBe(409);
    expect((await get(sightOf("长安区"))).json()).toMatchObject({ name: "second", area: CHANGAN.area });
  });

  test("nobody saves one of an area out of sight, nor one without a name or with changes that are none", async () => {
    const id = `${ID}-b`;
    expect((await save("zhang", sightOf("正定县"), BODY, id)).statusCode).toBe(404);
    expect((await save("zhang", sightOf("长安区"), { ...BODY, name: " " }, id)).statusCode).toBe(400);
    expect((await save("zhang", sightOf("长安区"), { ...BODY, changes: [{ kind: "blow_up" }] }, id)).statusCode).toBe(
      400,
    );
  });

  test("only its owner removes it", async () => {
    expect((await remove("li")).statusCode).toBe(403);
    expect((await remove("zhang", sightOf("正定县"))).statusCode).toBe(404);
    expect((await remove("zhang")).json()).toEqual({ removed: true });
    expect((await remove("zhang")).statusCode).toBe(404);
  });

  test("an enterprise's own is seen by it and by those above it, not by its neighbour", async () => {
    const id = `${ID}-e`;
    expect((await save("wang", sightOf("an enterprise"), BODY, id)).statusCode).toBe(200);
    const seen = await Promise.all(SIGHTS.map(async (sight) => [sight.name, (await get(sight, id)).statusCode]));
    expect(seen.filter(([, status]) => status === 200).map(([name]) => name)).toEqual([
      "province",
      "石家庄",
      "长安区",
      "an enterprise",
    ]);
  });
});
