import { Suspense } from "react";
import { useTranslation } from "react-i18next";
import { ConsentSection } from "#panels/field/consent/consent-parts.tsx";
import { lazyOffice } from "#panels/office-words.ts";
import { Looks } from "#panels/phone/looks.tsx";
import { Section } from "#ui/section.tsx";
import { DeviceRoom } from "./device-room.tsx";
import { LeaveSection } from "./leave.tsx";
import { RecordList } from "./record-list.tsx";
import { Unsent } from "./unsent.tsx";

const MapPack = lazyOffice(() => import("#panels/field/pack/map-pack.tsx"), "MapPack");

/** My records and what this phone holds; then who is signed in and how the page looks. */
export function MinePage({ onSignedOut }: { readonly onSignedOut: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Unsent />
      <Section title={t("field.mine.records")}>
        <RecordList />
      </Section>
      <Suspense>
        <MapPack />
      </Suspense>
      <ConsentSection />
      <DeviceRoom />
      <Looks />
      <LeaveSection onSignedOut={onSignedOut} />
    </>
  );
}
