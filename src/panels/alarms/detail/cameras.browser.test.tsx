import { afterEach, beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { LngLat } from "#contract/route.ts";
import { answerFromMocks, signInToMocks } from "#mocks/handlers/answers-in-page.ts";
import { type Stage, stage } from "#panels/testing/stage.tsx";
import { Cameras } from "./sections.tsx";

let open: Stage | null = null;
let stopAnswers = () => {};
beforeEach(() => page.viewport(1440, 900));
afterEach(() => {
  open?.close();
  open = null;
  stopAnswers();
});

const FAR: LngLat = [119.9, 36.1];
const CAMERA = { id: "CAM-OWN", name: "本站大门", deviceId: "34020000001320000001" };
interface NearCamera {
  readonly id: string;
  readonly name: string;
  readonly lngLat: LngLat;
}

async function begin(
  lngLatOf: (some: NearCamera) => LngLat,
  cameras: readonly (typeof CAMERA)[] = [],
): Promise<NearCamera> {
  stopAnswers = answerFromMocks();
  const me = signInToMocks("province");
  const answer = await (await fetch("/api/cameras?limit=1")).json();
  const some = answer.cameras[0] as NearCamera;
  open = await stage(me, <Cameras alarm={{ cameras: [...cameras], lngLat: lngLatOf(some) }} />);
  return some;
}

test("an alarm of a station without a camera opens the nearest one around it", async () => {
  const { name } = await begin(({ lngLat }) => lngLat);
  await expect.element(page.getByText("最近的摄像机")).toBeVisible();
  await page
    .getByRole("button", { name: `观看${name}`, exact: false })
    .first()
    .click();
  await expect.poll(() => open?.stores.view.getState().video.cams.length).toBe(1);
});

test("where the station has its own cameras, those alone are shown", async () => {
  await begin(() => FAR, [CAMERA]);
  await expect.element(page.getByText(CAMERA.name)).toBeVisible();
  expect(document.querySelectorAll("li")).toHaveLength(1);
});

test("where no camera is within a kilometre, that is said", async () => {
  await begin(() => FAR);
  await expect.element(page.getByText("周边 1 公里内没有登记的摄像机。")).toBeVisible();
});
