import type { Bbox } from "#contract/route.ts";

/** "Go there now": said by a panel, heard by the map. Nothing is kept. */
export type CameraWish =
  | { readonly kind: "fit"; readonly bbox: Bbox }
  | { readonly kind: "fly"; readonly lng: number; readonly lat: number; readonly zoom: number };

export function createCameraEvents() {
  const heard = new Set<(wish: CameraWish) => void>();
  return {
    say: (wish: CameraWish) => {
      for (const listener of heard) listener(wish);
    },
    listen: (listener: (wish: CameraWish) => void) => {
      heard.add(listener);
      return () => void heard.delete(listener);
    },
  };
}
export type CameraEvents = ReturnType<typeof createCameraEvents>;
