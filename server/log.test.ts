import { expect, test } from "vitest";
import { createLog } from "./log.ts";

test("what opens a door never reaches the log, however deep it lies in what is logged", () => {
  const lines: string[] = [];
  const log = createLog("info", { write: (line) => lines.push(line) });
  const headers = { cookie: "gas_session=swordfish", authorization: "Bearer swordfish", "x-csrf-token": "swordfish" };
  log.info({ password: "swordfish", token: "swordfish", csrf: "swordfish" }, "flat");
  log.info({ body: { password: "swordfish" }, session: { csrf: "swordfish", token: "swordfish" } }, "nested");
  log.info({ req: { headers, body: { password: "swordfish" } }, headers }, "a request");
  expect(lines).toHaveLength(3);
  expect(lines.join()).not.toContain("swordfish");
});
