import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { formatNumber, formatPercent } from "#lib/format.ts";
import { languageNow } from "#lib/i18n/i18n.ts";
import { Section } from "#ui/section.tsx";
import { useField } from "#panels/field/field-context.tsx";

const KEY = ["field", "room"];

/** How much of this phone's storage is used, whether the system may clear it, and freeing what the server has confirmed. */
export function DeviceRoom() {
  const { t } = useTranslation();
  const { outbox, say } = useField();
  const queries = useQueryClient();
  const language = languageNow();
  const room = useQuery({
    queryKey: KEY,
    networkMode: "always",
    queryFn: async () => {
      const { usage = 0, quota = 0 } = (await navigator.storage?.estimate?.()) ?? {};
      return { usage, quota, isLasting: (await navigator.storage?.persisted?.()) ?? false };
    },
  });
  const free = async () => {
    const bytes = await outbox.ledger.freeConfirmed();
    say(t("field.room.freed", { mb: formatNumber(bytes / 1e6, language, 1) }));
    await queries.invalidateQueries({ queryKey: KEY });
  };
  return (
    <Section title={t("field.room.title")}>
      {room.data && (
        <p>
          {t("field.room.used", {
            mb: formatNumber(room.data.usage / 1e6, language, 1),
            share: formatPercent(room.data.quota > 0 ? room.data.usage / room.data.quota : 0, language),
          })}
        </p>
      )}
      {room.data && !room.data.isLasting && <p className="quiet">{t("field.room.notLasting")}</p>}
      <button type="button" className="button outlined" onClick={() => void free()}>
        {t("field.room.free")}
      </button>
    </Section>
  );
}
