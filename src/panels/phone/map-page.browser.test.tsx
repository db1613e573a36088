import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { listHazards } from "#contract/field/hazards.ts";
import { findings } from "#panels/testing/findings.ts";
import { mockStages } from "#panels/testing/mock-stages.ts";
import { phoneStages } from "#panels/testing/phone-stages.tsx";
import { openHazard } from "#state/supervise.ts";
import { MapPage } from "./map-page.tsx";

const showTo = mockStages();
const showPhone = phoneStages();

/** A hazard that whoever is signed in may see. */
async function someHazard(): Promise<string> {
  const reply = await fetch(`${listHazards.path}?limit=1`);
  const [hazard] = listHazards.reply.parse(await reply.json()).hazards;
  if (!hazard) throw new Error("the mocks' county has no open hazard");
  return hazard.id;
}

test("a hazard that is opened on a supervisor's map comes from below, and is folded again", async () => {
  const { stores } = await showTo("county", <MapPage map={null} />, { panel: null });
  openHazard(stores.view, await someHazard());
  await expect.element(page.getByRole("heading", { name: "基本情况" })).toBeVisible();
  expect(await findings(false)).toEqual([]);
  await page.getByRole("button", { name: "收起面板" }).click();
  await expect.element(page.getByRole("heading", { name: "基本情况" })).not.toBeInTheDocument();
});

test("on an inspector's map it is the inspector's own page, with the steps of the spot", async () => {
  const { stores } = await showPhone();
  await page.getByRole("button", { name: "地图" }).click();
  openHazard(stores.view, await someHazard());
  const sheet = page.getByRole("region", { name: "隐患" });
  await expect.element(sheet.getByRole("heading", { name: "现场处置" })).toBeVisible();
  expect(await findings(false)).toEqual([]);
  await sheet.getByRole("button", { name: "收起面板" }).click();
  await expect.element(sheet).not.toBeInTheDocument();
});
