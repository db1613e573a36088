import { useTranslation } from "react-i18next";
import { Looks } from "#panels/phone/looks.tsx";
import { Section } from "#ui/section.tsx";
import { DeviceRoom } from "./device-room.tsx";
import { LeaveSection } from "./leave.tsx";
import { RecordList } from "./record-list.tsx";
import { Unsent } from "./unsent.tsx";

/** My records and what this phone holds; then who is signed in and how the page looks. */
export function MinePage({ onSignedOut }: { readonly onSignedOut: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Unsent />
      <Section title={t("field.mine.records")}>
        <RecordList />
      </Section>
      <DeviceRoom />
      <Looks />
      <LeaveSection onSignedOut={onSignedOut} />
    </>
  );
}
