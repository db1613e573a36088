import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { exportFile } from "#api/outbox/export-file.ts";
import { deviceId } from "#api/outbox/field-record.ts";
import { takeExport } from "#api/outbox/import-file.ts";
import { isUnsent } from "#api/outbox/ledger.ts";
import { UNSENT_SUFFIX } from "#contract/field/uploads.ts";
import { Section } from "#ui/section.tsx";
import { useField, useLedger } from "#panels/field/field-context.tsx";

function offer(file: File): void {
  const url = URL.createObjectURL(file);
  const link = document.createElement("a");
  link.href = url;
  link.download = file.name;
  link.click();
  // The browser has its own hold on it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** What is on this phone alone, how to hurry it, and how to carry it away as a file. */
export function Unsent() {
  const { t } = useTranslation();
  const { outbox, me, say } = useField();
  const { records, mood } = useLedger(({ records, mood }) => ({ records, mood }));
  const [isBusy, setBusy] = useState(false);
  const id = useId();
  const unsent = records.filter(isUnsent);
  const save = async () => {
    setBusy(true);
    try {
      offer(await exportFile(outbox.ledger, unsent, { account: me.account, device: deviceId(), now: Date.now() }));
    } catch {
      say(t("field.mine.exportFailed"));
    }
    setBusy(false);
  };
  const take = async (file: File | undefined) => {
    if (!file) return;
    try {
      const { records: taken, broken } = await takeExport(outbox, await file.text());
      say(t("field.mine.imported", { count: taken, broken }));
    } catch {
      say(t("field.mine.importFailed"));
    }
  };
  return (
    <Section title={t("field.mine.unsent")}>
      <p className="field-count">
        <b>{t("field.mine.unsentCount", { count: unsent.length })}</b>{" "}
        <span className="quiet">{t(`field.mood.${mood}`)}</span>
      </p>
      <div className="field-row">
        <button type="button" className="button main" disabled={unsent.length === 0} onClick={outbox.hurry}>
          {t("field.mine.sendNow")}
        </button>
        <button
          type="button"
          className="button outlined"
          disabled={unsent.length === 0 || isBusy}
          onClick={() => void save()}
        >
          {t("field.mine.export")}
        </button>
        <label className="button outlined" htmlFor={id}>
          {t("field.mine.import")}
        </label>
        <input
          id={id}
          className="seen-by-readers-only"
          type="file"
          accept={UNSENT_SUFFIX}
          onChange={(event) => void take(event.target.files?.[0])}
        />
      </div>
    </Section>
  );
}
