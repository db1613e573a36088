import { beforeEach } from "vitest";
import { page } from "vitest/browser";
import { deleteDeviceDb } from "#api/outbox/device-db.ts";
import { ledgerName } from "#api/outbox/idb-ledger.ts";
import type { Between } from "#mocks/handlers/answers-in-page.ts";
import { FieldApp } from "#panels/field/field-app.tsx";
import { mockStages } from "./mock-stages.ts";
import type { Stage } from "./stage.tsx";

/** Where the inspector of the mocks stands: in the county of their doors. */
export const HERE = { lng: 114.5638, lat: 38.2087, accuracyM: 6 } as const;

/** Stands in for a phone that knows where it is. */
function locate(): void {
  const fix = () =>
    ({
      coords: { longitude: HERE.lng, latitude: HERE.lat, accuracy: HERE.accuracyM },
      timestamp: Date.now(),
    }) as GeolocationPosition;
  const geolocation = {
    getCurrentPosition: (done: PositionCallback) => setTimeout(() => done(fix())),
    watchPosition: (done: PositionCallback) => setTimeout(() => done(fix())),
    clearWatch: () => {},
  };
  Object.defineProperty(navigator, "geolocation", { value: geolocation, configurable: true });
}

/** For the tests of one file: the inspector's phone, empty before each test, over the mocks' server, which keeps what it was sent. */
export function phoneStages(): (between?: Between) => Promise<Stage> {
  const showTo = mockStages();
  beforeEach(async () => {
    await page.viewport(390, 844);
    await deleteDeviceDb(ledgerName("inspector"));
    localStorage.clear();
    locate();
  });
  const nothing = () => {};
  return async (between) =>
    await showTo(
      "inspector",
      <FieldApp map={null} hasEnded={false} onSignedOut={nothing} onSignInAgain={nothing} />,
      {},
      between,
    );
}
