import fc from "fast-check";
import { expect, test } from "vitest";
import { fakeDb } from "#server/testing/fakes.ts";
import { levelFault, nameFault } from "./account-rules.ts";
import { checkPassword, generatePassword, hashPassword, isOutdated, passwordFault } from "./password.ts";
import { DbSessions } from "./sessions.ts";
import { hashToken, looksLikeToken, newToken, sameSecret } from "./token.ts";

test("a password is kept as argon2id with OWASP's cost and found right again, however its letters are composed", async () => {
  const stored = await hashPassword("pässwörd with ñ");
  expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(isOutdated(stored)).toBe(false);
  expect(isOutdated(stored.replace("t=2", "t=1"))).toBe(true);
  expect(await checkPassword(stored, "pässwörd with ñ".normalize("NFD"))).toBe(true);
  expect(await checkPassword(stored, "password with n")).toBe(false);
  expect(await checkPassword(null, "pässwörd with ñ")).toBe(false);
});

test("tokens are 256 bits, never alike, and what is kept of one does not open anything", () => {
  const tokens = Array.from({ length: 1000 }, newToken);
  expect(new Set(tokens).size).toBe(1000);
  expect(tokens.every(looksLikeToken)).toBe(true);
  expect(Buffer.from(tokens[0] ?? "", "base64url")).toHaveLength(32);
  expect(looksLikeToken(hashToken(tokens[0] ?? ""))).toBe(false);
});

test("secrets are the same only when they are", () => {
  fc.assert(fc.property(fc.string(), fc.string(), (a, b) => sameSecret(a, b) === (a === b) && sameSecret(a, a)));
});

test("a cookie that is none of ours never reaches the database", async () => {
  const sessions = new DbSessions(fakeDb(), { idleMs: 60_000 });
  await fc.assert(
    fc.asyncProperty(fc.string(), async (junk) => {
      if (!looksLikeToken(junk)) expect(await sessions.find(junk)).toBeNull();
    }),
  );
});

test("a session that ends while it is being looked up is not remembered", async () => {
  const token = newToken();
  const row = {
    account: "wang",
    name: "王",
    role: "supervisor",
    level: "province",
    areaCode: "130000",
    enterpriseId: null,
  };
  let isThere = true;
  let proceed = () => {};
  const slow = new Promise<void>((resolve) => {
    proceed = resolve;
  });
  const db = fakeDb((text) => {
    if (text.startsWith("delete")) isThere = false;
    return isThere ? [{ ...row, csrf: "c", isDemo: false, expiresAt: Date.now() + 1e6, seenAt: Date.now() }] : [];
  });
  let isFirst = true;
  const sessions = new DbSessions(
    {
      ...db,
      asSystem: async (run) => {
        const result = await db.asSystem(run);
        if (isFirst) {
          isFirst = false;
          await slow;
        }
        return result;
      },
    },
    { idleMs: 60_000 },
  );
  const looking = sessions.find(token);
  await sessions.end(hashToken(token));
  proceed();
  await looking;
  expect(await sessions.find(token)).toBeNull();
});

test("a generated password passes our own rule", () => {
  for (let i = 0; i < 100; i += 1) expect(passwordFault(generatePassword(), "province")).toBeNull();
});

test("a weak password is refused in words", () => {
  expect(passwordFault("short", "wang")).toMatch(/12 characters/);
  expect(passwordFault("my-name-is-Wang-indeed", "wang")).toMatch(/account's name/);
  expect(passwordFault("aaaaaaaaaaaaaa", "wang")).toMatch(/different/);
  expect(passwordFault("correct horse battery", "wang")).toBeNull();
});

test("names and levels of accounts", () => {
  expect(nameFault("zhang.san")).toBeNull();
  for (const wrong of ["", "Z", "张三", "a b", "1a", "a".repeat(64)]) expect(nameFault(wrong)).not.toBeNull();
  expect(levelFault("clerk", "county")).toMatch(/enterprise/);
  expect(levelFault("supervisor", "city")).toBeNull();
});
