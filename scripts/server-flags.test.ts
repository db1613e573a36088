import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { SERVER_FLAGS } from "./server-flags.ts";

test("npm start runs the server with the flags that benches measure it with", () => {
  const { scripts } = JSON.parse(readFileSync("package.json", "utf8")) as { scripts: { start: string } };
  expect(scripts.start).toBe(`node ${SERVER_FLAGS.join(" ")} scripts/start.ts`);
});
