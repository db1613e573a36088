import { afterEach, expect, test } from "vitest";
import { z } from "zod";
import { route } from "#contract/route.ts";
import { CSRF_HEADER } from "#contract/session.ts";
import { ApiError } from "./api-error.ts";
import { addressOf, call, setSessionHooks } from "./client.ts";

const getThing = route({
  path: "/api/things/:id",
  summary: "A thing",
  params: z.object({ id: z.string() }),
  query: z.object({ kind: z.string().optional() }),
  reply: z.object({ id: z.string() }),
});
const dropThing = route({ method: "DELETE", path: "/api/things", summary: "Drop", reply: z.object({}) });

const realFetch = globalThis.fetch;
let seen: { path: string; init: RequestInit }[] = [];
function answer(make: () => Response | Promise<Response>) {
  seen = [];
  globalThis.fetch = (async (path: string, init: RequestInit) => {
    seen.push({ path, init });
    return make();
  }) as typeof fetch;
}
const failure = (work: Promise<unknown>): Promise<ApiError> =>
  work.then(
    () => Promise.reject(new Error("it should have failed")),
    (error: unknown) => error as ApiError,
  );

afterEach(() => {
  globalThis.fetch = realFetch;
  setSessionHooks({ csrf: () => null, onSignedOut: () => {} });
});

test("an address carries params encoded and leaves out what was not asked", () => {
  expect(addressOf(getThing, { id: "a/b ?" }, { kind: undefined })).toBe("/api/things/a%2Fb%20%3F");
  expect(addressOf(getThing, { id: "甲" }, { kind: "x&y" })).toBe("/api/things/%E7%94%B2?kind=x%26y");
  expect(() => addressOf(getThing, {})).toThrow("needs id");
});

test("a write carries the session's token, a read does not", async () => {
  setSessionHooks({ csrf: () => "token", onSignedOut: () => {} });
  answer(() => Response.json({ id: "S1" }));
  await call(getThing, { params: { id: "S1" } });
  await call(dropThing);
  expect(seen.map(({ init }) => (init.headers as Record<string, string>)[CSRF_HEADER])).toEqual([undefined, "token"]);
});

test("a 401 tells the session's owner and still fails with its code", async () => {
  let told = 0;
  setSessionHooks({ csrf: () => null, onSignedOut: () => told++ });
  answer(() => Response.json({ code: "not_signed_in", requestId: "r1" }, { status: 401 }));
  const error = await failure(call(getThing, { params: { id: "S1" } }));
  expect([error.status, error.code, error.requestId, told]).toEqual([401, "not_signed_in", "r1", 1]);
});

test.each([
  ["an HTML page of a proxy", () => new Response("<h1>Bad gateway</h1>", { status: 502 }), "not_ready"],
  ["an answer the contract does not know", () => Response.json({ name: "no id" }), "mismatch"],
  ["an answer that is not JSON", () => new Response("hello"), "mismatch"],
  ["silence", () => Promise.reject(new TypeError("failed to fetch")), "offline"],
])("%s becomes a code that has words", async (_, make, code) => {
  answer(make);
  const error = await failure(call(getThing, { params: { id: "S1" } }));
  expect(error).toBeInstanceOf(ApiError);
  expect(error.code).toBe(code);
});
