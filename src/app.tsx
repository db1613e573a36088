import { QueryClientProvider } from "@tanstack/react-query";
import { lazy, useEffect, useState } from "react";
import type { Me } from "#contract/session.ts";
import type { PreferencesStore } from "#state/preferences.ts";
import { StoresProvider, useView } from "#state/stores.tsx";
import { useMedia } from "#ui/use-media.ts";
import { buildHouse } from "./house.ts";
import { MapSlot } from "./map-slot.tsx";

export interface AppProps {
  readonly me: Me;
  readonly preferences: PreferencesStore;
  /** `left`: the person signed out; `ended`: the server no longer knows the session. */
  readonly onSignedOut: (why: "left" | "ended") => void;
}

const Desk = lazy(async () => ({ default: (await import("#panels/shell/desk.tsx")).Desk }));
const Phone = lazy(async () => ({ default: (await import("#panels/phone/phone.tsx")).Phone }));
const Wall = lazy(async () => ({ default: (await import("#panels/wall/wall.tsx")).Wall }));

/** Map and panels, for one signed-in person, on whichever kind of screen. */
export function App({ me, preferences, onSignedOut }: AppProps) {
  const [house] = useState(() => buildHouse(me, preferences, () => onSignedOut("ended")));
  useEffect(() => house.open(), [house]);
  return (
    <QueryClientProvider client={house.queries}>
      <StoresProvider stores={house.stores}>
        <Screen onSignedOut={() => onSignedOut("left")} />
      </StoresProvider>
    </QueryClientProvider>
  );
}

function Screen({ onSignedOut }: { readonly onSignedOut: () => void }) {
  const isPhone = useMedia("(max-width: 600px)");
  const isWall = useView((view) => view.wall);
  const map = <MapSlot />;
  if (isWall) return <Wall map={map} />;
  if (isPhone) return <Phone map={map} onSignedOut={onSignedOut} />;
  return <Desk map={map} onSignedOut={onSignedOut} />;
}
