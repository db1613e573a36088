import { QueryClientProvider } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { worksInField } from "#api/remembered-me.ts";
import type { Me } from "#contract/session.ts";
import type { PreferencesStore } from "#state/preferences.ts";
import { StoresProvider, useView } from "#state/stores.tsx";
import { useMedia } from "#ui/use-media.ts";
import { buildHouse } from "./house.ts";
import { MapSlot } from "./map-slot.tsx";
import { Desk, FieldApp, Phone, PHONE, Wall } from "./screens.ts";

export interface AppProps {
  readonly me: Me;
  readonly preferences: PreferencesStore;
  /** `left`: the person signed out; `ended`: the server no longer knows the session. */
  readonly onSignedOut: (why: "left" | "ended") => void;
}

/** Map and panels, for one signed-in person, on whichever kind of screen. */
export function App({ me, preferences, onSignedOut }: AppProps) {
  const [hasEnded, setEnded] = useState(false);
  // Whoever works in the field goes on with what is on the phone: only the person asks for the sign-in page.
  const isField = worksInField(me) && window.matchMedia(PHONE).matches;
  const [house] = useState(() =>
    buildHouse(me, preferences, isField, () => (isField ? setEnded(true) : onSignedOut("ended"))),
  );
  useEffect(() => house.open(), [house]);
  return (
    <QueryClientProvider client={house.queries}>
      <StoresProvider stores={house.stores}>
        <Screen me={me} hasEnded={hasEnded} onSignedOut={onSignedOut} />
      </StoresProvider>
    </QueryClientProvider>
  );
}

type ScreenProps = Pick<AppProps, "me" | "onSignedOut"> & { readonly hasEnded: boolean };

function Screen({ me, hasEnded, onSignedOut }: ScreenProps) {
  const isPhone = useMedia(PHONE);
  const isWall = useView((view) => view.wall);
  const map = <MapSlot />;
  const leave = () => onSignedOut("left");
  if (isWall) return <Wall map={map} />;
  if (isPhone && worksInField(me))
    return <FieldApp map={map} hasEnded={hasEnded} onSignedOut={leave} onSignInAgain={() => onSignedOut("ended")} />;
  if (isPhone) return <Phone map={map} onSignedOut={leave} />;
  return <Desk map={map} onSignedOut={leave} />;
}
