import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, expect, inject, test } from "vitest";
import { z } from "zod";
import { createAccessToken } from "#contract/access-tokens.ts";
import { CSRF_HEADER, getMe, SESSION_COOKIE } from "#contract/session.ts";
import { ensureTool, commandPath } from "#scripts/debian.ts";
import { ROOT } from "#scripts/steps.ts";

/** curl as docs/gis-clients.md writes it, from the document's own words, against the product as a new user gets it. */
const run = promisify(execFile);
const url = inject("productUrl");
const password = inject("password");
const WRITTEN_HOST = "http://localhost:8080";

const SHELL = /^```sh\n(.*?)^```/gms;
const commands = [...readFileSync(join(ROOT, "docs/gis-clients.md"), "utf8").matchAll(SHELL)]
  .map(([, text]) => text ?? "")
  .filter((text) => /^curl /m.test(text));

let token = "";
beforeAll(async () => {
  ensureTool("curl", ["curl"], () => commandPath("curl") !== undefined);
  const signedIn = await fetch(`${url}${getMe.path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: url },
    body: JSON.stringify({ account: "analyst", password }),
  });
  const { csrf } = getMe.reply.parse(await signedIn.json());
  const cookie = signedIn.headers.getSetCookie().find((one) => one.startsWith(SESSION_COOKIE)) ?? "";
  const made = await fetch(`${url}${createAccessToken.path}`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin: url,
      cookie: cookie.split(";", 1)[0] ?? "",
      [CSRF_HEADER]: csrf,
    },
    body: JSON.stringify({ name: "curl", days: 1 }),
  });
  ({ token } = createAccessToken.reply.parse(await made.json()));
});

/** The one command that asks this path; its words but for host and key as they are written. */
function written(path: string): string {
  const found = commands.filter((text) => text.includes(`${WRITTEN_HOST}${path}`));
  expect(found, `commands that ask ${path}`).toHaveLength(1);
  return found[0] ?? "";
}

interface Said {
  readonly status: number;
  readonly type: string;
  readonly body: unknown;
}

async function ask(command: string, key: { readonly token?: string; readonly password?: string }): Promise<Said> {
  const filled = command
    .replaceAll(WRITTEN_HOST, url)
    .replaceAll("<token>", key.token ?? "<token>")
    .replaceAll("<password>", key.password ?? "<password>");
  expect(filled, "what is left open in the document").not.toMatch(/<\w+>/);
  const { stdout } = await run("sh", ["-c", `${filled.trimEnd()} -sS -w '\\n%{http_code} %{content_type}'`]);
  const [, body = "", status, type = ""] = /^(.*)\n(\d{3}) ([^\n]*)$/s.exec(stdout) ?? [];
  return { status: Number(status), type, body: type.includes("json") ? JSON.parse(body) : body };
}

test("each curl command of the document is run by one of these tests", () => {
  const paths = commands.flatMap((text) =>
    [...text.matchAll(/http:\/\/localhost:8080(\/\S+)/g)].map(([, path]) => path),
  );
  expect(paths.toSorted()).toEqual(["/ogc/collections/pipes/items", "/sensorthings/v1.1/Datastreams"]);
});

const Pipes = z.object({
  type: z.literal("FeatureCollection"),
  features: z.array(
    z.object({
      type: z.literal("Feature"),
      geometry: z.object({ type: z.literal("LineString"), coordinates: z.array(z.tuple([z.number(), z.number()])) }),
      properties: z.object({ pressure_level: z.string(), laid_year: z.number() }),
    }),
  ),
});

test("ten pipes of a level and an age come by a token, and none without it", async () => {
  const command = written("/ogc/collections/pipes/items");
  const said = await ask(command, { token });
  expect(said).toMatchObject({ status: 200, type: expect.stringContaining("application/geo+json") });
  const { features } = Pipes.parse(said.body);
  expect(features).toHaveLength(10);
  expect([...new Set(features.map(({ properties }) => properties.pressure_level))]).toEqual(["MP_A"]);
  expect(Math.max(...features.map(({ properties }) => properties.laid_year))).toBeLessThan(2000);
  expect((await ask(command, { token: `${token}x` })).status).toBe(401);
});

const Datastreams = z.object({
  "@iot.count": z.int(),
  value: z.array(
    z.object({
      "@iot.id": z.string(),
      name: z.string(),
      unitOfMeasurement: z.object({ symbol: z.string() }),
      properties: z.object({ latestTime: z.string(), latestResult: z.number() }),
      Thing: z.object({ name: z.string() }),
      Observations: z.array(z.object({ "@iot.id": z.string(), phenomenonTime: z.string(), result: z.number() })),
    }),
  ),
  "@iot.nextLink": z.url(),
});

test("a sensor of pressure comes with its station and newest reading by a password, and none by another", async () => {
  const command = written("/sensorthings/v1.1/Datastreams");
  const said = await ask(command, { password });
  expect(said).toMatchObject({ status: 200, type: expect.stringContaining("application/json") });
  const answer = Datastreams.parse(said.body);
  expect(answer["@iot.count"]).toBeGreaterThan(1);
  expect(answer.value).toHaveLength(1);
  const [tag] = answer.value;
  expect(tag?.unitOfMeasurement.symbol).toBe("kPa");
  // A county's: its station carries the county's name.
  expect(tag?.Thing.name).toMatch(/^正定县/);
  expect(tag?.Observations).toHaveLength(1);
  expect((await ask(command, { password: `${password}x` })).status).toBe(401);
});
