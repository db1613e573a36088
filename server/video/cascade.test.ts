import { expect, test } from "vitest";
import { Cascade } from "./cascade.ts";

const CITY = "13010000002000000001";
const COUNTY = "13010200002000000001";
const CAMERA = "13010201121320000001";
const OWN_CAMERA = "13000002121320000001";
const report = (isOnline: boolean) => ({ isOnline, at: null });

function bench() {
  let now = 0;
  const asked: string[] = [];
  const devices = new Map([
    [CITY, report(true)],
    [OWN_CAMERA, report(true)],
  ]);
  const channels = new Map([
    [COUNTY, report(true)],
    [CAMERA, report(false)],
  ]);
  let isBroken = false;
  const cascade = new Cascade(
    {
      devices: async () => {
        asked.push("devices");
        return new Map(devices);
      },
      channels: async (id) => {
        asked.push(id);
        if (isBroken) throw new Error("no answer");
        return new Map(channels);
      },
    },
    () => now,
  );
  const look = async (at: number) => {
    now = at;
    const states = await cascade.states(AbortSignal.timeout(1000));
    // What is read behind the caller's back comes with the next look.
    for (let i = 0; i < 10; i += 1) await Promise.resolve();
    return states;
  };
  return {
    look,
    asked,
    devices,
    channels,
    breakIt: () => {
      isBroken = true;
    },
  };
}

test("platforms are asked for their catalogues, cameras and those that are offline are not", async () => {
  const { look, asked, devices } = bench();
  await look(0);
  expect(asked).toEqual(["devices", CITY]);
  devices.set(CITY, report(false));
  await look(11_000);
  await look(22_000);
  expect(asked.filter((what) => what !== "devices")).toEqual([CITY]);
});

test("a look tells devices at once and their channels from the catalogue read last", async () => {
  const { look, channels } = bench();
  expect([...(await look(0)).keys()]).toEqual([CITY, OWN_CAMERA]);
  const states = await look(1500);
  expect([states.get(COUNTY)?.isOnline, states.get(CAMERA)?.isOnline]).toEqual([true, false]);
  channels.set(CAMERA, report(true));
  await look(12_000);
  expect((await look(13_500)).get(CAMERA)?.isOnline).toBe(true);
});

test("what has registered itself is believed before what another lists of it", async () => {
  const { look, channels } = bench();
  channels.set(OWN_CAMERA, report(false));
  await look(0);
  expect((await look(1500)).get(OWN_CAMERA)?.isOnline).toBe(true);
});

test("a catalogue that cannot be read leaves the one before, and the looks go on", async () => {
  const { look, breakIt } = bench();
  await look(0);
  breakIt();
  await look(12_000);
  expect((await look(13_500)).get(COUNTY)?.isOnline).toBe(true);
});
