import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type AnyCase, checkCase } from "./check-cases.ts";

const FOLDER = new URL("../../model/cases/", import.meta.url);
const read = (file: string) => JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as AnyCase;

test("the command line answers every transcribed network within the case's own tolerance", async () => {
  const verdicts = await Promise.all(readdirSync(FOLDER).map((file) => checkCase(read(file))));
  const checked = verdicts.filter((v) => v !== null);
  expect(checked.length).toBeGreaterThanOrEqual(20);
  expect(checked.filter((v) => !v.ok)).toEqual([]);
});

test("an answer that is off, or not there, is not let through", async () => {
  const given = read("regulator-wide-open-nikuradse.json");
  const listed = (given.expected?.nodes ?? []) as { id: string; p: number }[];
  const nodes = listed.map((n) => ({ ...n, p: n.p + 1e-5 }));
  expect((await checkCase({ ...given, expected: { ...given.expected, nodes } }))?.words).toMatch(/^p 1\.0e-5 over/);
  const more = [...listed, { id: "nowhere", p: 1 }];
  expect((await checkCase({ ...given, expected: { ...given.expected, nodes: more } }))?.ok).toBe(false);
  const ring = read("iso-ring-12.json");
  const wrong = await checkCase({ ...ring, expected: { ...ring.expected, bridges: ["p5"] } });
  expect(wrong).toMatchObject({ ok: false, words: "whole bridges" });
});
