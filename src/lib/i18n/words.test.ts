import { expect, test } from "vitest";
import { DATASET_KINDS } from "#contract/dataset.ts";
import {
  CUSTOMER_CLASSES,
  GAS_KINDS,
  HAZARD_GRADES,
  LICENCE_KINDS,
  MATERIALS,
  NODE_KINDS,
  PIPE_STATUSES,
  PRESSURE_LEVELS,
  STATION_KINDS,
  TAG_KINDS,
  TAG_STATES,
  WARNING_LEVELS,
} from "#contract/gas.ts";
import { AREA_MEASURES } from "#contract/overview.ts";
import { PROBLEM_CODES } from "#contract/problem.ts";
import { LEVELS, ROLES } from "#contract/scope.ts";
import { app as appEn } from "./en/app.ts";
import { door as doorEn } from "./en/door.ts";
import { office as officeEn } from "./en/office.ts";
import { i18n, loadOfficeWords, loadWords, startI18n } from "./i18n.ts";
import { app as appZh } from "./zh/app.ts";
import { door as doorZh } from "./zh/door.ts";
import { office as officeZh } from "./zh/office.ts";

type Tree = { readonly [key: string]: string | Tree };

const leaves = (tree: Tree, at = ""): [string, string][] =>
  Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[`${at}${key}`, value] as [string, string]] : leaves(value, `${at}${key}.`),
  );
const holes = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((m) => m[1]).sort();

test.each([
  ["door", doorZh as Tree, doorEn as Tree],
  ["app", appZh as Tree, appEn as Tree],
  ["office", officeZh as Tree, officeEn as Tree],
])("both languages have every key of %s, with the same holes", (_, zh, en) => {
  const inZh = new Map(leaves(zh));
  const inEn = new Map(leaves(en));
  expect([...inEn.keys()].sort()).toEqual([...inZh.keys()].sort());
  for (const [key, text] of inZh) expect([key, holes(inEn.get(key) ?? "")]).toEqual([key, holes(text)]);
});

test("no Chinese word is empty, and no English one but a counting word", () => {
  for (const [key, text] of [...leaves(doorZh), ...leaves(appZh), ...leaves(officeZh)])
    expect(`${key}=${text}`).toMatch(/=.+/);
  for (const [key, text] of [...leaves(doorEn as Tree), ...leaves(appEn as Tree), ...leaves(officeEn as Tree)])
    if (!/measureUnit|\.unit/.test(key)) expect(`${key}=${text}`).toMatch(/=.+/);
});

test.each([
  ["pressureLevel", PRESSURE_LEVELS],
  ["gasKind", GAS_KINDS],
  ["material", MATERIALS],
  ["pipeStatus", PIPE_STATUSES],
  ["stationKind", STATION_KINDS],
  ["nodeKind", NODE_KINDS],
  ["tagKind", TAG_KINDS],
  ["tagState", TAG_STATES],
  ["warningLevel", WARNING_LEVELS],
  ["licenceKind", LICENCE_KINDS],
  ["customerClass", CUSTOMER_CLASSES],
  ["hazardGrade", HAZARD_GRADES],
  ["areaLevel", LEVELS],
  ["role", ROLES],
  ["datasetKind", DATASET_KINDS],
  ["measure", AREA_MEASURES],
  ["measureUnit", AREA_MEASURES],
] as const)("every %s has exactly one word", (list, values) => {
  expect(Object.keys(appZh.gas[list]).sort()).toEqual([...values].sort());
});

test("every problem code has words", () => {
  expect(Object.keys(doorZh.problem)).toEqual(expect.arrayContaining([...PROBLEM_CODES]));
});

test("words of a panel come with it, and in each language that is chosen later", async () => {
  await startI18n("zh-CN");
  await loadWords("zh-CN");
  expect(i18n.getResource("zh-CN", "app", "statistics")).toBeUndefined();
  await loadOfficeWords();
  expect(i18n.getResource("zh-CN", "app", "statistics")).toEqual(officeZh.statistics);
  expect(i18n.getResource("zh-CN", "app", "shell")).toEqual(appZh.shell);
  await loadWords("en");
  expect(i18n.getResource("en", "app", "statistics")).toEqual(officeEn.statistics);
});
