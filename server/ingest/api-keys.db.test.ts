import { expect, test } from "vitest";
import { describeOnBothEngines } from "#server/db/testing/engines.ts";
import { createApiKey, findApiKey, listApiKeys, revokeApiKeys } from "./api-keys.ts";

describeOnBothEngines("API keys", (bench) => {
  test("a key speaks for its enterprise until it is revoked, and is nowhere kept in clear", async () => {
    const db = bench.db();
    await db.asSystem((tx) =>
      tx.query(
        "insert into enterprise (id, dataset_name, name, area_code, credit_code) values ('E1', 'd', 'E', '130102', 'c')",
      ),
    );
    const key = await db.asSystem((tx) => createApiKey(tx, "E1", "SCADA"));
    const other = await db.asSystem((tx) => createApiKey(tx, "E1", "RTU"));
    const find = (text: string) => db.asSystem((tx) => findApiKey(tx, text));
    expect(await find(key)).toEqual({ name: "SCADA", areaCode: "130102", enterpriseId: "E1" });
    expect(await find("no such key")).toBeNull();
    const kept = await db.asSystem((tx) => tx.query("select * from api_key"));
    expect(JSON.stringify(kept)).not.toContain(key);

    expect(await db.asSystem((tx) => revokeApiKeys(tx, "E1", "SCADA"))).toBe(1);
    expect(await db.asSystem((tx) => revokeApiKeys(tx, "E1", "SCADA"))).toBe(0);
    expect(await find(key)).toBeNull();
    expect(await find(other)).toMatchObject({ name: "RTU" });
    expect(await db.asSystem(listApiKeys)).toMatchObject([
      { name: "RTU", revokedAt: null },
      { name: "SCADA", revokedAt: expect.any(String) },
    ]);
  });

  test("there is no key for an enterprise that is not there", async () => {
    await expect(bench.db().asSystem((tx) => createApiKey(tx, "E9", "x"))).rejects.toThrow("no enterprise E9");
  });
});
