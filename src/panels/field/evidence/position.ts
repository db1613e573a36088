import type { Fix } from "#contract/field/records.ts";

const LIMIT_MS = 20_000;

/** Six decimals of a degree are a tenth of a metre: more says nothing. */
const round = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

export const fixOf = ({ coords, timestamp }: GeolocationPosition): Fix => ({
  lngLat: [round(coords.longitude), round(coords.latitude)],
  accuracyM: Math.round(coords.accuracy * 10) / 10,
  at: new Date(timestamp).toISOString(),
  // Browsers do not say; the server looks for what cannot be.
  isMock: false,
});

/** Where this phone is, or null when it does not know or may not say. */
export const askPosition = (): Promise<Fix | null> =>
  new Promise((resolve) => {
    if (!("geolocation" in navigator)) return resolve(null);
    navigator.geolocation.getCurrentPosition(
      (position) => resolve(fixOf(position)),
      () => resolve(null),
      { enableHighAccuracy: true, timeout: LIMIT_MS, maximumAge: 15_000 },
    );
  });
