import fc from "fast-check";
import { expect, test } from "vitest";
import type { Scope } from "#contract/scope.ts";
import { createPlayTokens, PLAY_LIFE_MS } from "./play-token.ts";

const scope: Scope = { level: "county", areaCode: "130102", enterpriseId: null };
const holder = { id: "session-1", scope };
const at = (ms: number) => createPlayTokens(new Uint8Array(32).fill(7), () => ms);

test("a token opens its camera for its holder until it runs out, and not a moment longer", () => {
  fc.assert(
    fc.property(
      fc.string({ minLength: 1 }),
      fc.integer({ min: -PLAY_LIFE_MS, max: 2 * PLAY_LIFE_MS }),
      (camera, later) => {
        const t0 = 1_800_000_000_000;
        const { token, expiresAt } = at(t0).sign(camera, holder);
        expect(expiresAt).toBe(t0 + PLAY_LIFE_MS);
        const opened = at(t0 + later).open(token, holder);
        expect(opened).toEqual(later < PLAY_LIFE_MS ? { cameraId: camera } : { fault: "expired" });
      },
    ),
  );
});

test("another session, or the same one with another scope, opens nothing and renews nothing", () => {
  const { token } = at(0).sign("V1", holder);
  const others = [
    { id: "session-2", scope },
    { id: "session-1", scope: { ...scope, areaCode: "130104" } },
    { id: "session-1", scope: { ...scope, level: "province" as const } },
    { id: "session-1", scope: { ...scope, enterpriseId: "E-1" } },
  ];
  for (const other of others) {
    expect(at(0).open(token, other)).toEqual({ fault: "foreign" });
    expect(at(0).mayRenew(token, "V1", other)).toBe(false);
  }
});

test("no changed token opens anything, nor does one of another key", () => {
  const { token } = at(0).sign("V1", holder);
  fc.assert(
    fc.property(fc.nat(token.length - 1), fc.constantFrom(..."ABab01-_.~"), (i, letter) => {
      const changed = token.slice(0, i) + letter + token.slice(i + 1);
      // The last letter of base64 may hold bits that mean nothing.
      fc.pre(changed !== token && i < token.length - 1);
      expect(at(0).open(changed, holder)).toEqual({ fault: "broken" });
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(at(0).open(text, holder)).toEqual({ fault: "broken" });
    }),
  );
  expect(createPlayTokens().open(token, holder)).toEqual({ fault: "broken" });
});

test("a token tells neither the session nor the scope to who reads it", () => {
  const { token } = at(0).sign("V1", holder);
  const read = Buffer.from(token.split(".")[0] ?? "", "base64url").toString();
  expect(read).not.toMatch(/session-1|130102|county/);
});

test("a viewing is renewed for a while after its addresses ran out, for the same camera alone", () => {
  const { token } = at(0).sign("V1", holder);
  expect(at(PLAY_LIFE_MS + 60_000).mayRenew(token, "V1", holder)).toBe(true);
  expect(at(PLAY_LIFE_MS + 3_600_000).mayRenew(token, "V1", holder)).toBe(false);
  expect(at(0).mayRenew(token, "V2", holder)).toBe(false);
});
